using System.Text.RegularExpressions;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Whether letters can be one to three syllables of a Korean name, whatever way they are romanised.</summary>
internal static partial class KoreanSyllables
{
    public static bool Fit(string letters) => letters.Length is > 1 and < 16 && Syllables().IsMatch(letters);

    [GeneratedRegex(@"^(?:(?:kk|tt|pp|ss|jj|ch|sh|[gkndtrlmbpsjh])?(?:y?eo|y?ae|y?oo|you|eui|eu|ee|ui|oe|w[aeio]|woo|y?[aeou]|i)h?(?:ng|ck|[gkndtlrmbps])?){1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Syllables();
}
