namespace Patron.Analytics.Segments;

/// <summary>How many parts of a group must hold.</summary>
public enum GroupKind
{
    /// <summary>Every part; a group without parts holds for everyone.</summary>
    All,
    /// <summary>At least one part; a group without parts holds for nobody.</summary>
    Any,
    /// <summary>No part; a group without parts holds for everyone.</summary>
    None,
}

/// <summary>A question about customers, as people write and build it: nested groups over rules. The text and the builder are two views of it.</summary>
public abstract record SegmentNode
{
    private SegmentNode() { }

    /// <summary>Everyone.</summary>
    public static Group Everyone { get; } = new(GroupKind.All, []);

    /// <summary>Parts of which all, any or none must hold.</summary>
    public sealed record Group(GroupKind Kind, IReadOnlyList<SegmentNode> Of) : SegmentNode;

    /// <summary>One condition.</summary>
    /// <param name="Leaf">A word of the vocabulary.</param>
    /// <param name="Where">What is narrowed: bought(category = "Tea").</param>
    /// <param name="Window">When; null: at any time.</param>
    /// <param name="Test">What must hold of it; null: it is there at all, or true.</param>
    public sealed record Rule(string Leaf, IReadOnlyList<LeafCondition> Where, DayWindow? Window, LeafTest? Test) : SegmentNode;
}

/// <param name="Name">What the leaf is narrowed by: category, channel, open.</param>
/// <param name="Test">Null: it is so.</param>
public sealed record LeafCondition(string Name, LeafTest? Test);

/// <summary>Units in which spans of time are written.</summary>
public enum SpanUnit { Day, Week, Month, Year }

/// <summary>Days that count.</summary>
public abstract record DayWindow
{
    private DayWindow() { }

    /// <summary>The last so many days, weeks, months or years, which end with the day asked for.</summary>
    public sealed record Last(int Count, SpanUnit Unit) : DayWindow;

    /// <summary>Both days included; null: open.</summary>
    public sealed record Between(DateOnly? From, DateOnly? To) : DayWindow;

    /// <summary>First and last day as day numbers, seen from a day; null: open. "1 month" before 31 March begins on 1 March, for 29 February and what follows it is a month.</summary>
    public (int? From, int? To) On(DateOnly asOf) => this switch
    {
        Last last => (Back(asOf, last.Count, last.Unit).DayNumber + 1, asOf.DayNumber),
        Between between => (between.From?.DayNumber, between.To?.DayNumber),
        _ => (null, null),
    };

    /// <summary>The day so much before; the first day there is where that would be before it.</summary>
    public static DateOnly Back(DateOnly day, int count, SpanUnit unit)
    {
        var months = unit == SpanUnit.Month ? count : unit == SpanUnit.Year ? 12L * count : 0;
        if (months > 0) return months > 12L * day.Year - 12 ? DateOnly.MinValue : day.AddMonths(-(int)months);
        var days = unit == SpanUnit.Week ? 7L * count : count;
        return days > day.DayNumber ? DateOnly.MinValue : day.AddDays(-(int)days);
    }
}

/// <summary>Signs of comparison.</summary>
public enum LeafOperator { Equal, NotEqual, Less, AtMost, More, AtLeast }

/// <summary>What must hold of a leaf's value.</summary>
public abstract record LeafTest
{
    private LeafTest() { }

    /// <summary>A missing value compares with nothing.</summary>
    public sealed record Compare(LeafOperator Operator, SegmentValue Value) : LeafTest;

    /// <summary>Both limits included.</summary>
    public sealed record Between(SegmentValue Low, SegmentValue High) : LeafTest;

    /// <summary>One of some words.</summary>
    public sealed record OneOf(IReadOnlyList<string> Words) : LeafTest;

    /// <summary>The text contains a part, letter case aside.</summary>
    public sealed record Contains(string Part) : LeafTest;

    /// <summary>There is a value, or there is none.</summary>
    public sealed record Known(bool Is) : LeafTest;
}

/// <summary>What is written behind a number.</summary>
public enum LeafUnit { None, Percent, Days }

/// <summary>What a value is compared with.</summary>
public abstract record SegmentValue
{
    private SegmentValue() { }

    /// <summary>A number: a count, an amount in units of the currency, days, or per cent, as its leaf counts.</summary>
    public sealed record Number(decimal Value, LeafUnit Unit = LeafUnit.None) : SegmentValue;

    /// <summary>So many times another leaf's value of the same customer: 1.5 * rhythm.</summary>
    public sealed record Times(decimal Factor, string Leaf) : SegmentValue;

    /// <summary>A day of the calendar.</summary>
    public sealed record Day(DateOnly Value) : SegmentValue;

    /// <summary>The day so much before the day asked for.</summary>
    public sealed record Ago(int Count, SpanUnit Unit) : SegmentValue;

    /// <summary>A word or quoted text.</summary>
    public sealed record Word(string Value) : SegmentValue;
}
