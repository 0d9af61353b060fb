namespace Patron.Analytics.LifetimeValue;

/// <summary>What a model said of the hold-out period, beside what came.</summary>
/// <param name="Units">Length of the period.</param>
/// <param name="Actual">Purchases in it.</param>
/// <param name="Predicted">Purchases expected.</param>
/// <param name="MeanAbsoluteError">Over customers.</param>
/// <param name="RootMeanSquareError">Over customers.</param>
/// <param name="Correlation">Of expected and actual purchases over customers; null where one does not vary.</param>
public sealed record HoldOut(double Units, long Actual, double Predicted, double MeanAbsoluteError, double RootMeanSquareError, double? Correlation)
{
    /// <summary>Compares; null without a hold-out period or customers.</summary>
    public static HoldOut? Of(LifetimeModel model, LifetimeSample sample)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Until == sample.CalibrationEnd || sample.Histories.Length == 0) return null;
        var expected = Array.ConvertAll(sample.Histories, h => model.ExpectedPurchases(h, sample.HoldOutUnits));
        var actual = Array.ConvertAll(sample.HeldOut, n => (double)n);
        var (absolute, squared) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            absolute += Math.Abs(expected[i] - actual[i]);
            squared += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        }
        return new(sample.HoldOutUnits, sample.HeldOut.Sum(n => (long)n), expected.Sum(), absolute / expected.Length, Math.Sqrt(squared / expected.Length), Numerics.Correlation.Of(expected, actual));
    }
}

/// <summary>Repeat purchases of all customers from the first purchase of anybody on.</summary>
/// <param name="Unit">Units of time since, from 1.</param>
/// <param name="Day">The last day of the unit.</param>
/// <param name="Actual">Purchases until then.</param>
/// <param name="Expected">By the model for customers of whom nothing is known but their first day.</param>
public readonly record struct TrackingPoint(int Unit, int Day, long Actual, double Expected)
{
    /// <summary>One point for each whole unit until the end of the hold-out period.</summary>
    public static TrackingPoint[] Of(LifetimeModel model, LifetimeSample sample)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        var (first, repeats, newcomers) = sample.ByDay();
        // A newcomer's expected purchases depend on nothing but the days since the first: each number of days is reckoned once.
        // Time runs from the beginning of the first day to the end of the last, as in the published curves.
        var expected = new double?[repeats.Length + 1];
        // Only days with newcomers: a file with a mistyped year spans millenia, and most of its days are empty.
        (int Day, int Count)[] firsts = [.. newcomers.Index().Where(n => n.Item > 0)];
        var points = new List<TrackingPoint>();
        for (var (unit, seen, actual) = (1, 0, 0L); ; unit++)
        {
            var last = (int)Math.Floor(unit * sample.UnitDays) - 1;
            if (last >= repeats.Length) return [.. points];
            for (; seen <= last; seen++) actual += repeats[seen];
            var sum = 0.0;
            foreach (var (day, count) in firsts)
            {
                if (day > last) break;
                sum += count * (expected[last + 1 - day] ??= model.ExpectedPurchases(default, (last + 1 - day) / sample.UnitDays));
            }
            points.Add(new(unit, first + last, actual, sum));
        }
    }

    /// <summary>The root mean square distance of the two curves after a day, as a share of the last actual point: how well a model tracked what it had not seen. Null where no point lies there or nothing was bought.</summary>
    public static double? ErrorAfter(IReadOnlyList<TrackingPoint> points, int day)
    {
        ArgumentNullException.ThrowIfNull(points);
        var after = points.Where(p => p.Day > day).ToArray();
        return after.Length == 0 || after[^1].Actual == 0 ? null : Math.Sqrt(after.Average(p => (p.Expected - p.Actual) * (p.Expected - p.Actual))) / after[^1].Actual;
    }
}
