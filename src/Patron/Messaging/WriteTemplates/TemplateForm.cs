using Patron.Kernel.Texts;

namespace Patron.Messaging.WriteTemplates;

/// <summary>A template as its form sends it.</summary>
internal static class TemplateForm
{
    public static readonly string[] Channels = ["email", "letter", "sms", "phone", "task", "webhook"];

    public static TemplateContent Empty { get; } = new(BodyFormat.Markdown, Layouts.Letter, false, Language.English.Tag, new Dictionary<string, TemplateWords> { [Language.English.Tag] = new("", "") });

    /// <summary>The other channels take plain text and stand in nothing.</summary>
    public static bool HasLayout(string channel) => channel is "email" or "letter";

    /// <summary>Languages without any words are left out; the first one always stays.</summary>
    public static TemplateContent Read(IFormCollection form, string channel)
    {
        var first = Language.Find(form["first"])?.Tag ?? Language.English.Tag;
        var words = Language.All.Select(l => (l.Tag, Words: new TemplateWords(form["subject-" + l.Tag].ToString().Trim(), form["body-" + l.Tag].ToString().ReplaceLineEndings("\n"))))
            .Where(w => w.Words.Body.Trim().Length > 0 || w.Words.Subject.Length > 0 || w.Tag == first).ToDictionary(w => w.Tag, w => w.Words, StringComparer.Ordinal);
        var format = HasLayout(channel) && Enum.TryParse<BodyFormat>(form["format"], out var chosen) ? chosen : BodyFormat.Text;
        return new(format, Layouts.All.Contains(form["layout"].ToString()) ? form["layout"].ToString() : Layouts.Letter, form["coupon"] == "true", first, words);
    }
}
