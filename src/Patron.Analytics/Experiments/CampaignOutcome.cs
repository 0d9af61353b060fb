namespace Patron.Analytics.Experiments;

/// <summary>What became of the people of a campaign, a place for each in every list; arm 0 was left alone.</summary>
/// <param name="Arm">From 0.</param>
/// <param name="Answered">Did what the campaign asked for within the window.</param>
/// <param name="Revenue">Of the window; 0 for who bought nothing.</param>
/// <param name="Margin">What of it remains.</param>
/// <param name="Before">Margin of the same people in a time before the campaign; 0 for all where it is not known.</param>
public sealed record OutcomeRows(int[] Arm, bool[] Answered, double[] Revenue, double[] Margin, double[] Before)
{
    public int Count => Arm.Length;
}

/// <summary>The people of one arm.</summary>
public readonly record struct ArmOutcome(long People, long Answered, double Revenue, double Margin, double Cost)
{
    /// <summary>0 where there is nobody.</summary>
    public double Rate => People > 0 ? (double)Answered / People : 0;

    public double MarginEach => People > 0 ? Margin / People : 0;
}

/// <summary>An arm against those left alone.</summary>
/// <param name="Answers">By who answered.</param>
/// <param name="Profit">Margin more, less cost.</param>
/// <param name="Drawn">Its interval by the bootstrap.</param>
/// <param name="Adjusted">With what people bought before taken into account (<see cref="Cuped"/>).</param>
public sealed record ArmEffect(ResponseTest Answers, IncrementalProfit Profit, Interval Drawn, IncrementalProfit Adjusted);

/// <summary>The result of a campaign: sums of each arm, and what each brought more than leaving its people alone.</summary>
public sealed class CampaignOutcome
{
    private readonly OutcomeRows rows;
    private readonly double[][] margins;
    private readonly double[][] adjusted;

    private CampaignOutcome(OutcomeRows rows, ArmOutcome[] arms)
    {
        (this.rows, Arms) = (rows, arms);
        margins = Split(rows.Margin);
        adjusted = Split(Cuped.Adjust(rows.Margin, rows.Before));
    }

    /// <summary>By number; 0 was left alone.</summary>
    public IReadOnlyList<ArmOutcome> Arms { get; }

    /// <param name="costs">Of each arm, from 0; those left alone cost nothing. As many as there are arms.</param>
    public static CampaignOutcome Of(OutcomeRows rows, ReadOnlySpan<double> costs)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (costs.IsEmpty) throw new ArgumentException("The costs say how many arms there are.", nameof(costs));
        var arms = new ArmOutcome[costs.Length];
        for (var arm = 0; arm < arms.Length; arm++) arms[arm] = new(0, 0, 0, 0, costs[arm]);
        for (var i = 0; i < rows.Count; i++)
        {
            ref var arm = ref arms[rows.Arm[i]];
            arm = arm with { People = arm.People + 1, Answered = arm.Answered + (rows.Answered[i] ? 1 : 0), Revenue = arm.Revenue + rows.Revenue[i], Margin = arm.Margin + rows.Margin[i] };
        }
        return new(rows, arms);
    }

    /// <summary>Null where the arm or those left alone have fewer than two people.</summary>
    /// <param name="arm">From 1.</param>
    public ArmEffect? Effect(int arm, double confidence = 0.95) => Compare(arm, 0, Arms[arm].Cost, confidence);

    /// <summary>All arms together against those left alone: its estimate is the sum of theirs.</summary>
    public IncrementalProfit? Whole(double confidence = 0.95)
    {
        double[] treated = [.. margins.Skip(1).SelectMany(m => m)];
        return treated.Length < 2 || Arms[0].People < 2 ? null : IncrementalProfit.Of(ValueSums.Of(treated), ValueSums.Of(margins[0]), Arms.Skip(1).Sum(a => a.Cost), confidence);
    }

    /// <summary>One arm against another, as if the first had as many people as it has: the cost is that of the first less what as many of the second cost.</summary>
    public ArmEffect? Between(int arm, int other, double confidence = 0.95)
    {
        if (Arms[other].People == 0) return null;
        var found = Compare(arm, other, 0, confidence);
        var more = Arms[arm].Cost - Arms[other].Cost * Arms[arm].People / Arms[other].People;
        return found is null ? null : found with { Profit = Less(found.Profit, more), Drawn = found.Drawn + -more, Adjusted = Less(found.Adjusted, more) };
    }

    /// <summary>The effect of an arm on each part of the people, for each person of the part; parts with fewer than two on either side are left out.</summary>
    /// <param name="part">Of each person, from 0; below 0: in none.</param>
    public IReadOnlyList<PartOutcome> Parts(int arm, ReadOnlySpan<int> part, double confidence = 0.95)
    {
        var (sides, most) = (new Dictionary<int, (List<double> Treated, List<double> Alone)>(), -1);
        for (var i = 0; i < rows.Count; i++)
        {
            if (part[i] < 0 || (rows.Arm[i] != arm && rows.Arm[i] != 0)) continue;
            if (!sides.TryGetValue(part[i], out var side)) sides[part[i]] = side = ([], []);
            (rows.Arm[i] == 0 ? side.Alone : side.Treated).Add(rows.Margin[i]);
            most = Math.Max(most, part[i]);
        }
        var costEach = Arms[arm].People > 0 ? Arms[arm].Cost / Arms[arm].People : 0;
        var found = new List<PartOutcome>();
        for (var p = 0; p <= most; p++)
        {
            if (!sides.TryGetValue(p, out var side) || side.Treated.Count < 2 || side.Alone.Count < 2) continue;
            var test = MeanTest.Of(Sums(side.Treated), Sums(side.Alone), confidence);
            found.Add(new(p, side.Treated.Count, side.Alone.Count, test.Difference - costEach, test.Interval + -costEach, test.Error));
        }
        return found;
    }

    private static IncrementalProfit Less(IncrementalProfit profit, double cost) => profit with { Estimate = profit.Estimate - cost, Interval = profit.Interval + -cost, Return = null };

    private ArmEffect? Compare(int arm, int other, double cost, double confidence)
    {
        if (Arms[arm].People < 2 || Arms[other].People < 2) return null;
        var answers = ResponseTest.Of(new(Arms[arm].People, Arms[arm].Answered), new(Arms[other].People, Arms[other].Answered), confidence);
        var profit = IncrementalProfit.Of(ValueSums.Of(margins[arm]), ValueSums.Of(margins[other]), cost, confidence);
        var drawn = Bootstrap.OfDifference(margins[arm], margins[other], confidence: confidence) * Arms[arm].People + -cost;
        return new(answers, profit, drawn, IncrementalProfit.Of(ValueSums.Of(adjusted[arm]), ValueSums.Of(adjusted[other]), cost, confidence));
    }

    private double[][] Split(double[] values)
    {
        var (parts, next) = (new double[Arms.Count][], new int[Arms.Count]);
        for (var arm = 0; arm < parts.Length; arm++) parts[arm] = new double[Arms[arm].People];
        for (var i = 0; i < values.Length; i++) parts[rows.Arm[i]][next[rows.Arm[i]]++] = values[i];
        return parts;
    }

    private static ValueSums Sums(List<double> values) => ValueSums.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
}

/// <summary>The effect on one part of the people.</summary>
/// <param name="Effect">Margin more for each person treated, less the cost of one.</param>
/// <param name="Error">Standard error; 0 where nobody's margin differs.</param>
public readonly record struct PartOutcome(int Part, int Treated, int Alone, double Effect, Interval Interval, double Error);
