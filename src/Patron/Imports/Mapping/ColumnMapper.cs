using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

/// <summary>Proposes which column fills which field, by the columns' names and by what is in them.</summary>
internal static class ColumnMapper
{
    private const double Least = 0.3;
    private const double RequiredFirst = 0.05;

    /// <param name="header">names of the columns, in the file's order, one for each profile</param>
    /// <param name="remembered">what a person decided for this source before: column name to field key, an empty key leaves the column out</param>
    public static ColumnMapping Propose(
        ImportFieldSet set,
        IReadOnlyList<string> header,
        IReadOnlyList<ColumnProfile> profiles,
        IReadOnlyDictionary<string, string>? remembered = null)
    {
        var columns = new MappedColumn?[header.Count];
        var taken = new HashSet<ImportField>();
        for (var c = 0; c < header.Count && remembered is not null; c++)
        {
            if (!remembered.TryGetValue(header[c], out var key))
            {
                continue;
            }

            var field = set.Find(key);
            if (field is null ? key.Length == 0 : taken.Add(field))
            {
                columns[c] = new MappedColumn(c, header[c], field, MappedBy.Remembered, 1);
            }
        }

        var openFields = set.Fields.Where(f => !taken.Contains(f)).ToArray();
        var openColumns = Enumerable.Range(0, header.Count).Where(c => columns[c] is null).ToArray();
        var fits = new FieldFit[openColumns.Length, openFields.Length];
        var scores = new double[openColumns.Length, openFields.Length];
        for (var c = 0; c < openColumns.Length; c++)
        {
            for (var f = 0; f < openFields.Length; f++)
            {
                var fit = FieldFit.Of(openFields[f], header[openColumns[c]], profiles[openColumns[c]]);
                fits[c, f] = fit;
                scores[c, f] = fit.Score < Least ? 0 : fit.Score + (openFields[f].Required ? RequiredFirst : 0);
            }
        }

        var chosen = Assignment.Best(scores);
        for (var c = 0; c < openColumns.Length; c++)
        {
            var at = openColumns[c];
            columns[at] = chosen[c] is { } f && scores[c, f] > 0
                ? new MappedColumn(at, header[at], openFields[f], fits[c, f].By, Math.Min(1, fits[c, f].Score))
                : new MappedColumn(at, header[at], null, MappedBy.NotKnown, 0);
        }

        return Whole(new ColumnMapping(set, [.. columns.Select(c => c!)]));
    }

    /// <summary>Applies what a person chose: the field goes to that column, and whatever held either of the two gives way.</summary>
    public static ColumnMapping Override(ColumnMapping mapping, IReadOnlyList<MapChoice> choices)
    {
        var chosenFields = choices.Select(c => c.Field).ToHashSet();
        var chosenColumns = choices.Where(c => c.Field is not null).ToDictionary(c => c.Column, c => c.Field);
        var leftOut = choices.Where(c => c.Field is null).Select(c => c.Column).ToHashSet();
        return mapping with
        {
            Columns =
            [
                .. mapping.Columns.Select(column =>
                    chosenColumns.TryGetValue(column.Column, out var field) ? column with { Field = field, By = MappedBy.Chosen, Confidence = 1 }
                    : leftOut.Contains(column.Column) ? column with { Field = null, By = MappedBy.Chosen, Confidence = 1 }
                    : column.Field is { } held && chosenFields.Contains(held) ? column with { Field = null, By = MappedBy.NotKnown, Confidence = 0 }
                    : column),
            ],
        };
    }

    /// <summary>A whole name and its parts exclude each other where both parts are there: the parts say more.</summary>
    private static ColumnMapping Whole(ColumnMapping mapping)
    {
        var name = mapping.ColumnOf("name");
        var redundant = mapping.Set.Kind == ImportKind.Customers && name is { By: MappedBy.Content }
            && mapping.ColumnOf("given") is not null && mapping.ColumnOf("family") is not null;
        return redundant
            ? mapping with { Columns = [.. mapping.Columns.Select(c => c == name ? c with { Field = null, By = MappedBy.NotKnown, Confidence = 0 } : c)] }
            : mapping;
    }
}
