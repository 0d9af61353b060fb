using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>What of a file decides how its values are prepared: how dates are written, where telephone numbers belong, which scripts names have.</summary>
/// <param name="Generations">Names tell fathers from sons.</param>
/// <param name="All">Whole names beside their parts and legal forms are columns as well; not for models that were kept before they were.</param>
internal sealed record FileHabits(DayOrder Days, string? Home, NameScripts Scripts, bool NumbersInStreets, bool Generations = false, bool All = false)
{
    private const double Some = .002;

    /// <param name="files">One file, or two that are prepared alike, with their columns in the same order.</param>
    public static FileHabits Of(IReadOnlyList<(RowBatch Rows, IReadOnlyList<RoledColumn> Columns)> files)
    {
        List<string> Sample(params ReadOnlySpan<FieldRole> roles)
        {
            var values = new List<string>();
            foreach (var (rows, columns) in files)
                foreach (var column in columns)
                    if (roles.Contains(column.Role)) values.AddRange(new ColumnSample(rows, column.Column).Values);
            return values;
        }

        var names = Sample(FieldRole.GivenName, FieldRole.FamilyName, FieldRole.FullName, FieldRole.Organisation);
        var places = Sample(FieldRole.Street, FieldRole.City, FieldRole.Region);
        var written = ScriptsOf(names);
        return new(DateFolder.OrderOf(Sample(FieldRole.BirthDate)), Country([.. names, .. places]), written,
            Sample(FieldRole.StreetNumber).Count == 0 && Sample(FieldRole.Street) is { Count: > 0 } streets && streets.Count(s => s.Any(char.IsDigit)) > streets.Count / 5,
            !written.Own && TellGenerations(Sample(FieldRole.FullName, FieldRole.FamilyName)), All: true);
    }

    /// <summary>The scripts that more than a few of the names are written in.</summary>
    public static NameScripts ScriptsOf(IReadOnlyList<string> names)
    {
        var found = names.CountBy(n => NameFolding.ScriptOf(n)).ToDictionary();
        bool Has(NameScript script) => found.GetValueOrDefault(script) > names.Count * Some;
        return new(Has(NameScript.Latin), Has(NameScript.Hangul), Has(NameScript.Han) || Has(NameScript.Kana));
    }

    /// <summary>Enough names say who is a father and who a son to weigh it.</summary>
    public static bool TellGenerations(IReadOnlyList<string> names)
    {
        var (reader, told) = (new LatinNames(), 0);
        foreach (var name in names)
        {
            reader.ReadWhole(name);
            if (!reader.Generation.IsEmpty) told++;
        }
        return told > Math.Max(2, names.Count * Some);
    }

    /// <summary>Where the script alone tells the country: Hangul is Korea, simplified characters are China, traditional ones Taiwan. Null elsewhere.</summary>
    private static string? Country(List<string> texts)
    {
        var (hangul, simplified, traditional) = (0, 0, 0);
        foreach (var text in texts)
        {
            if (NameFolding.ScriptOf(text) == NameScript.Hangul) hangul++;
            else if (NameFolding.ScriptOf(text) == NameScript.Han) _ = text.Any(c => HanVariants.Simplified(c) != c) ? traditional++ : simplified++;
        }
        var half = texts.Count / 2;
        return hangul > half ? "KR" : simplified + traditional <= half ? null : traditional > simplified ? "TW" : "CN";
    }
}

/// <summary>How the columns of a file become those of the engine's table.</summary>
internal static class WorkPlan
{
    public static IReadOnlyList<FieldWork> Of(IReadOnlyList<RoledColumn> columns, FileHabits habits, int thisYear)
    {
        var works = new List<FieldWork>();
        if (Names(columns) is { } names) works.Add(new NameWork(names, habits.Scripts, habits.Generations, habits.All));
        var taken = new HashSet<FieldRole>();
        foreach (var column in columns)
        {
            var isName = column.Role is FieldRole.GivenName or FieldRole.FamilyName or FieldRole.FullName;
            if (isName && taken.Add(column.Role)) continue;
            works.Add(column.Role switch
            {
                FieldRole.Street => new StreetWork(column.Column, column.Name, habits.NumbersInStreets),
                FieldRole.Organisation when habits.All => new OrganisationWork(column.Column, column.Name, works.Sum(w => w.Fields.Count), habits.Scripts is { Own: true, Latin: true }),
                _ => new ColumnWork(new MatchField(isName ? FieldRole.Text : column.Role, column.Name), column.Column, FolderOf(column.Role, habits, thisYear)),
            });
        }
        return works;
    }

    private static NameColumns? Names(IReadOnlyList<RoledColumn> columns)
    {
        RoledColumn? First(FieldRole role) => columns.FirstOrDefault(c => c.Role == role);
        var (given, family, whole) = (First(FieldRole.GivenName), First(FieldRole.FamilyName), First(FieldRole.FullName));
        if (given is null && family is null && whole is null) return null;
        return new(given?.Column ?? -1, family?.Column ?? -1, whole?.Column ?? -1, First(FieldRole.Title)?.Column ?? -1,
            (given ?? whole ?? family)!.Name, (family ?? whole ?? given)!.Name, whole?.Name ?? "");
    }

    private static ValueFolder FolderOf(FieldRole role, FileHabits habits, int thisYear) => role switch
    {
        FieldRole.BirthDate => new DateFolder(habits.Days, thisYear),
        FieldRole.Phone => new PhoneFolder(habits.Home),
        FieldRole.Email => new EmailFolder(),
        FieldRole.City or FieldRole.Region => new PlaceFolder(),
        FieldRole.PostalCode => new PostalFolder(),
        FieldRole.Sex => new SexFolder(),
        FieldRole.Identifier => new IdentifierFolder(),
        FieldRole.Organisation => new OrganisationFolder(),
        FieldRole.StreetNumber => new KeyFolder(),
        _ => new TextFolder(),
    };
}
