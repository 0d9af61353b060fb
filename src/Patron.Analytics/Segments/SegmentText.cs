using System.Globalization;
using System.Text;

namespace Patron.Analytics.Segments;

/// <summary>Writes queries so that <see cref="SegmentParser"/> reads them as the same again: print(parse(print(x))) is print(x).</summary>
public static class SegmentText
{
    /// <summary>Numbers above this are refused: amounts in micros would no longer fit.</summary>
    public const decimal Greatest = 1_000_000_000_000m;

    /// <summary>The leaf that asks for another segment; written without parentheses.</summary>
    public const string InSegment = "in";

    private static readonly HashSet<string> Reserved = new(["and", "or", "not", "all", "any", "none", "in", "between", "is", "known", "missing", "ago", "to", "since", "until", "contains", "true"], StringComparer.OrdinalIgnoreCase);

    /// <summary>A query on one line for each part of its outermost group; empty for everyone.</summary>
    public static string Print(SegmentNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node switch
        {
            SegmentNode.Group { Kind: GroupKind.All, Of.Count: 0 } => "",
            // A group alone in "all" would read as the group itself.
            SegmentNode.Group { Kind: GroupKind.All, Of: [var only] } => Print(only),
            SegmentNode.Group { Kind: GroupKind.All } all => string.Join("\nand ", all.Of.Select(One)),
            _ => One(node),
        };
    }

    /// <summary>One rule or group on one line.</summary>
    public static string One(SegmentNode node) => node switch
    {
        SegmentNode.Group group => $"{KindWord(group.Kind)} ({(group.Of.Count == 0 ? "" : $" {string.Join(", ", group.Of.Select(One))} ")})",
        SegmentNode.Rule rule => RuleText(rule),
        _ => throw new ArgumentException("No such node.", nameof(node)),
    };

    /// <summary>As it is written: all, any, none.</summary>
    public static string KindWord(GroupKind kind) => kind switch { GroupKind.All => "all", GroupKind.Any => "any", _ => "none" };

    /// <summary>A word, in quotation marks where it could be read as something else.</summary>
    public static string Quoted(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return IsPlain(word) ? word : $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A number without needless digits.</summary>
    public static string NumberText(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>1 day, 2 days.</summary>
    public static string SpanText(int count, SpanUnit unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit.ToString().ToLowerInvariant()}{(count == 1 ? "" : "s")}");

    /// <summary>What a comparison is written as.</summary>
    public static string Sign(LeafOperator sign) => sign switch
    {
        LeafOperator.Equal => "=", LeafOperator.NotEqual => "!=", LeafOperator.Less => "<", LeafOperator.AtMost => "<=", LeafOperator.More => ">", _ => ">=",
    };

    /// <summary>12 months; 2011-01-01 to 2011-03-31; since ...; until ...</summary>
    public static string WindowText(DayWindow window) => window switch
    {
        DayWindow.Last last => SpanText(last.Count, last.Unit),
        DayWindow.Between { From: { } from, To: { } to } => $"{Iso(from)} to {Iso(to)}",
        DayWindow.Between { From: { } from } => $"since {Iso(from)}",
        DayWindow.Between { To: { } to } => $"until {Iso(to)}",
        _ => throw new ArgumentException("A window without a day is none.", nameof(window)),
    };

    /// <summary>A value.</summary>
    public static string ValueText(SegmentValue value) => value switch
    {
        SegmentValue.Number number => NumberText(number.Value) + number.Unit switch { LeafUnit.Percent => "%", LeafUnit.Days => number.Value == 1 ? " day" : " days", _ => "" },
        SegmentValue.Times times => $"{NumberText(times.Factor)} * {times.Leaf}",
        SegmentValue.Day day => Iso(day.Value),
        SegmentValue.Ago ago => $"{SpanText(ago.Count, ago.Unit)} ago",
        SegmentValue.Word word => Quoted(word.Value),
        _ => throw new ArgumentException("No such value.", nameof(value)),
    };

    private static string RuleText(SegmentNode.Rule rule)
    {
        if (rule is { Leaf: InSegment, Test: LeafTest.OneOf { Words: [var segment] } }) return $"{InSegment} {Quoted(segment)}";
        var text = new StringBuilder(rule.Leaf);
        string?[] inside = [rule.Window is null ? null : WindowText(rule.Window), .. rule.Where.Select(c => c.Name + TestText(c.Test))];
        if (inside.Any(i => i is not null)) text.Append('(').AppendJoin(", ", inside.OfType<string>()).Append(')');
        return text.Append(TestText(rule.Test)).ToString();
    }

    private static string TestText(LeafTest? test) => test switch
    {
        null => "",
        LeafTest.Compare compare => $" {Sign(compare.Operator)} {ValueText(compare.Value)}",
        LeafTest.Between between => $" between {ValueText(between.Low)} and {ValueText(between.High)}",
        LeafTest.OneOf { Words: [var word] } => $" = {Quoted(word)}",
        LeafTest.OneOf some => $" in ({string.Join(", ", some.Words.Select(Quoted))})",
        LeafTest.Contains contains => $" contains {Quoted(contains.Part)}",
        LeafTest.Known known => known.Is ? " is known" : " is missing",
        _ => throw new ArgumentException("No such test.", nameof(test)),
    };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsPlain(string word) => word.Length > 0 && !Reserved.Contains(word) && (char.IsLetter(word[0]) || word[0] == '_') && word.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') && word[^1] != '-' && !word.Contains("--", StringComparison.Ordinal);
}
