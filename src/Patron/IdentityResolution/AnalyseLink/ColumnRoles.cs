using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>A column of the file and what it means.</summary>
internal sealed record RoledColumn(FieldRole Role, int Column, string Name);

/// <summary>Finds what the columns of a file mean: by their names, else by what stands in them. A column of which neither tells is left out.</summary>
internal static class ColumnRoles
{
    /// <param name="columns">Names of all columns.</param>
    /// <param name="rows">The first rows of the file.</param>
    /// <param name="others">Columns that are no field: the id, the truth.</param>
    public static IReadOnlyList<RoledColumn> Find(IReadOnlyList<string> columns, RowBatch rows, IReadOnlySet<int> others)
    {
        var found = new List<RoledColumn>();
        for (var column = 0; column < columns.Count; column++)
        {
            if (others.Contains(column)) continue;
            var sample = new ColumnSample(rows, column);
            if (sample.Values.Count > 0 && RoleOf(columns[column], sample) is { } role) found.Add(new(role, column, columns[column]));
        }
        return [.. Settled(found, rows)];
    }

    private static FieldRole? RoleOf(string name, ColumnSample sample)
    {
        var byName = RoleWords.IsOfSystem(name) ? null : RoleWords.OfColumn(name);
        return byName switch
        {
            null => RoleWords.IsOfSystem(name) ? null : sample.Role(),
            FieldRole.FullName when sample.Share(ColumnSample.IsOrganisation) > .2 => FieldRole.Organisation,
            // "Title" is a job's as well; "contact" and "mail" are at times something else.
            FieldRole.Title when sample.Values.Distinct().Count() > 30 => FieldRole.Text,
            FieldRole.FullName or FieldRole.Street when sample.Role() is FieldRole.Email or FieldRole.Phone => sample.Role(),
            FieldRole.Country when sample.Values.Distinct().Count() == 1 => null,
            _ => byName,
        };
    }

    /// <summary>
    /// "Name" beside no other field of a person and with a company's fields is a company's; "name" beside a company is its contact.
    /// A "street" column that holds numbers alone is the number of the house.
    /// </summary>
    private static IEnumerable<RoledColumn> Settled(List<RoledColumn> found, RowBatch rows)
    {
        foreach (var column in found)
        {
            yield return column.Role == FieldRole.Street && new ColumnSample(rows, column.Column).Share(v => v.Length < 8 && v.All(c => char.IsAsciiDigit(c) || c is '-' or '/')) > .8
                ? column with { Role = FieldRole.StreetNumber } : column;
        }
    }
}
