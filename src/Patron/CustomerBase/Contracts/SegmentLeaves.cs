using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.Kernel.Texts;

namespace Patron.CustomerBase.Contracts;

/// <summary>What a rule is asked on.</summary>
/// <param name="AsOf">The day reckoned for.</param>
public sealed record LeafScope(CustomerBaseSnapshot Snapshot, DateOnly AsOf)
{
    /// <summary>In which amounts are shown to people; null: they are told as bare numbers, to programs.</summary>
    public string? Currency { get; init; }
}

/// <summary>Where a leaf stands in the menu of conditions.</summary>
public enum LeafGroup { Person, Buying, Contact, Response, Service, Sales, Insight, Segments }

/// <summary>Something that a segment can ask of customers. Registered by its room through <see cref="ISegmentLeaves"/>.</summary>
/// <param name="Word">How it is written.</param>
/// <param name="Label">What it is called where people build segments.</param>
/// <param name="Query">What a rule with this leaf asks of the base.</param>
public sealed record SegmentLeaf(LeafWord Word, LeafGroup Group, Func<Sentences, string> Label, Func<SegmentNode.Rule, LeafScope, CustomerQuery> Query)
{
    /// <summary>A choice, of the leaf or of one of its conditions, in words; without it the choice itself.</summary>
    public Func<string, Sentences, string> Choice { get; init; } = static (word, _) => word;

    /// <summary>What a condition is called.</summary>
    public Func<string, Sentences, string> Condition { get; init; } = static (word, _) => word;

    /// <summary>The answer for a past day is the one of that day; otherwise it is today's, and whoever asks for a past day is told so.</summary>
    public bool KnowsPast { get; init; }

    /// <summary>By what it is narrowed where only today is known of it: the stage in which a deal stands.</summary>
    public IReadOnlyList<string> OnlyToday { get; init; } = [];

    /// <summary>Whether the rule's answer for a past day is the one of that day.</summary>
    public bool Remembers(SegmentNode.Rule rule) => KnowsPast && !rule.Where.Any(c => OnlyToday.Contains(c.Name));

    /// <summary>Hangs on all customers, not on one alone: scores and ranks. Such segments are reckoned as a whole.</summary>
    public bool Relative { get; init; }

    /// <summary>Moves on with the day though nothing happens.</summary>
    public bool MovesWithTime { get; init; }

    /// <summary>The customer's value, in words, for "why is this person in it?"; null where there is none, or nothing to say.</summary>
    public Func<SegmentNode.Rule, LeafScope, int, Sentences, string?>? Value { get; init; }
}

/// <summary>A room's part of the language in which segments are written. Singleton; asked often, so the answer must be at hand.</summary>
public interface ISegmentLeaves
{
    IEnumerable<SegmentLeaf> All();
}

/// <summary>Leaves over columns of the base.</summary>
public static class ColumnLeaves
{
    /// <param name="scale">How many of the column's units make one that is written: a million for micros.</param>
    public static SegmentLeaf Number(string name, LeafKind kind, LeafGroup group, NumberKey key, long scale, Func<Sentences, string> label) =>
        new(new(name, kind) { MayMiss = kind is not LeafKind.Count }, group, label, (rule, scope) => SegmentBinding.Number(key, rule.Test, scale, scope.AsOf))
        {
            Value = (_, scope, index, text) => scope.Snapshot[key][index] is not NumberKey.Missing and var value ? Shown(value, kind, scale, scope, text) : null,
            MovesWithTime = kind is LeafKind.Day,
        };

    /// <summary>A choice among what the column holds.</summary>
    /// <param name="choices">Null: whatever customers have.</param>
    public static SegmentLeaf Category(string name, LeafGroup group, CategoryKey key, Func<IReadOnlyList<string>> choices, Func<Sentences, string> label, Func<string, Sentences, string>? choice = null) =>
        new(new(name, LeafKind.Choice) { MayMiss = true, Choices = choices }, group, label, (rule, scope) => SegmentBinding.Category(key, rule.Test, word => Stored(scope.Snapshot[key].Dictionary, word)))
        {
            Choice = choice ?? (static (word, _) => word),
            Value = (_, scope, index, text) => scope.Snapshot[key][index] is { Length: > 0 } value ? choice?.Invoke(value, text) ?? value : null,
        };

    /// <summary>Words that stand for numbers in a column: steps, phases.</summary>
    public static SegmentLeaf Steps(string name, LeafGroup group, NumberKey key, IReadOnlyList<(string Word, long Number)> steps, Func<Sentences, string> label, Func<string, Sentences, string> choice) =>
        new(new(name, LeafKind.Choice) { MayMiss = true, Closed = true, Choices = () => [.. steps.Select(s => s.Word)] }, group, label, (rule, _) => rule.Test switch
        {
            LeafTest.Known known => SegmentBinding.Number(key, known, 1, default),
            LeafTest.OneOf some => new CustomerQuery.Any([.. steps.Where(s => some.Words.Contains(s.Word, StringComparer.OrdinalIgnoreCase)).Select(s => new CustomerQuery.NumberBetween(key, s.Number, s.Number))]),
            LeafTest.Compare { Value: SegmentValue.Word word } => new CustomerQuery.Any([.. steps.Where(s => !s.Word.Equals(word.Value, StringComparison.OrdinalIgnoreCase)).Select(s => new CustomerQuery.NumberBetween(key, s.Number, s.Number))]),
            _ => throw new ArgumentException($"{rule.Test} asks for no step.", nameof(steps)),
        })
        {
            Choice = choice,
            Value = (_, scope, index, text) => steps.FirstOrDefault(s => s.Number == scope.Snapshot[key][index]) is { Word: { } word } ? choice(word, text) : null,
        };

    /// <summary>A number as people read it.</summary>
    public static string Shown(long value, LeafKind kind, long scale, LeafScope scope, Sentences text) => kind switch
    {
        LeafKind.Money when scope.Currency is { } currency => text.Formats.Money(Kernel.Micros.From(value / (decimal)scale), currency),
        LeafKind.Day => text.Formats.Day(DateOnly.FromDayNumber((int)value)),
        LeafKind.Percent => text.Formats.Percent(value / (double)scale / 100, 0),
        _ => text.Formats.Number(value / (decimal)scale),
    };

    /// <summary>Whatever spelling of the word, letter case aside, some customer has.</summary>
    private static IEnumerable<string> Stored(CategoryDictionary dictionary, string word)
    {
        if (dictionary.TryCode(word, out _)) return [word];
        return Enumerable.Range(1, dictionary.Count - 1).Select(dictionary.Name).Where(n => n.Equals(word, StringComparison.OrdinalIgnoreCase));
    }
}
