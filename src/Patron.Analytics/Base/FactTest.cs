using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>What is reckoned over some of a customer's facts.</summary>
public enum FactMeasure
{
    /// <summary>How many there are.</summary>
    Count,
    /// <summary>Their amounts together; amounts that are not known count nothing.</summary>
    Sum,
    /// <summary>The amount of the last one given; missing where there is none.</summary>
    Value,
    /// <summary>Days from the last one to the day asked for; missing where there is none, or nobody knows when it was.</summary>
    DaysSinceLast,
    /// <summary>Days from the first one to the day asked for; missing where there is none, or nobody knows when it was.</summary>
    DaysSinceFirst,
}

/// <summary>A measure over the facts of some kinds within some days lies between two limits (included). Facts that began after the day asked for do not exist; a missing measure is never between.</summary>
/// <param name="codes">By code; a code beyond its end is not among them. Null: all facts.</param>
/// <param name="fromDay">Day number of the first day that counts; null: open.</param>
/// <param name="toDay">Day number of the last day that counts; null: the day asked for.</param>
/// <param name="standing">Only what is still so on the day asked for.</param>
public sealed class FactTest(FactMeasure measure, long min, long max, bool[]? codes = null, int? fromDay = null, int? toDay = null, bool standing = false)
{
    /// <summary>Whether it holds for a customer.</summary>
    public bool Holds(FactColumn facts, int index, int asOf) => Measure(facts, index, asOf) is var value && value != NumberKey.Missing && value >= min && value <= max;

    /// <summary>The measure; <see cref="NumberKey.Missing"/> where it has no value.</summary>
    [MethodImpl(Hot.Loop)]
    public long Measure(FactColumn facts, int index, int asOf)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var (count, of) = (facts.Count(index), facts.Facts);
        if (count == 0) return measure is FactMeasure.Count or FactMeasure.Sum ? 0 : NumberKey.Missing;
        var (start, earliest, latest) = (facts.Start(index), fromDay ?? int.MinValue, Math.Min(toDay ?? asOf, asOf));
        var (n, sum, value, first, last) = (0L, 0L, NumberKey.Missing, int.MaxValue, Fact.Always);
        for (var at = start; at < start + count; at++)
        {
            var (day, code) = (of.Day[at], of.Code[at]);
            if (day > latest || day < earliest || codes is not null && !((uint)code < (uint)codes.Length && codes[code])) continue;
            if (standing && of.Until is { } until && until[at] <= asOf) continue;
            n++;
            (first, last) = (Math.Min(first, day), Math.Max(last, day));
            if (of.Amount is not { } amounts) continue;
            value = amounts[at];
            if (value != NumberKey.Missing) sum += value;
        }
        return measure switch
        {
            FactMeasure.Count => n,
            FactMeasure.Sum => sum,
            FactMeasure.Value => value,
            FactMeasure.DaysSinceLast => last == Fact.Always ? NumberKey.Missing : asOf - last,
            FactMeasure.DaysSinceFirst => n == 0 || first == Fact.Always ? NumberKey.Missing : asOf - first,
            _ => throw new InvalidOperationException($"No such measure: {measure}."),
        };
    }
}
