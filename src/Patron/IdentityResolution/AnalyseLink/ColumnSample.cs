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
    private const int FewValues = 20;
    private const int FewKinds = 12;
    private const int Sentence = 60;

    /// <summary>Of given names in Latin letters more are in the table of nicknames, of family names one in twenty.</summary>
    private const double SomeNames = .12;

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

    /// <summary>
    /// What a column most likely is whose values have no form of their own: numbers by their length and by how often they return, words by whether given names are among them.
    /// Null where comparing it would tell nothing: few values or one, decimals, moments, whole sentences.
    /// </summary>
    public FieldRole? Guess()
    {
        var distinct = values.Distinct().Count();
        if (values.Count < FewValues || distinct < 2 || values.Average(v => v.Length) > Sentence || Share(v => Measured().IsMatch(v)) >= Nearly) return null;
        if (Share(v => v.Any(char.IsAsciiDigit) && !v.Any(char.IsWhiteSpace)) >= Nearly)
        {
            var length = values.Average(v => v.Length);
            return length < 4 ? FieldRole.StreetNumber : length < 6 || distinct < values.Count / 4 ? FieldRole.PostalCode : FieldRole.Identifier;
        }
        if (distinct <= FewKinds) return FieldRole.Region;
        if (Share(v => v.Split(' ').Any(word => Nicknames.Has(word.ToLowerInvariant()))) < SomeNames) return FieldRole.Text;
        return Share(v => v.Contains(' ', StringComparison.Ordinal)) >= .5 ? FieldRole.FullName : FieldRole.GivenName;
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

    /// <summary>A decimal, or a moment with its hour.</summary>
    [GeneratedRegex(@"^-?\d+[.,]\d+$|\d:\d\d", RegexOptions.CultureInvariant)]
    private static partial Regex Measured();

    /// <summary>A house number with a word: 12 Main St, Hauptstr. 5, 建国路88号.</summary>
    [GeneratedRegex(@"^\d+[a-zA-Z]?,? \p{L}{2,}.* \p{L}+|^\p{L}{3,}.*\p{L}\.? ?\d+\p{L}?$|[路街道巷로길]\s?\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
