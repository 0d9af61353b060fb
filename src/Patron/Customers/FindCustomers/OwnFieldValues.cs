using Patron.Analytics.Base;
using Patron.Customers.Contracts;

namespace Patron.Customers.FindCustomers;

/// <summary>Reads own fields from the facts that <see cref="OwnFields"/> keeps.</summary>
internal sealed class OwnFieldValues(IUsableFields fields) : IOwnFieldValues
{
    private const string Prefix = "own_";

    private volatile Made? made;

    private sealed record Made(IReadOnlyList<CustomFieldInfo> Of, OwnField[] Fields);

    public IReadOnlyList<OwnField> All
    {
        get
        {
            var usable = fields.Usable;
            if (made is { } kept && kept.Of == usable) return kept.Fields;
            var own = usable.Where(f => !CustomerColumns.Fields.Contains(f.Key)).Select(f => new OwnField(Prefix + OwnFieldLeaves.Written(f.Key), f));
            made = new(usable, [.. own.DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase)]);
            return made.Fields;
        }
    }

    public Func<int, OwnValue?> Of(OwnField field, CustomerBaseSnapshot snapshot)
    {
        var (column, begin) = (snapshot[OwnFields.Values], field.Info.Key + Fact.Separator);
        var texts = new string?[column.Codes.Count];
        for (var code = 1; code < texts.Length; code++)
            if (column.Codes.Name(code) is var name && name.StartsWith(begin, StringComparison.Ordinal)) texts[code] = name[begin.Length..];
        return index =>
        {
            foreach (var fact in column.Of(index))
                // A word that came after this was asked is of a later state.
                if (fact.Code < texts.Length && texts[fact.Code] is { } text) return new(fact.Amount == NumberKey.Missing ? null : fact.Amount, text);
            return null;
        };
    }
}
