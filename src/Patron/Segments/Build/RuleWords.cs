using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Segments.Build;

/// <summary>Says a rule in the reader's language, in the parts that people press to change it.</summary>
internal sealed class RuleWords(SegmentLanguage language, SegmentBook book)
{
    private const int MostWords = 4;

    /// <summary>What it is about, when and of what, and what must hold; the last two may be missing.</summary>
    public (string Label, string? Narrowed, string? Test) Of(SegmentNode.Rule rule, Sentences text, string currency)
    {
        if (rule.Leaf == SegmentText.InSegment) return (text["segments.leaf.in"], null, string.Join(", ", ((LeafTest.OneOf)rule.Test!).Words.Select(w => book.Find(w)?.Name ?? w)));
        var leaf = language.Leaf(rule.Leaf);
        string?[] narrowed = [rule.Window is { } window ? Window(window, text) : null, .. rule.Where.Select(c => Condition(leaf, c, text, currency))];
        var parts = narrowed.OfType<string>().ToArray();
        return (leaf.Label(text), parts.Length == 0 ? null : string.Join(", ", parts), Test(rule.Test, leaf.Word, leaf.Choice, text, currency));
    }

    /// <summary>As one sentence.</summary>
    public string Whole(SegmentNode.Rule rule, Sentences text, string currency) => Of(rule, text, currency) is var (label, narrowed, test) ? string.Join(" ", new[] { label, narrowed, test }.OfType<string>()) : "";

    public static string Window(DayWindow window, Sentences text) => window switch
    {
        DayWindow.Last last => text.Get("segments.window.last", new { span = Span(last.Count, last.Unit, text) }),
        DayWindow.Between { From: { } from, To: { } to } => text.Get("segments.window.between", new { from, to }),
        DayWindow.Between { From: { } from } => text.Get("segments.window.since", new { from }),
        DayWindow.Between { To: { } to } => text.Get("segments.window.until", new { to }),
        _ => "",
    };

    private static string Span(int count, SpanUnit unit, Sentences text) => text.Get("segments.span", new { unit = unit.ToString().ToLowerInvariant(), n = count });

    private static string Condition(SegmentLeaf leaf, LeafCondition condition, Sentences text, string currency)
    {
        var name = leaf.Condition(condition.Name, text);
        var word = leaf.Word.Conditions.First(c => c.Name == condition.Name);
        return condition.Test is null ? name : text.Get("segments.narrowed", new { name, test = Test(condition.Test, word, leaf.Choice, text, currency) });
    }

    private static string? Test(LeafTest? test, LeafWord word, Func<string, Sentences, string> choice, Sentences text, string currency)
    {
        switch (test)
        {
            case null: return null;
            case LeafTest.Known known: return text[known.Is ? "segments.test.known" : "segments.test.missing"];
            case LeafTest.Contains contains: return text.Get("segments.test.contains", new { value = contains.Part });
            case LeafTest.OneOf some: return some.Words.Count > MostWords ? text.Get("segments.test.several", new { n = some.Words.Count }) : text.Get("segments.test.in", new { value = Either([.. some.Words.Select(w => choice(w, text))], text) });
            case LeafTest.Between between: return text.Get("segments.test.between", new { low = Value(between.Low, word, choice, text, currency), high = Value(between.High, word, choice, text, currency) });
            case LeafTest.Compare compare: return text.Get("segments.test", new { sign = compare.Operator.ToString().ToLowerInvariant(), value = Value(compare.Value, word, choice, text, currency), when = word.Kind == LeafKind.Day ? "day" : "number" });
            default: throw new ArgumentException($"No such test: {test}.", nameof(test));
        }
    }

    private static string Either(IReadOnlyList<string> words, Sentences text) =>
        words.Count == 1 ? words[0] : text.Get("segments.either", new { first = string.Join(", ", words.Take(words.Count - 1)), last = words[^1] });

    private static string Value(SegmentValue value, LeafWord word, Func<string, Sentences, string> choice, Sentences text, string currency) => value switch
    {
        SegmentValue.Number number => word.Kind switch
        {
            LeafKind.Money => number.Value == decimal.Truncate(number.Value) ? text.Formats.MoneyWhole(Micros.From(number.Value), currency) : text.Formats.Money(Micros.From(number.Value), currency),
            LeafKind.Percent => text.Formats.Percent((double)number.Value / 100, number.Value == decimal.Truncate(number.Value) ? 0 : 1),
            LeafKind.Days when number.Value == decimal.Truncate(number.Value) => Span((int)Math.Min(number.Value, int.MaxValue), SpanUnit.Day, text),
            _ => text.Formats.Number(number.Value),
        },
        SegmentValue.Times times => text.Get("segments.times", new { n = text.Formats.Number(times.Factor), of = text[$"segments.leaf.{times.Leaf}"] }),
        SegmentValue.Day day => text.Formats.Day(day.Value),
        SegmentValue.Ago ago => text.Get("segments.ago", new { span = Span(ago.Count, ago.Unit, text) }),
        SegmentValue.Word one => choice(one.Value, text),
        _ => throw new ArgumentException($"No such value: {value}.", nameof(value)),
    };
}
