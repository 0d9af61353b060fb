namespace Patron.Messaging.WriteTemplates;

/// <summary>How the body of an e-mail or letter is written; other channels take plain text.</summary>
internal enum BodyFormat { Markdown = 1, Html = 2, Text = 3 }

/// <param name="Layout">What stands around the body of an e-mail: one of <see cref="Layouts.All"/>.</param>
/// <param name="Coupon">The customer's code goes with it as a picture to show at the till.</param>
/// <param name="First">The language for customers whose own is not among them.</param>
/// <param name="Languages">By BCP 47 tag.</param>
internal sealed record TemplateContent(BodyFormat Format, string Layout, bool Coupon, string First, IReadOnlyDictionary<string, TemplateWords> Languages)
{
    /// <summary>The words for a customer's language: of the tag itself, then of the language without its region, then the first.</summary>
    public string LanguageFor(string? language)
    {
        for (var tag = language; tag is { Length: > 0 }; tag = tag.LastIndexOf('-') is var dash and > 0 ? tag[..dash] : null)
            if (Languages.Keys.FirstOrDefault(k => k.Equals(tag, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
        // Records name the region where texts name the script.
        if (language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true && Kernel.Texts.Language.Choose(null, language).Tag is var script && Languages.ContainsKey(script)) return script;
        return First;
    }
}

/// <param name="Subject">Of an e-mail or task; the heading of a letter. Empty where the channel has none.</param>
/// <param name="Body">In Handlebars, in the template's format.</param>
internal sealed record TemplateWords(string Subject, string Body);
