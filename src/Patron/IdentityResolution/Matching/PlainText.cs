using System.Text;

namespace Patron.IdentityResolution.Matching;

internal static class PlainText
{
    /// <summary>Compatibility forms folded (full-width letters and digits, ㈜). Halves of surrogate pairs, which files do contain, become U+FFFD first.</summary>
    public static string Compatible(string text)
    {
        var whole = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? string.Concat(text.EnumerateRunes()) : text;
        return whole.Normalize(NormalizationForm.FormKC);
    }
}
