using Patron.Analytics.Ladder;

namespace Patron.Insights.ReckonLadder;

/// <summary>The steps on which a customer stood at the ends of the last months, three bits each; a year for a million customers lies in memory.</summary>
/// <param name="Packed">The last month in the lowest bits.</param>
internal readonly record struct PastSteps(ulong Packed)
{
    /// <summary>Months that are known: those that the page shows, and the one before, from which the first of them moved.</summary>
    public const int Months = 13;
    private const int Bits = 3;
    private const ulong Mask = (1 << Bits) - 1;

    /// <param name="back">0 for the last month; less than <see cref="Months"/>.</param>
    public LadderStep At(int back) => (LadderStep)(Packed >> back * Bits & Mask);

    /// <summary>With this step at the end of a month and of all after it.</summary>
    /// <param name="back">0 for the last month; of one longer ago only what holds since counts.</param>
    public PastSteps Since(int back, LadderStep step)
    {
        var steps = Packed;
        for (var month = Math.Min(back, Months - 1); month >= 0; month--) steps = steps & ~(Mask << month * Bits) | (ulong)step << month * Bits;
        return new(steps);
    }
}

/// <summary>Everybody's steps at the ends of the months.</summary>
/// <param name="First">The first month that is known, 12 x year + month - 1.</param>
/// <param name="Last">The last one.</param>
/// <param name="Of">By customer; who is not named never stood above the first step.</param>
internal sealed record LadderPast(int First, int Last, IReadOnlyDictionary<long, PastSteps> Of)
{
    /// <summary>Null where the month is not known.</summary>
    public int? Back(int month) => month >= First && month <= Last && Last - month < PastSteps.Months ? Last - month : null;
}
