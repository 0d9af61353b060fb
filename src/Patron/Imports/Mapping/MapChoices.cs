using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

/// <summary>A person's decision about a column; without a field it is left out.</summary>
/// <param name="Made">the pattern by which the field is put together; then no column is meant</param>
internal sealed record MapChoice(int Column, ImportField? Field, string? Made = null);

/// <summary>Reads "field=Column,field=Column" as it is written on the command line. A column whose name holds a comma stands in quotation marks.</summary>
internal static class MapChoices
{
    public static Parsed<IReadOnlyList<MapChoice>> Parse(string text, ImportFieldSet set, IReadOnlyList<string> header)
    {
        var choices = new List<MapChoice>();
        using var reader = new RowReader(new StringReader(text), FileFormat.Plain(hasHeader: false));
        var any = reader.Read();
        for (var i = 0; any && i < reader.FieldCount; i++)
        {
            var pair = reader[i].Trim().ToString();
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                return Reason.Of("imports.problem.map_form", ("text", pair));
            }

            var (key, name) = (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            var choice = Choose(key, name, set, header);
            if (choice.Value is not { } made)
            {
                return choice.Problem!;
            }

            if (made.Made is null && choices.Any(c => c.Made is null && c.Column == made.Column))
            {
                return Reason.Of("imports.problem.map_column_twice", ("column", header[made.Column]));
            }

            if (made.Field is not null && choices.Any(c => c.Field == made.Field))
            {
                return Reason.Of("imports.problem.map_field_twice", ("field", made.Field.Key));
            }

            choices.Add(made);
        }

        return new Parsed<IReadOnlyList<MapChoice>>(choices, null);
    }

    private static Parsed<MapChoice> Choose(string key, string name, ImportFieldSet set, IReadOnlyList<string> header)
    {
        var field = set.Find(key);
        if (field is null && key.Length > 0)
        {
            var near = Nearest(key, set.Fields.Select(f => f.Key));
            return Reason.Of("imports.problem.map_field_unknown", ("field", key), ("nearest", near), ("known", string.Join(", ", set.Fields.Select(f => f.Key))));
        }

        var column = ColumnNamed(name, header);
        if (column is null && field is not null && MadeColumn.IsPattern(name))
        {
            return MadeColumn.Parse(name, header).Problem is { } problem ? problem : new MapChoice(-1, field, name);
        }

        return column is { } at
            ? new MapChoice(at, field)
            : Reason.Of("imports.problem.map_column_unknown", ("column", name), ("nearest", Nearest(name, header)), ("known", string.Join(", ", header)));
    }

    /// <summary>The column of exactly that name, otherwise of that name but for signs and capitals.</summary>
    private static int? ColumnNamed(string name, IReadOnlyList<string> header)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i] == name)
            {
                return i;
            }
        }

        var wanted = HeaderWords.Normalise(name);
        for (var i = 0; i < header.Count && wanted.Length > 0; i++)
        {
            if (HeaderWords.Normalise(header[i]) == wanted)
            {
                return i;
            }
        }

        return null;
    }

    private static string Nearest(string word, IEnumerable<string> among) =>
        among.MinBy(a => Distance(word.ToLowerInvariant(), a.ToLowerInvariant())) ?? "";

    /// <summary>Levenshtein's distance: letters to insert, delete or replace.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
