namespace Patron.Imports.Reading;

/// <summary>Whether the first row names the columns.</summary>
internal static class HeaderDetection
{
    private const int RowsLookedAt = 200;

    public static (bool Has, Reason Why) Detect(string rows, FileFormat format)
    {
        using var reader = new RowReader(new StringReader(rows), format with { HasHeader = false });
        if (!reader.Read())
        {
            return (false, Reason.Of("imports.detected.header.none"));
        }

        var first = Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].Trim().ToString()).ToArray();
        var values = first.Count(f => LooksLikeValue(f));
        if (values > 0)
        {
            return (false, Reason.Of("imports.detected.header.first_row_is_data", ("columns", values)));
        }

        var known = first.Count(Mapping.HeaderWords.IsKnown);
        if (known > 0 && known * 3 >= first.Length)
        {
            return (true, Reason.Of("imports.detected.header.names_known", ("columns", known)));
        }

        var named = first.Count(f => f.Length > 0);
        if (named < first.Length || first.Distinct(StringComparer.OrdinalIgnoreCase).Count() < first.Length)
        {
            return (known > 0, Reason.Of(known > 0 ? "imports.detected.header.names_known" : "imports.detected.header.none", ("columns", known)));
        }

        var valuesBelow = new int[first.Length];
        var below = 0;
        var repeated = false;
        while (below < RowsLookedAt && reader.Read())
        {
            below++;
            for (var i = 0; i < first.Length; i++)
            {
                valuesBelow[i] += LooksLikeValue(reader[i].Trim()) ? 1 : 0;
                repeated |= reader[i].Trim().SequenceEqual(first[i]);
            }
        }

        // A number, date or address under a word: the word is the column's name.
        var differing = valuesBelow.Count(v => below > 0 && v * 2 > below);
        return differing > 0 ? (true, Reason.Of("imports.detected.header.values_below", ("columns", differing)))
            : known > 0 ? (true, Reason.Of("imports.detected.header.names_known", ("columns", known)))
            : !repeated && first.All(LooksLikeName) ? (true, Reason.Of("imports.detected.header.look_like_names"))
            : (false, Reason.Of("imports.detected.header.none"));
    }

    /// <summary>Numbers, dates and e-mail addresses name nothing.</summary>
    private static bool LooksLikeValue(ReadOnlySpan<char> field) =>
        field.Length > 0 && (char.IsAsciiDigit(field[0]) || char.IsAsciiDigit(field[^1]) || field.Contains('@'))
        && (ValueRecognition.IsEmail(field) || ValueRecognition.IsPhone(field) || ValueRecognition.IsNumber(field) || ValueRecognition.IsDate(field));

    /// <summary>first_name, FirstName: programs write names so, people do not.</summary>
    private static bool LooksLikeName(string field) =>
        field.Contains('_', StringComparison.Ordinal)
        || field.Zip(field.Skip(1)).Any(p => char.IsAsciiLetterLower(p.First) && char.IsAsciiLetterUpper(p.Second));
}
