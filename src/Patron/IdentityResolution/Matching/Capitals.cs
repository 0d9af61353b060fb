using System.Globalization;

namespace Patron.IdentityResolution.Matching;

/// <summary>Some systems write names in capitals only. They are shown as one reads them; what the source wrote stays in its record.</summary>
internal static class Capitals
{
    /// <summary>
    /// Words of three letters and more that are all capitals get one capital each: "Wayne FRASER" is Wayne Fraser, "O'BRIEN-SMITH" O'Brien-Smith, "MCDONALD" McDonald.
    /// Shorter words stay as they are: JJ, MJ. Scripts without capitals are untouched.
    /// </summary>
    public static string? Readable(string? name) => name is null || !name.Split(' ').Any(InCapitals) ? name : string.Join(' ', name.Split(' ').Select(w => InCapitals(w) ? Word(w) : w));

    /// <summary>Has a word of three letters or more in capitals.</summary>
    public static bool In(string text) => text.Split(' ', '-').Any(InCapitals);

    private static bool InCapitals(string word) => word.Count(char.IsLetter) > 2 && word.Any(char.IsUpper) && !word.Any(char.IsLower);

    private static string Word(string word)
    {
        var letters = word.ToLower(CultureInfo.InvariantCulture).ToCharArray();
        for (var i = 0; i < letters.Length; i++)
            if (i == 0 || !char.IsLetter(letters[i - 1]) || (i == 2 && letters.Length > 4 && word.StartsWith("MC", StringComparison.Ordinal)))
                letters[i] = char.ToUpper(letters[i], CultureInfo.InvariantCulture);
        return new(letters);
    }
}
