using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Markdig;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.WriteTemplates;

/// <summary>What is wrong with a template: the part, the language and the engine's words about the place; or the field that a customer does not have.</summary>
internal sealed class TemplateFaultException(string part, string language, string what, bool isValue) : Exception(what)
{
    /// <summary>subject or body.</summary>
    public string Part => part;
    public string Language => language;

    /// <summary>The field of a value that is missing, else what the engine says.</summary>
    public string What => Message;

    /// <summary>The customer lacks a value; false: the template itself is broken, for everybody.</summary>
    public bool IsValue => isValue;
}

/// <summary>
/// A template made ready once for many customers. Markdown becomes HTML before any value is put in, so that no value can become markup; in HTML values are escaped.
/// </summary>
internal sealed partial class CompiledTemplate
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();
    private static readonly IHandlebars Plain = Engine(escapes: false), Html = Engine(escapes: true);

    private const int MostGaps = 40;

    private readonly TemplateContent content;
    private readonly Dictionary<string, Words> languages = new(StringComparer.Ordinal);
    private readonly string[] custom;

    private CompiledTemplate(TemplateContent content)
    {
        this.content = content;
        custom = [.. content.Languages.Values.SelectMany(w => CustomField().Matches(w.Subject + w.Body).Select(m => m.Groups[1].Value)).Distinct()];
        NamesCode = content.Coupon || content.Languages.Values.Any(w => CodeField().IsMatch(w.Subject + w.Body));
    }

    public TemplateContent Content => content;

    /// <summary>Keys of the custom fields that it names.</summary>
    public IReadOnlyList<string> Custom => custom;

    /// <summary>What it cannot print hangs on which values are there alone, not on what they say: no value chooses another.</summary>
    public bool HangsOnGapsAlone => custom.Length <= MostGaps && !content.Languages.Values.Any(w => ChoosesByValue().IsMatch(w.Subject + w.Body));

    /// <summary>It needs a code of each customer's own.</summary>
    public bool NamesCode { get; }

    /// <exception cref="TemplateFaultException">A part cannot be read.</exception>
    public static CompiledTemplate Compile(TemplateContent content)
    {
        var compiled = new CompiledTemplate(content);
        foreach (var (language, words) in content.Languages)
        {
            var subject = Part(language, "subject", () => Plain.Compile(words.Subject));
            var source = content.Format == BodyFormat.Html ? TextOf(words.Body) : content.Format == BodyFormat.Markdown ? PlainOf(words.Body) : words.Body;
            var text = Part(language, "body", () => Plain.Compile(source));
            var html = content.Format == BodyFormat.Text ? null : Part(language, "body", () => Html.Compile(content.Format == BodyFormat.Markdown ? ToHtml(words.Body) : words.Body));
            compiled.languages[language] = new(subject, text, html);
        }
        return compiled;
    }

    /// <summary>As this customer gets it, without the layout around it.</summary>
    /// <exception cref="TemplateFaultException">A value is printed that the customer does not have, or a word means nothing.</exception>
    public (RenderedMessage Words, string Language) Render(CustomerCard customer, TemplateContext context)
    {
        var language = content.LanguageFor(customer.Golden.Language);
        var words = languages[language];
        var fields = TemplateFields.Of(customer, context, language, custom);
        var subject = Part(language, "subject", () => words.Subject(fields)).ReplaceLineEndings(" ").Trim();
        var text = Part(language, "body", () => words.Text(fields)).Trim();
        var html = words.Html is { } markup ? Part(language, "body", () => markup(fields)) : null;
        return (new(subject, text, html), language);
    }

    private static T Part<T>(string language, string part, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is NoValueException || e.InnerException is NoValueException)
        {
            throw new TemplateFaultException(part, language, (e as NoValueException ?? (NoValueException)e.InnerException!).Field, isValue: true);
        }
        catch (Exception e) when (e is HandlebarsException or HandlebarsDotNet.Compiler.HandlebarsUndefinedBindingException)
        {
            throw new TemplateFaultException(part, language, e.Message.Split('\n')[0].Trim(), isValue: false);
        }
    }

    private static IHandlebars Engine(bool escapes)
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true, NoEscape = !escapes });
        engine.RegisterHelper("or", (in _, in _, in arguments) =>
        {
            foreach (var one in arguments)
                if (one is string { Length: > 0 } text) return text;
            // None has a value: the first says what is missing.
            return arguments.Length > 0 ? arguments[0]! : "";
        });
        return engine;
    }

    /// <summary>Markdown knows nothing of {{...}}: each stands as a word while it works.</summary>
    private static string ToHtml(string markdown)
    {
        var held = new List<string>();
        var html = Markdig.Markdown.ToHtml(Expression().Replace(markdown, m => { held.Add(m.Value); return $"patronheld{held.Count - 1}q"; }), Markdown);
        // A condition in a paragraph of its own stands for none.
        html = HeldParagraph().Replace(html, m => held[int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)] is ['{', '{', '#' or '/', ..] or "{{else}}" ? m.Groups[0].Value[3..^4] : m.Value);
        return Held().Replace(html, m => held[int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)]);
    }

    /// <summary>What a reader of plain text gets of Markdown: links with their address, lists as they are written, and no signs of headings and emphasis.</summary>
    private static string PlainOf(string markdown) => MarkdownLink().Replace(Emphasis().Replace(Heading().Replace(markdown, ""), "$2"), "$1: $2");

    /// <summary>What a reader of plain text gets of HTML: blocks as lines, links with their address.</summary>
    private static string TextOf(string html)
    {
        var text = Link().Replace(Invisible().Replace(html, ""), "$2: $1");
        text = Block().Replace(text, "\n");
        return Blank().Replace(System.Net.WebUtility.HtmlDecode(Tag().Replace(text, "")), "\n\n").Trim();
    }

    private sealed record Words(HandlebarsTemplate<object, object> Subject, HandlebarsTemplate<object, object> Text, HandlebarsTemplate<object, object>? Html);

    [GeneratedRegex(@"\bcustom\.([A-Za-z0-9_-]+)")]
    private static partial Regex CustomField();

    [GeneratedRegex(@"\{\{[^}]*\bcode\b[^}]*\}\}")]
    private static partial Regex CodeField();

    [GeneratedRegex(@"\{\{[^}]*\b(lookup|each|with)\b")]
    private static partial Regex ChoosesByValue();

    [GeneratedRegex(@"\{\{\{?[^{}]*\}?\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex("<p>patronheld([0-9]+)q</p>")]
    private static partial Regex HeldParagraph();

    [GeneratedRegex("patronheld([0-9]+)q")]
    private static partial Regex Held();

    [GeneratedRegex(@"^#{1,6}[ \t]+", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]+?)(?<=\S)\1(?![\w*])")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex("<a\\s[^>]*href=\"([^\"]*)\"[^>]*>(.*?)</a>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Link();

    [GeneratedRegex("<(style|script|head|title)\\b.*?</\\1>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Invisible();

    [GeneratedRegex("</?(p|div|tr|br|h[1-6]|li|table|ul|ol)\\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\n[ \t]*(\n[ \t]*)+")]
    private static partial Regex Blank();
}
