using System.Text;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.FindCustomers;

/// <summary>The custom fields that have no column of their own, in the language of segments: own-KEY, signs in the key written as underlines. Only today's values are known.</summary>
internal sealed class OwnFieldLeaves(Lazy<ICustomerBase> customers, IUsableFields fields) : ISegmentLeaves
{
    public const string Prefix = "own-", Yes = "yes", No = "no";
    private const int MostChoices = 300;

    private volatile Made? made;

    private sealed record Made(IReadOnlyList<CustomFieldInfo> Of, SegmentLeaf[] Leaves);

    public IEnumerable<SegmentLeaf> All()
    {
        var usable = fields.Usable;
        if (made is { } kept && kept.Of == usable) return kept.Leaves;
        var own = usable.Where(f => !CustomerColumns.Fields.Contains(f.Key)).ToArray();
        // Of two keys that are written alike the later one cannot be asked for.
        made = new(usable, [.. own.DistinctBy(f => Name(f.Key), StringComparer.OrdinalIgnoreCase).Select(Leaf)]);
        return made.Leaves;
    }

    public static string Name(string key) => Prefix + Written(key);

    /// <summary>Letters and digits of the key, all other signs as underlines.</summary>
    public static string Written(string key) => string.Concat(key.Normalize(NormalizationForm.FormC).Select(c => char.IsLetterOrDigit(c) ? c : '_'));

    private SegmentLeaf Leaf(CustomFieldInfo field) => field.Type switch
    {
        CustomFieldType.Number => Amount(field, LeafKind.Number, Micros.PerUnit),
        CustomFieldType.Day => Amount(field, LeafKind.Day, 1),
        CustomFieldType.Text => Asked(field, new(Name(field.Key), LeafKind.Text)),
        CustomFieldType.YesNo => Asked(field, new(Name(field.Key), LeafKind.Choice) { MayMiss = true, Closed = true, Choices = static () => [Yes, No] }),
        _ => Asked(field, new(Name(field.Key), LeafKind.Choice) { MayMiss = true, Choices = () => Choices(field) }),
    };

    private static SegmentLeaf Amount(CustomFieldInfo field, LeafKind kind, long scale) =>
        new(new(Name(field.Key), kind) { MayMiss = true }, LeafGroup.Person, Label(field), (rule, scope) =>
        {
            CustomerQuery Between(long? min, long? max) => Has(scope, field, FactMeasure.Value, min ?? NumberKey.Missing + 1, max ?? long.MaxValue, _ => true);
            return rule.Test is LeafTest.Known known ? known.Is ? Between(null, null) : new CustomerQuery.None(Between(null, null))
                : SegmentBinding.AnyOf(SegmentBinding.Ranges(rule.Test, scale, scope.AsOf), r => Between(r.Min, r.Max));
        })
        {
            MovesWithTime = kind == LeafKind.Day,
            Value = (_, scope, index, text) => Of(scope, field, index) is { Amount: not NumberKey.Missing and var amount } ? ColumnLeaves.Shown(amount, kind, scale, scope, text) : null,
        };

    private static SegmentLeaf Asked(CustomFieldInfo field, LeafWord word) => new(word, LeafGroup.Person, Label(field), (rule, scope) => rule.Test switch
    {
        LeafTest.Contains contains => Holds(scope, field, has => has.Contains(contains.Part, StringComparison.OrdinalIgnoreCase)),
        LeafTest.OneOf some => Holds(scope, field, has => some.Words.Any(w => Is(field, has, w))),
        // Whoever has no value has none that differs.
        LeafTest.Compare { Value: SegmentValue.Word other } => Holds(scope, field, has => !Is(field, has, other.Value)),
        LeafTest.Known known => known.Is ? Holds(scope, field, _ => true) : new CustomerQuery.None(Holds(scope, field, _ => true)),
        _ => throw new ArgumentException($"{rule.Test} asks for no value.", nameof(word)),
    })
    {
        Choice = (value, text) => Shown(field, value, text),
        Value = (_, scope, index, text) => Of(scope, field, index) is { } fact ? Shown(field, Words(scope.Snapshot, fact.Code)[1], text) : null,
    };

    private static CustomerQuery.OfFacts Holds(LeafScope scope, CustomFieldInfo field, Func<string, bool> value) => Has(scope, field, FactMeasure.Count, 1, long.MaxValue, value);

    private static CustomerQuery.OfFacts Has(LeafScope scope, CustomFieldInfo field, FactMeasure measure, long min, long max, Func<string, bool> value)
    {
        var codes = scope.Snapshot[OwnFields.Values].Codes;
        var (wanted, begin) = (new bool[codes.Count], field.Key + Fact.Separator);
        for (var code = 1; code < wanted.Length; code++)
            wanted[code] = codes.Name(code) is var name && name.StartsWith(begin, StringComparison.Ordinal) && value(name[begin.Length..]);
        return new(OwnFields.Values, new(measure, min, max, wanted));
    }

    private IReadOnlyList<string> Choices(CustomFieldInfo field)
    {
        var codes = customers.Value.Current[OwnFields.Values].Codes;
        var (seen, begin) = (new List<string>(), field.Key + Fact.Separator);
        for (var code = 1; code < codes.Count && seen.Count < MostChoices; code++)
            if (codes.Name(code) is var name && name.StartsWith(begin, StringComparison.Ordinal)) seen.Add(name[begin.Length..]);
        return [.. field.Choices.Union(seen.Order(StringComparer.CurrentCultureIgnoreCase), StringComparer.OrdinalIgnoreCase)];
    }

    private static Fact? Of(LeafScope scope, CustomFieldInfo field, int index)
    {
        foreach (var fact in scope.Snapshot[OwnFields.Values].Of(index))
            if (Words(scope.Snapshot, fact.Code)[0] == field.Key) return fact;
        return null;
    }

    private static string[] Words(CustomerBaseSnapshot snapshot, int code) => snapshot[OwnFields.Values].Codes.Name(code).Split(Fact.Separator, 2);

    private static bool Is(CustomFieldInfo field, string has, string word) =>
        has.Equals(field.Type != CustomFieldType.YesNo ? word : word.Equals(Yes, StringComparison.OrdinalIgnoreCase) ? "true" : "false", StringComparison.OrdinalIgnoreCase);

    private static string Shown(CustomFieldInfo field, string value, Sentences text) => field.Type switch
    {
        CustomFieldType.YesNo => text[value.Equals(Yes, StringComparison.OrdinalIgnoreCase) || value.Equals("true", StringComparison.OrdinalIgnoreCase) ? "customers.yes" : "customers.no"],
        CustomFieldType.Choice when text.Has($"customers.choice.{value}") => text[$"customers.choice.{value}"],
        _ => value,
    };

    private static Func<Sentences, string> Label(CustomFieldInfo field) => text => field.Label ?? text[$"customers.field.{field.Key}"];
}
