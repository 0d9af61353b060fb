using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.Kernel.Texts;

namespace Patron.CustomerBase.Contracts;

/// <summary>One word of what a fact is: its kind, channel, campaign. Facts are narrowed by it.</summary>
/// <param name="Name">As it is written; its label is the sentence customerbase.condition.NAME.</param>
public sealed record FactPart(string Name)
{
    /// <summary>How a stored word is written in queries: a campaign by its name.</summary>
    public Func<string, string> Spoken { get; init; } = static word => word;

    /// <summary>A fact has several of these words, parted by blanks.</summary>
    public bool Several { get; init; }

    /// <summary>Of an earlier day only today's word is known.</summary>
    public bool OnlyToday { get; init; }
}

/// <summary>What a leaf over facts asks.</summary>
/// <param name="Name">As it is written; its label is the sentence customerbase.leaf.NAME.</param>
/// <param name="Measure">What is reckoned.</param>
public sealed record FactWord(string Name, LeafKind Kind, FactMeasure Measure = FactMeasure.Count)
{
    /// <summary>Of these facts only: a part's name and its stored words.</summary>
    public (string Part, IReadOnlyList<string> Words)? Only { get; init; }

    /// <summary>What is still so on the day; takes no window of time.</summary>
    public bool Standing { get; init; }

    /// <summary>How many units of the amount make one that is written: a million for micros.</summary>
    public long Scale { get; init; } = 1;

    public bool KnowsPast { get; init; } = true;
}

/// <summary>Leaves over a column of facts.</summary>
/// <param name="parts">The words of each fact, in their order.</param>
public sealed class FactLeaves(Lazy<ICustomerBase> customers, FactKey key, LeafGroup group, params IReadOnlyList<FactPart> parts)
{
    private readonly Lock guard = new();
    private readonly List<string[]> words = [];
    private CategoryDictionary? read;

    public SegmentLeaf Leaf(FactWord word)
    {
        FactPart[] open = [.. parts.Where(p => p.Name != word.Only?.Part)];
        return new(new(word.Name, word.Kind)
        {
            HasWindow = !word.Standing, MayMiss = word.Measure is FactMeasure.DaysSinceLast or FactMeasure.DaysSinceFirst or FactMeasure.Value,
            Conditions = [.. open.Select(p => new LeafWord(p.Name, LeafKind.Choice) { MayMiss = true, Choices = () => Choices(p) })],
        }, group, text => text[$"customerbase.leaf.{word.Name}"], (rule, scope) => Query(word, rule, scope))
        {
            KnowsPast = word.KnowsPast, MovesWithTime = true, OnlyToday = [.. open.Where(p => p.OnlyToday).Select(p => p.Name)],
            Condition = static (name, text) => text[$"customerbase.condition.{name}"], Choice = Shown,
            Value = (rule, scope, index, text) => Value(word, rule, scope, index, text),
        };
    }

    /// <summary>A word of a fact as people read it; words of the organisation's own stay as they are.</summary>
    public static string Shown(string word, Sentences text) => text.Has($"customerbase.word.{word}") ? text[$"customerbase.word.{word}"] : word;

    private CustomerQuery Query(FactWord word, SegmentNode.Rule rule, LeafScope scope)
    {
        if (rule.Test is LeafTest.Known { Is: var known })
        {
            var any = new CustomerQuery.OfFacts(key, Test(word, rule, scope, word.Measure, null, null));
            return known ? any : new CustomerQuery.None(any);
        }
        return SegmentBinding.AnyOf(SegmentBinding.Ranges(rule.Test, word.Scale, scope.AsOf), r => new CustomerQuery.OfFacts(key, Test(word, rule, scope, word.Measure, r.Min, r.Max)));
    }

    private string? Value(FactWord word, SegmentNode.Rule rule, LeafScope scope, int index, Sentences text)
    {
        var (facts, asOf) = (scope.Snapshot[key], scope.AsOf.DayNumber);
        long Of(FactMeasure measure) => Test(word, rule, scope, measure, null, null).Measure(facts, index, asOf);
        if (word.Measure != FactMeasure.Count) return Of(word.Measure) is not NumberKey.Missing and var value ? ColumnLeaves.Shown(value, word.Kind, word.Scale, scope, text) : null;
        var (n, since) = (Of(FactMeasure.Count), Of(FactMeasure.DaysSinceLast));
        return since == NumberKey.Missing ? text.Formats.Number(n) : text.Get("customerbase.fact.value", new { n, last = scope.AsOf.AddDays(-(int)since) });
    }

    private FactTest Test(FactWord word, SegmentNode.Rule rule, LeafScope scope, FactMeasure measure, long? min, long? max)
    {
        var (from, to) = rule.Window?.On(scope.AsOf) ?? (null, null);
        return new(measure, min ?? NumberKey.Missing + 1, max ?? long.MaxValue, Wanted(word, rule, scope.Snapshot[key].Codes), from, to, word.Standing);
    }

    /// <summary>By code; null: all.</summary>
    private bool[]? Wanted(FactWord word, SegmentNode.Rule rule, CategoryDictionary codes)
    {
        if (word.Only is null && rule.Where.Count == 0) return null;
        var all = Words(codes);
        var only = word.Only is { } some ? (At: Place(some.Part), some.Words) : default;
        (FactPart Part, int At, LeafTest? Test)[] tests = [.. rule.Where.Select(c => (parts[Place(c.Name)], Place(c.Name), c.Test))];
        return Array.ConvertAll(all, of => (only.Words is null || only.Words.Contains(of[only.At])) && tests.All(t => Holds(t.Part, of[t.At], t.Test)));
    }

    private static bool Holds(FactPart part, string has, LeafTest? test)
    {
        bool Is(string word) => Of(part, has).Any(one => word.Equals(one, StringComparison.OrdinalIgnoreCase) || word.Equals(part.Spoken(one), StringComparison.OrdinalIgnoreCase));
        return test switch
        {
            LeafTest.OneOf some => some.Words.Any(Is),
            LeafTest.Compare { Value: SegmentValue.Word word } => !Is(word.Value),
            LeafTest.Known known => known.Is == has.Length > 0,
            _ => throw new ArgumentException($"{test} names no word.", nameof(test)),
        };
    }

    private static string[] Of(FactPart part, string has) => part.Several ? has.Split(' ', StringSplitOptions.RemoveEmptyEntries) : has.Length > 0 ? [has] : [];

    private IReadOnlyList<string> Choices(FactPart part)
    {
        var at = Place(part.Name);
        return [.. Words(customers.Value.Current[key].Codes).SelectMany(w => Of(part, w[at])).Distinct().Select(part.Spoken).Distinct().Order(StringComparer.CurrentCultureIgnoreCase)];
    }

    private int Place(string name)
    {
        for (var i = 0; i < parts.Count; i++)
            if (parts[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        throw new ArgumentException($"Facts have no {name}.", nameof(name));
    }

    /// <summary>The words of all codes so far; they only grow.</summary>
    private string[][] Words(CategoryDictionary codes)
    {
        lock (guard)
        {
            if (read != codes) words.Clear();
            read = codes;
            for (var code = words.Count; code < codes.Count; code++)
            {
                var split = codes.Name(code).Split(Fact.Separator);
                words.Add([.. Enumerable.Range(0, parts.Count).Select(n => n < split.Length ? split[n] : "")]);
            }
            return [.. words];
        }
    }
}
