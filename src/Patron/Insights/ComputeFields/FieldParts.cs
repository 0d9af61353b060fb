using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Formulas;
using Patron.Customers.Contracts;
using Patron.Insights.FindCustomers;
using Patron.Insights.ReckonClusters;
using Patron.Kernel.Texts;

namespace Patron.Insights.ComputeFields;

/// <summary>Computed fields in the list of customers: a column each, a range for numbers, words to choose from for the others.</summary>
internal sealed class FieldParts(ComputedFields fields, ClusterColumns clusters) : IListParts
{
    private const int FirstPlace = 120, MostWords = 50;
    private const long Millionths = 1_000_000;

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var all = fields.All();
        if (all.Count == 0) return new(ListParts.None);
        return new(new ListParts([.. all.Select((f, at) => Filter(f, FirstPlace + at, scope))], [.. all.Select((f, at) => Column(f, FirstPlace + at, scope))], []));
    }

    /// <summary>In the list's address.</summary>
    public static string Key(ComputedField field) => "field-" + field.Name;

    /// <summary>What a cell says; a dash for none.</summary>
    public static string Shown(FormulaValue value, FormulaType type, Sentences text) => value.IsMissing ? Formats.Missing : type switch
    {
        FormulaType.Number => text.Formats.Number(value.Number, value.Number == Math.Floor(value.Number) ? 0 : 2),
        FormulaType.Truth => text[value.Number == 1 ? "insights.fields.yes" : "insights.fields.no"],
        _ => value.Text!,
    };

    private ListColumn Column(ReadField field, int order, ListScope scope)
    {
        var values = new Lazy<FieldValue>(() => fields.Over(field, scope.Snapshot, scope.AsOf));
        return new(Key(field.Field), Label(field, scope), order)
        {
            Sort = new SortBy.Reckoned(Order(field, values, scope)),
            Number = field.Formula.Type == FormulaType.Number,
            Show = row => Shown(values.Value(row.Index), field.Formula.Type, scope.Sentences),
            Plain = row => values.Value(row.Index) is { IsMissing: false } value ? value.Text ?? value.Number.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private string Label(ReadField field, ListScope scope) => scope.Label(field.Field.Name, fields.AsksForCluster(field) ? clusters.Found?.AsOf : null);

    /// <summary>Numbers by their size, a truth before what is false with the most first, words as the reader's language orders them.</summary>
    private static Func<int, long> Order(ReadField field, Lazy<FieldValue> values, ListScope scope)
    {
        var ranks = new Lazy<Dictionary<string, long>>(() =>
        {
            string[] words = [.. scope.Snapshot.Known.Indexes().Select(i => values.Value(i).Text).OfType<string>().Distinct(StringComparer.Ordinal)];
            Array.Sort(words, Names.Culture(scope.Sentences.Language).CompareInfo.Compare);
            return words.Index().ToDictionary(w => w.Item, w => (long)w.Index, StringComparer.Ordinal);
        });
        return i => values.Value(i) is not { IsMissing: false } value ? NumberKey.Missing
            : field.Formula.Type == FormulaType.Text ? ranks.Value.GetValueOrDefault(value.Text!, NumberKey.Missing)
            : (long)Math.Clamp(Math.Round(value.Number * Millionths), -9e18, 9e18);
    }

    private ListFilter Filter(ReadField field, int order, ListScope scope)
    {
        var (key, type) = (Key(field.Field), field.Formula.Type);
        if (type == FormulaType.Number)
        {
            return RangeFilter.Numbers(key, Label(field, scope), order, null, Millionths, scope, micros => scope.Sentences.Formats.Number(micros / (decimal)Millionths),
                (from, to) => Those(field, scope, v => (from is null || v.Number * Millionths >= from) && (to is null || v.Number * Millionths <= to)));
        }
        var words = new Lazy<string[]>(() => Words(field, scope));
        return new(key, Label(field, scope), order)
        {
            Control = new FilterControl.Choices([.. words.Value.Select(w => new FilterChoice(w, w))], Several: true),
            Read = values => values[0].Count == 0 ? null : new(Those(field, scope, v => values[0].Contains(Shown(v, type, scope.Sentences))), string.Join(", ", values[0])),
        };
    }

    private CustomerQuery.Among Those(ReadField field, ListScope scope, Func<FormulaValue, bool> holds)
    {
        var of = fields.Over(field, scope.Snapshot, scope.AsOf);
        return new(Bitmap.Of(scope.Snapshot.Size, scope.Snapshot.Known.Indexes().Where(i => of(i) is { IsMissing: false } value && holds(value))));
    }

    private string[] Words(ReadField field, ListScope scope)
    {
        var of = fields.Over(field, scope.Snapshot, scope.AsOf);
        return [.. scope.Snapshot.Known.Indexes().Select(of.Invoke).Where(v => !v.IsMissing).Select(v => Shown(v, field.Formula.Type, scope.Sentences)).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase).Take(MostWords)];
    }
}
