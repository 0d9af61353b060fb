using System.Globalization;
using Patron.Analytics.Formulas;
using Patron.Insights.ComputeFields;
using Patron.Kernel.Texts;

namespace Patron.Insights.SegmentBy;

/// <summary>Computed fields as variables: a field of few values has a class for each, one of many numbers five classes with about as many customers.</summary>
internal static class FieldVariables
{
    private const string Prefix = "field-";
    private const int MostValues = 8, MostWords = 60, Parts = 5;

    public static IEnumerable<Variable> Of(ComputedFields fields) => fields.All().Select(field => new Variable(Prefix + field.Field.Name, VariableGroup.Computed, false, s => Classes(field, fields, s)) { Called = field.Field.Name });

    private static VariableClasses Classes(ReadField field, ComputedFields fields, VariableScope s)
    {
        var (of, type) = (fields.Over(field, s.Snapshot, s.AsOf), field.Formula.Type);
        var values = s.Members.Indexes().Select(of.Invoke).Where(v => !v.IsMissing).ToArray();
        if (type != FormulaType.Number || values.Select(v => v.Number).Distinct().Take(MostValues + 1).Count() <= MostValues) return OfValues(values, of, type, s.Text);
        Array.Sort(values, (a, b) => a.Number.CompareTo(b.Number));
        double[] limits = [.. Enumerable.Range(1, Parts - 1).Select(p => values[values.Length * p / Parts].Number).Distinct()];
        return new([s.Text["insights.variable.unknown"], .. Enumerable.Range(0, limits.Length + 1).Select(at => Between(limits, at, s.Text))], i => of(i) is { IsMissing: false } value ? Place(limits, value.Number) + 1 : 0);
    }

    private static VariableClasses OfValues(FormulaValue[] values, FieldValue of, FormulaType type, Sentences text)
    {
        var known = values.CountBy(v => FieldParts.Shown(v, type, text)).OrderByDescending(v => v.Value).Take(MostWords).Select(v => v.Key).ToArray();
        if (type == FormulaType.Number) known = [.. values.Select(v => v.Number).Distinct().Order().Select(n => FieldParts.Shown(FormulaValue.Of(n), type, text))];
        else Array.Sort(known, StringComparer.CurrentCultureIgnoreCase);
        var places = known.Index().ToDictionary(k => k.Item, k => k.Index + 1, StringComparer.Ordinal);
        return new([text["insights.variable.unknown"], .. known], i => of(i) is { IsMissing: false } value ? places.GetValueOrDefault(FieldParts.Shown(value, type, text)) : 0);
    }

    /// <summary>A limit belongs to the class above it.</summary>
    private static int Place(double[] limits, double value)
    {
        var at = 0;
        while (at < limits.Length && value >= limits[at]) at++;
        return at;
    }

    private static string Between(double[] limits, int at, Sentences text) =>
        at == 0 ? text.Get("insights.range.under", new { to = Number(limits[0], text) })
        : at == limits.Length ? text.Get("insights.range.from", new { from = Number(limits[^1], text) })
        : text.Get("insights.range", new { from = Number(limits[at - 1], text), to = Number(limits[at], text) });

    private static string Number(double value, Sentences text) => text.Formats.Number(value, value == Math.Floor(value) ? 0 : 2);
}
