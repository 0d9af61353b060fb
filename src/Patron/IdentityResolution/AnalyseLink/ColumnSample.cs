using System.Text.RegularExpressions;
using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>What the first values of a column look like.</summary>
internal sealed partial class ColumnSample
{
    private const int MostValues = 3_000;
    private const double Nearly = .8;
    private const int FewWords = 4;

    private readonly List<string> values;

    public ColumnSample(RowBatch rows, int column)
    {
        values = new(MostValues);
        for (var row = 0; row < rows.Rows && values.Count < MostValues; row++)
            if (rows[row, column] is { IsEmpty: false } value && !Nothing.Says(value)) values.Add(value.ToString());
    }

    public IReadOnlyList<string> Values => values;

    /// <summary>Share of the values that have it; 0 where there is none.</summary>
    public double Share(Func<string, bool> has) => values.Count == 0 ? 0 : (double)values.Count(has) / values.Count;

    /// <summary>The role that nearly all values have the form of; null where they have none.</summary>
    public FieldRole? Role()
    {
        if (values.Count == 0) return null;
        if (Share(v => EmailKey.Normalise(v) is not null) >= Nearly) return FieldRole.Email;
        if (Share(v => Dated().IsMatch(v)) >= Nearly) return FieldRole.BirthDate;
        if (Share(v => Dialled().IsMatch(v) && v.Count(char.IsAsciiDigit) is >= 8 and <= 15) >= Nearly) return FieldRole.Phone;
        if (values.Distinct().Count() <= FewWords && Share(v => new SexFolder().Fold(v) is "m" or "f") >= Nearly) return FieldRole.Sex;
        if (Share(IsOrganisation) >= Nearly / 2) return FieldRole.Organisation;
        if (Share(IsOwnName) >= Nearly) return FieldRole.FullName;
        if (Share(v => Numbered().IsMatch(v)) >= Nearly) return FieldRole.Street;
        return null;
    }

    public static bool IsOrganisation(string text) => OrganisationName.Announces(PersonNameReader.Clean(text));

    private static bool IsOwnName(string text) => NameFolding.ScriptOf(text) switch
    {
        NameScript.Hangul => text.Length is 2 or 3 or 4 && Romanisation.IsFamilyName(text[0]),
        NameScript.Han => text.Length is 2 or 3 or 4 && HanReadings.IsFamily(HanVariants.Simplified(text[0]).ToString()),
        _ => false,
    };

    [GeneratedRegex(@"^(?:(?:18|19|20)\d\d[-/.년年]\s?\d{1,2}[-/.월月]\s?\d{1,2}[일日.]?|\d{1,2}[-/.]\d{1,2}[-/.](?:18|19|20)\d\d|(?:18|19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Dated();

    [GeneratedRegex(@"^(?:\+|00|0|\()[\d ()./-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Dialled();

    /// <summary>A house number with a word: 12 Main St, Hauptstr. 5, 建国路88号.</summary>
    [GeneratedRegex(@"^\d+[a-zA-Z]?,? \p{L}{2,}.* \p{L}+|^\p{L}{3,}.*\p{L}\.? ?\d+\p{L}?$|[路街道巷로길]\s?\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
