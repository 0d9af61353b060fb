using Patron.IdentityResolution.Matching;

namespace Patron.IdentityResolution.Contracts;

/// <summary>Spellings folded as identity resolution folds them: case, accents, and the choice between simplified and traditional characters are left out.</summary>
public static class FoldedTexts
{
    /// <summary>Letters and digits alone, in either script: two spellings of the same place give the same text. Empty for a text without any.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        return NameFolding.ScriptOf(text) is NameScript.Latin or NameScript.None ? NameFolding.Latin(PlainText.Compatible(text)) : NameFolding.Own(text);
    }

    /// <summary>The family name of a person, folded; empty where it is not known.</summary>
    /// <param name="family">As a source gave it; null has it read from <paramref name="whole"/>.</param>
    public static string Surname(string? whole, string? given, string? family) =>
        Of(string.IsNullOrWhiteSpace(family) ? PersonName.Parse(whole, given, family).Family : family);
}
