namespace Patron.Analytics.Experiments;

/// <summary>A mailing as planned.</summary>
/// <param name="Pieces">Above 0.</param>
/// <param name="CostOfPiece">Print and post, from 0.</param>
/// <param name="Response">The share that answers, from 0 to 1.</param>
public readonly record struct Mailing(double Pieces, double CostOfPiece, double Response)
{
    public double Responses => Pieces * Response;
    public double Cost => Pieces * CostOfPiece;

    /// <summary>Null where nobody answers.</summary>
    public double? CostOfResponse => Responses > 0 ? Cost / Responses : null;

    /// <param name="margin">Earned with each response.</param>
    public double Profit(double margin) => Responses * margin - Cost;
}

/// <summary>
/// Mailing everybody against mailing a chosen part of them (requirements 6, the bookshop): what is spared, what remains of it after the set-up, and when that is paid back.
/// </summary>
/// <param name="Saving">Cost of the whole less cost of the part, a year.</param>
/// <param name="FirstYear">The saving less the set-up.</param>
/// <param name="ForEachOfSetUp">Saving for each unit of the set-up; null without a set-up.</param>
/// <param name="PaybackYears">Set-up divided by saving; null where nothing is saved.</param>
/// <param name="Lift">How many times more of the chosen answer; null where nobody of the whole does.</param>
/// <param name="Depth">The part as a share of the whole.</param>
public sealed record MailPlan(Mailing Whole, Mailing Part, double PiecesSaved, double Saving, double FirstYear, double? ForEachOfSetUp, double? PaybackYears, double? Lift, double Depth)
{
    private const double DaysOfYear = 365;

    public double? PaybackDays => PaybackYears * DaysOfYear;

    /// <param name="setUp">What choosing costs once, from 0.</param>
    public static MailPlan Of(Mailing whole, Mailing part, double setUp)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(setUp);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(whole.Pieces);
        var saving = whole.Cost - part.Cost;
        return new(whole, part, whole.Pieces - part.Pieces, saving, saving - setUp, setUp > 0 ? saving / setUp : null, saving > 0 ? setUp / saving : null,
            whole.Response > 0 ? part.Response / whole.Response : null, part.Pieces / whole.Pieces);
    }
}

/// <summary>What a model promises of the best part of a list.</summary>
/// <param name="Depth">The part, above 0 and at most 1.</param>
/// <param name="Lift">How many times more of this part answer than of the whole list, from 0; the part holds all before it (cumulative).</param>
public readonly record struct LiftPoint(double Depth, double Lift);

/// <summary>How deep into a list a mailing pays.</summary>
public static class MailDepth
{
    /// <summary>The depth with the greatest profit, and that profit; nobody at all where every depth loses. Of equal profits the smaller depth.</summary>
    /// <param name="margin">Earned with each response.</param>
    public static (LiftPoint? Best, double Profit) Of(Mailing whole, IEnumerable<LiftPoint> curve, double margin)
    {
        (LiftPoint? Best, double Profit) found = (null, 0);
        foreach (var point in curve.OrderBy(p => p.Depth))
            if (At(whole, point).Profit(margin) is var profit && profit > found.Profit) found = (point, profit);
        return found;
    }

    /// <summary>The mailing of the best part alone. No more can answer than were mailed.</summary>
    public static Mailing At(Mailing whole, LiftPoint point)
    {
        if (!(point.Depth is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(point), point.Depth, "A depth above 0 and at most 1 is needed.");
        ArgumentOutOfRangeException.ThrowIfNegative(point.Lift);
        return whole with { Pieces = whole.Pieces * point.Depth, Response = Math.Min(1, whole.Response * point.Lift) };
    }
}
