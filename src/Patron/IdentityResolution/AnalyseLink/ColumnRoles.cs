using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>A column of the file and what it means.</summary>
internal sealed record RoledColumn(FieldRole Role, int Column, string Name);

/// <summary>Finds what the columns of a file mean: by their names, else by what stands in them.</summary>
internal static class ColumnRoles
{
    /// <summary>From this share of values with a blank on a name is a whole one, whatever its column is called.</summary>
    private const double Whole = .5;

    /// <param name="columns">Names of all columns.</param>
    /// <param name="rows">The first rows of the file.</param>
    /// <param name="others">Columns that are no field: the id, the truth.</param>
    public static IReadOnlyList<RoledColumn> Find(IReadOnlyList<string> columns, RowBatch rows, IReadOnlySet<int> others)
    {
        var (found, untold, named) = (new List<RoledColumn>(), new List<(int Column, ColumnSample Sample)>(), 0);
        for (var column = 0; column < columns.Count; column++)
        {
            if (others.Contains(column) || RoleWords.IsOfSystem(columns[column])) continue;
            var sample = new ColumnSample(rows, column);
            if (sample.Values.Count == 0) continue;
            var byName = RoleWords.OfColumn(columns[column]);
            if (byName is not null) named++;
            if (RoleOf(byName, sample) is { } role) found.Add(new(role, column, columns[column]));
            else if (byName is null) untold.Add((column, sample));
        }
        // Among columns whose names are understood, one that is not is a remark or a score. Where most are not, the file speaks in a way of its own, and its values must do.
        if (named < found.Count + untold.Count - named) found.AddRange(Guessed(untold, found, columns));
        return [.. found.OrderBy(c => c.Column).Select(c => Settled(c, found, rows))];
    }

    private static FieldRole? RoleOf(FieldRole? byName, ColumnSample sample) => byName switch
    {
        null => sample.Role(),
        FieldRole.FullName when sample.Share(ColumnSample.IsOrganisation) > .2 => FieldRole.Organisation,
        // "Title" is a job's as well; "contact" and "mail" are at times something else.
        FieldRole.Title when sample.Values.Distinct().Count() > 30 => FieldRole.Text,
        FieldRole.FullName or FieldRole.Street when sample.Role() is FieldRole.Email or FieldRole.Phone => sample.Role(),
        FieldRole.Country when sample.Values.Distinct().Count() == 1 => null,
        _ => byName,
    };

    /// <summary>What columns most likely mean of which neither name nor form tells. Beside given names, the words of the next column are the family names.</summary>
    private static List<RoledColumn> Guessed(List<(int Column, ColumnSample Sample)> untold, List<RoledColumn> found, IReadOnlyList<string> columns)
    {
        var guessed = new List<RoledColumn>();
        foreach (var (column, sample) in untold)
            if (sample.Guess() is { } role) guessed.Add(new(role, column, columns[column]));
        var given = guessed.Concat(found).FirstOrDefault(c => c.Role == FieldRole.GivenName);
        if (given is null || found.Exists(c => c.Role == FieldRole.FamilyName)) return guessed;
        bool IsBeside(RoledColumn c, int way) => c.Role == FieldRole.Text && c.Column == given.Column + way && untold.Find(u => u.Column == c.Column).Sample.Share(IsSeveral) < Whole;
        var family = guessed.FindIndex(c => IsBeside(c, 1)) is var next and >= 0 ? next : guessed.FindIndex(c => IsBeside(c, -1));
        if (family >= 0) guessed[family] = guessed[family] with { Role = FieldRole.FamilyName };
        return guessed;
    }

    /// <summary>
    /// A part of a name whose values have several words, and that has no other part beside it, is a whole name ("Nom", "Nome"); a whole name of one word beside a family name is
    /// the given one ("이름" beside "성"). A "street" column that holds numbers alone is the number of the house.
    /// </summary>
    private static RoledColumn Settled(RoledColumn column, List<RoledColumn> found, RowBatch rows)
    {
        bool Has(FieldRole role) => found.Exists(c => c.Role == role);
        double Share(Func<string, bool> has) => new ColumnSample(rows, column.Column).Share(has);
        return column.Role switch
        {
            FieldRole.Street when Share(v => v.Length < 8 && v.All(c => char.IsAsciiDigit(c) || c is '-' or '/')) > .8 => column with { Role = FieldRole.StreetNumber },
            FieldRole.GivenName or FieldRole.FamilyName when !Has(FieldRole.FullName) && Has(FieldRole.GivenName) != Has(FieldRole.FamilyName) && Share(IsSeveral) >= Whole => column with { Role = FieldRole.FullName },
            FieldRole.FullName when Has(FieldRole.FamilyName) && !Has(FieldRole.GivenName) && Share(IsOneName) >= Whole => column with { Role = FieldRole.GivenName },
            _ => column,
        };
    }

    /// <summary>One word in Latin letters, or too little for a family name and a given one together.</summary>
    private static bool IsOneName(string text) => !IsSeveral(text) && (text.Length <= 2 || char.IsAscii(text[0]));

    private static bool IsSeveral(string text) => text.Contains(' ', StringComparison.Ordinal);
}
