using Patron.Insights.Frame;

namespace Patron.Insights.WarnOfChurn;

/// <summary>What became of those by the plain rule (<see cref="LongestSilent"/>).</summary>
/// <param name="Named">As many as the list, fewer where there are not so many.</param>
/// <param name="Silent">Bought nothing in the days after.</param>
/// <param name="Spent">Micros of the year before.</param>
internal sealed record PlainOutcome(int Named, int Silent, long Spent)
{
    public double? Precision => Named > 0 ? (double)Silent / Named : null;
}

/// <summary>One saved list and what became of those on it.</summary>
/// <param name="Later">Reckoned when the week was over.</param>
/// <param name="Value">Micros at risk.</param>
/// <param name="Settled">The days in which they might come back are over.</param>
/// <param name="Silent">Bought nothing in those days: the warning came true.</param>
/// <param name="BackValue">Micros of what the others bought in those days.</param>
/// <param name="OthersSilent">The share of active regulars not on the list who bought nothing in those days; null where there were none.</param>
/// <param name="Spent">Micros that those on the list had spent in the year before it.</param>
/// <param name="Plain">What became of as many by the plain rule; null until the days are over.</param>
internal sealed record ChurnWeek(
    DateOnly Week, DateOnly AsOf, bool Later, int Warned, long Value, bool Settled, int Silent, long BackValue, double? OthersSilent, long Spent, PlainOutcome? Plain)
{
    /// <summary>The share of warnings that came true; null until the days are over.</summary>
    public double? Precision => Settled && Warned > 0 ? (double)Silent / Warned : null;

    public int Back => Warned - Silent;
}

/// <summary>Customers who were warned of for one reason, by settled lists: each counts once, with what came after the last of these warnings.</summary>
/// <param name="Silent">Bought nothing in the days after it.</param>
internal sealed record ChurnReasonTally(ChurnReasons Reason, int Warned, int Silent)
{
    public double? Precision => Warned > 0 ? (double)Silent / Warned : null;

    public int Back => Warned - Silent;
}

/// <summary>What is kept of the lists: sums, latest week first; the customers stand in the table of warnings.</summary>
/// <param name="OutcomeDays">So many days after a list it is looked at who bought.</param>
internal sealed record ChurnResult(int OutcomeDays, int LostAfterDays, int Buyers, IReadOnlyList<ChurnWeek> Weeks, IReadOnlyList<ChurnReasonTally> Reasons, DoctorVerdict Verdict);
