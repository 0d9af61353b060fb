using Patron.Analytics.Matching;

namespace Patron.Analytics.Segments;

/// <summary>What a leaf's value is, and so how it is compared and written.</summary>
public enum LeafKind
{
    /// <summary>A whole number of things that can be counted; without a test at least one.</summary>
    Count,
    /// <summary>Any number.</summary>
    Number,
    /// <summary>Units of the reporting currency; a currency sign before it is read over.</summary>
    Money,
    /// <summary>Per cent: 30%.</summary>
    Percent,
    /// <summary>A number of days: 90, 90 days, 2 weeks.</summary>
    Days,
    /// <summary>A day: 2026-01-31, or 90 days ago.</summary>
    Day,
    /// <summary>One of a list of words.</summary>
    Choice,
    /// <summary>Text that may contain a part: name contains "tea".</summary>
    Text,
    /// <summary>True or not; it has no test.</summary>
    Truth,
}

/// <summary>A word of the language: a leaf, or what a leaf is narrowed by.</summary>
/// <param name="Name">Letters, digits, - and _, beginning with a letter.</param>
public sealed record LeafWord(string Name, LeafKind Kind)
{
    /// <summary>The words of a <see cref="LeafKind.Choice"/>.</summary>
    public Func<IReadOnlyList<string>> Choices { get; init; } = static () => [];

    /// <summary>Other words than <see cref="Choices"/> are a mistake; otherwise nobody has them, at present.</summary>
    public bool Closed { get; init; }

    /// <summary>Takes a window of time: spent(12 months).</summary>
    public bool HasWindow { get; init; }

    /// <summary>Cannot do without a window.</summary>
    public bool NeedsWindow { get; init; }

    /// <summary>By what it can be narrowed.</summary>
    public IReadOnlyList<LeafWord> Conditions { get; init; } = [];

    /// <summary>Leaves of whose value it can be a multiple: rhythm.</summary>
    public IReadOnlyList<string> TimesOf { get; init; } = [];

    /// <summary>Values can be missing, so "is known" and "is missing" can be asked.</summary>
    public bool MayMiss { get; init; }
}

/// <summary>All leaves that a query may name, found without regard to letter case.</summary>
public sealed class SegmentVocabulary
{
    private const double Alike = .84;
    private const int MostNear = 3;
    private readonly Dictionary<string, LeafWord> byName;

    /// <exception cref="ArgumentException">Two leaves have one name.</exception>
    public SegmentVocabulary(IEnumerable<LeafWord> leaves)
    {
        Leaves = [.. leaves];
        byName = Leaves.ToDictionary(l => l.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>In the order in which they are offered.</summary>
    public IReadOnlyList<LeafWord> Leaves { get; }

    /// <summary>Null: there is none.</summary>
    public LeafWord? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Names that somebody may have meant who wrote another word: those that look most like it, at most three, the likest first; alike ones in the order in which they are offered.</summary>
    public IReadOnlyList<string> Near(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var folded = word.ToLowerInvariant();
        return [.. Leaves.Select(l => (l.Name, Like: l.Name.StartsWith(folded, StringComparison.OrdinalIgnoreCase) ? 1 : Edits.JaroWinkler(folded, l.Name.ToLowerInvariant()))).Where(l => l.Like >= Alike).OrderByDescending(l => l.Like).Take(MostNear).Select(l => l.Name)];
    }
}
