using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Patron.Kernel.Texts;

/// <summary>Puts a sentence together; beside it the words alone, as they would be read aloud, for the particles.</summary>
internal abstract class Writer(Sentences sentences, Arguments arguments)
{
    private readonly StringBuilder spoken = new();

    protected StringBuilder Output { get; } = new();

    public string Key { get; set; } = "";

    public Language Language => sentences.Language;

    public string Spoken => spoken.ToString();

    protected Sentences Sentences => sentences;

    public object? Get(string name) => arguments.TryGet(name, out var value) ? value : throw new ArgumentException($"The sentence {Key} needs the argument {name}.");

    public void Literal(string text) => Add(text);

    public virtual void Value(object? value, string kind, string style) => Add(Text(value, kind, style));

    public abstract void Tag(IReadOnlyList<Part> inner, decimal? count);

    public static decimal? Number(object? value) => value switch
    {
        int n => n,
        long n => n,
        decimal n => n,
        double n when Math.Abs(n) < Formats.Largest => (decimal)n,
        float n when Math.Abs(n) < Formats.Largest => (decimal)n,
        short n => n,
        byte n => n,
        uint n => n,
        _ => null,
    };

    public override string ToString() => Output.ToString();

    protected virtual string Encoded(string text) => text;

    protected void Add(string text)
    {
        spoken.Append(text);
        Output.Append(Encoded(text));
    }

    protected void AddMarkup(string markup, string words)
    {
        spoken.Append(words);
        Output.Append(markup);
    }

    private string Text(object? value, string kind, string style) => (value, kind, style) switch
    {
        (null, _, _) => Formats.Missing,
        (_, "number", "percent") when Number(value) is { } n => sentences.Formats.Percent((double)n),
        (_, "number" or "", _) when Number(value) is { } n => sentences.Formats.Number(n),
        // Not a number, a share of nothing say, or beyond all that is counted.
        (double or float, "number", _) => Formats.Missing,
        (DateOnly day, _, "short") => sentences.Formats.DayShort(day),
        (DateOnly day, _, "month") => sentences.Formats.Month(day.Year, day.Month),
        (DateOnly day, _, _) => sentences.Formats.Day(day),
        (_, "", _) => value.ToString() ?? "",
        _ => throw new ArgumentException($"The sentence {Key} cannot write {value.GetType().Name} as {kind}."),
    };
}

/// <summary>Plain text: tags never come here, sentences that have them refuse.</summary>
internal sealed class Plain(Sentences sentences, Arguments arguments) : Writer(sentences, arguments)
{
    public override void Tag(IReadOnlyList<Part> inner, decimal? count) => throw new InvalidOperationException($"The sentence {Key} has tags.");
}

/// <summary>Markup: the pattern's own tags stay, all else is encoded.</summary>
internal sealed partial class Marked(Sentences sentences, Arguments arguments) : Writer(sentences, arguments)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public override void Value(object? value, string kind, string style)
    {
        if (value is MarkupString markup) AddMarkup(markup.Value, AnyTag.Replace(markup.Value, ""));
        else base.Value(value, kind, style);
    }

    public override void Tag(IReadOnlyList<Part> inner, decimal? count)
    {
        foreach (var part in inner)
        {
            if (part is Literal text) AddMarkup(text.Text, "");
            else AddMarkup(Encoder.Encode(Address(Get(part.Names.Single()))), "");
        }
    }

    protected override string Encoded(string text) => Encoder.Encode(text);

    /// <summary>Only addresses of pages: a link that came from data must not become a script.</summary>
    private string Address(object? value) => value?.ToString() is { Length: > 0 } url && (url[0] is '/' or '?' or '#' || url.StartsWith("https://", StringComparison.Ordinal))
        ? url
        : throw new ArgumentException($"The sentence {Key} links to what is no address of a page.");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex AnyTag { get; }
}
