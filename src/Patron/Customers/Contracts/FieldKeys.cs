using System.Globalization;
using System.Text;

namespace Patron.Customers.Contracts;

/// <summary>What a field that a person has named is called in files.</summary>
public static class FieldKeys
{
    /// <summary>Characters.</summary>
    public const int Longest = 60;

    // A number is put behind what is taken, so there is room for it.
    private const int LongestStem = Longest - 3, Most = 99;

    /// <summary>The label's letters and digits, small, with underscores between; with a number behind where that is taken.</summary>
    /// <param name="isTaken">Fewer than 99 names that begin alike are.</param>
    public static string For(string label, Func<string, bool> isTaken)
    {
        var name = new StringBuilder();
        foreach (var letter in label.Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(letter)) name.Append(char.ToLowerInvariant(letter));
            else if (name.Length > 0 && name[^1] != '_') name.Append('_');
        }
        var stem = name.ToString().Trim('_');
        if (stem.Length == 0) stem = "field";
        if (stem.Length > LongestStem) stem = stem[..LongestStem].TrimEnd('_');
        return Enumerable.Range(1, Most).Select(n => n == 1 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}_{n}")).First(k => !isTaken(k));
    }
}
