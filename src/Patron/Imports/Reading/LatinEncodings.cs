namespace Patron.Imports.Reading;

/// <summary>
/// Tells Western, Central European and Turkish text apart, whose bytes are letters in all three encodings: only the letters of one language
/// together say which. Where those of a Western language explain the text as well, it is Western: that is by far the most frequent.
/// </summary>
internal static class LatinEncodings
{
    public const string Western = "windows-1252";

    /// <summary>Files of several Western countries hold letters of several languages.</summary>
    private const double Mixed = 0.85;

    /// <summary>From this share of the best on a person is asked.</summary>
    private const double NearlyAsWell = 0.95;

    private static readonly string[] WesternLanguages =
        ["éèêëàâçîïôùûüœæÿ", "äöüßé", "áéíóúñüçºª", "áâãàçéêíóôõúü", "àèéìíîòóùú", "åäöæøéü", "áðéíóúýþæö", "àâäáéèêëïîôöüúóíç"];

    private static readonly (string Name, string Shown, string[] Languages)[] Others =
    [
        ("windows-1250", "Windows-1250", ["áčďéěíňóřšťúůýžäĺľôŕ", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţșț", "čćđšž", "äöüßé"]),
        ("windows-1254", "Windows-1254", ["çğıöşüâîûİ"]),
    ];

    /// <summary>Signs that stand in any language's texts.</summary>
    private const string Signs = "€§°“”„’‘–—…©®™«»·\u00A0";

    /// <summary>Null where the text is Western.</summary>
    /// <param name="western">The sample as Windows-1252 reads it.</param>
    /// <returns>The encoding whose letters explain it better, and whether that is beyond doubt.</returns>
    public static (string Name, string Shown, bool Sure)? Other(ReadOnlySpan<byte> sample, string western)
    {
        var whole = string.Concat(WesternLanguages);
        var asWestern = Math.Max(Share(western, WesternLanguages), Mixed * Share(western, [whole]));
        (string Name, string Shown, double Share) best = ("", "", asWestern);
        foreach (var (name, shown, languages) in Others)
        {
            var text = TextEncodings.Find(name)!.GetString(sample);
            if (text != western && Share(text, languages) is var share && share > best.Share) best = (name, shown, share);
        }
        return best.Name.Length == 0 ? null : (best.Name, best.Shown, asWestern < NearlyAsWell * best.Share);
    }

    /// <summary>The greatest share of the characters beyond ASCII that are letters of one language, or signs of any.</summary>
    private static double Share(string text, string[] languages)
    {
        var (beyondAscii, signs, hits) = (0, 0, new int[languages.Length]);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] <= 0x7F) continue;
            beyondAscii++;
            if (Signs.Contains(text[i], StringComparison.Ordinal)) signs++;
            else
            {
                var letter = char.ToLowerInvariant(text[i]);
                for (var language = 0; language < languages.Length; language++) if (languages[language].Contains(letter, StringComparison.Ordinal)) hits[language]++;
            }
        }
        return beyondAscii == 0 ? 0 : (double)(hits.Max() + signs) / beyondAscii;
    }
}
