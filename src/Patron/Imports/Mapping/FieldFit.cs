using System.Collections.Concurrent;
using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

/// <summary>How well a column fits a field, 0 to about 1.3, and what that rests on.</summary>
internal readonly record struct FieldFit(double Score, MappedBy By)
{
    private const double ByWholeName = 1.0;
    private const double ByWordOfName = 0.6;
    private const double ContentBonus = 0.3;
    private const double ContentAlone = 0.45;
    // A column that is called like the field is that field even if all its values are wrong: then they are named row by row.
    private const double Contradiction = 0.4;

    // A column of so many rows with so few words, such as "cellular" and "telephone", tells a sort of them and nobody's name.
    private const int ManyRows = 100, FewWords = 5;

    /// <summary>Synonyms as they are compared: they are few, and are compared with every column of every file.</summary>
    private static readonly ConcurrentDictionary<string, (string Normal, IReadOnlyList<string> Words)> Known = new(StringComparer.Ordinal);

    public static FieldFit Of(ImportField field, string header, ColumnProfile profile)
    {
        if (field.Type == FieldType.PersonName && profile.Filled >= ManyRows && profile.Distinct <= FewWords)
        {
            return new FieldFit(0, MappedBy.NotKnown);
        }

        var name = NameScore(field, header);
        var content = ContentScore(field.Type, profile);
        if (name > 0)
        {
            return content switch
            {
                null => new FieldFit(name, MappedBy.Name),
                >= 0.5 => new FieldFit(name + ContentBonus * content.Value, MappedBy.NameAndContent),
                _ => new FieldFit(name * Contradiction, MappedBy.Name),
            };
        }

        return !field.Custom && Telling(field) && content is >= 0.8
            ? new FieldFit(ContentAlone * content.Value, MappedBy.Content)
            : new FieldFit(0, MappedBy.NotKnown);
    }

    /// <summary>1 for a name the field is known by (a little less the later it is listed), less when a word of the name is one.</summary>
    private static double NameScore(ImportField field, string header)
    {
        var wanted = HeaderWords.Normalise(header);
        if (wanted.Length == 0)
        {
            return 0;
        }

        for (var i = 0; i < field.Synonyms.Count; i++)
        {
            if (Of(field.Synonyms[i]).Normal == wanted)
            {
                return ByWholeName - 0.1 * i / field.Synonyms.Count;
            }
        }

        var words = HeaderWords.Words(header);
        if (words.Count < 2)
        {
            return 0;
        }

        var best = 0.0;
        foreach (var synonym in field.Synonyms)
        {
            var parts = Of(synonym).Words;
            if (parts.Count < words.Count && EndsWith(words, parts))
            {
                // "ShipCountry" is a country: the last words say what it is, the first which one.
                best = Math.Max(best, ByWordOfName * (0.5 + 0.5 * parts.Count / words.Count));
            }
        }

        return best;
    }

    private static (string Normal, IReadOnlyList<string> Words) Of(string synonym) => Known.GetOrAdd(synonym, s => (HeaderWords.Normalise(s), HeaderWords.Words(s)));

    private static bool EndsWith(IReadOnlyList<string> words, IReadOnlyList<string> end)
    {
        for (var i = 0; i < end.Count; i++)
        {
            if (words[words.Count - end.Count + i] != end[i])
            {
                return false;
            }
        }

        return end.Count > 0 && end.Sum(w => w.Length) >= 3;
    }

    /// <summary>Share of the values that the field could hold; null when any text may stand there or nothing does.</summary>
    private static double? ContentScore(FieldType type, ColumnProfile profile)
    {
        if (profile.Filled == 0)
        {
            return null;
        }

        double Share(params ReadOnlySpan<ValueKind> kinds)
        {
            var sum = 0.0;
            foreach (var kind in kinds)
            {
                sum += profile.Shares.GetValueOrDefault(kind);
            }

            return Math.Min(1, sum);
        }

        return type switch
        {
            FieldType.Email => Share(ValueKind.Email),
            FieldType.Phone => Share(ValueKind.Phone) is var phones and > 0 ? Math.Max(phones, 0.5) : Share(ValueKind.Integer) > 0.5 ? 0.5 : 0,
            FieldType.Day or FieldType.Timestamp => Share(ValueKind.Date, ValueKind.Timestamp),
            FieldType.Number or FieldType.Money or FieldType.Share => Share(ValueKind.Decimal, ValueKind.Money),
            FieldType.Country => Share(ValueKind.Country),
            FieldType.Currency => Share(ValueKind.Currency),
            FieldType.Sex => Share(ValueKind.Sex),
            FieldType.Language => Share(ValueKind.Language),
            FieldType.YesNo => Share(ValueKind.YesNo),
            FieldType.PersonName when profile.Kind is ValueKind.PersonName => 1,
            FieldType.PersonName => profile.Kind is ValueKind.Decimal or ValueKind.Money or ValueKind.Date or ValueKind.Timestamp or ValueKind.Email ? 0 : null,
            FieldType.PostalCode => Share(ValueKind.PostalCode) is > 0.5 and var codes ? codes : null,
            FieldType.Id => profile.Kind is ValueKind.Timestamp or ValueKind.Email or ValueKind.Date ? 0 : Share(ValueKind.Id) is > 0.5 and var keys ? keys : null,
            FieldType.CustomerKind or FieldType.Direction => null,
            _ => profile.Kind is ValueKind.Email or ValueKind.Timestamp ? 0 : null,
        };
    }

    /// <summary>Kinds that hardly anything else looks like. A number or a date alone does not say what it counts or when it was.</summary>
    private static bool Telling(ImportField field) =>
        field.Type is FieldType.Email or FieldType.Phone or FieldType.Country or FieldType.Sex or FieldType.Currency
        || field is { Key: "name", Type: FieldType.PersonName };
}
