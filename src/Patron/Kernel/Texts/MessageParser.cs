using System.Text;
using System.Text.RegularExpressions;

namespace Patron.Kernel.Texts;

/// <summary>
/// Reads an ICU message pattern (unicode-org.github.io/icu, "Formatting Messages", the part we use). An apostrophe is itself unless it stands before a brace
/// (or a # in a plural), where it quotes up to the next one; two are one. Tags: b, em, br, a with href and perhaps class.
/// </summary>
internal sealed partial class MessageParser
{
    private readonly string key;
    private readonly string pattern;
    private int at;

    private MessageParser(string key, string pattern) => (this.key, this.pattern) = (key, pattern);

    public static Message Parse(string key, string pattern)
    {
        var parser = new MessageParser(key, pattern);
        var parts = parser.Parts(inPlural: false);
        if (parser.at < pattern.Length) throw parser.Error("a } without its {");
        return new(key, parts);
    }

    private List<Part> Parts(bool inPlural)
    {
        var parts = new List<Part>();
        var text = new StringBuilder();
        while (at < pattern.Length && pattern[at] != '}')
        {
            var c = pattern[at];
            if (c == '\'') Quoted(text, inPlural);
            else if (c == '{') Flush(Braced(inPlural));
            else if (c == '#' && inPlural) { at++; Flush(new Count()); }
            else if (c == '<' && Tags.Match(pattern, at) is { Success: true } tag) { at += tag.Length; Flush(OfTag(tag.Value)); }
            else { text.Append(c); at++; }
        }
        Flush(null);
        return parts;

        void Flush(Part? next)
        {
            if (text.Length > 0) parts.Add(new Literal(text.ToString()));
            text.Clear();
            if (next is not null) parts.Add(next);
        }
    }

    private void Quoted(StringBuilder text, bool inPlural)
    {
        at++;
        if (at < pattern.Length && pattern[at] == '\'') { text.Append('\''); at++; return; }
        if (at == pattern.Length || !(pattern[at] is '{' or '}' || (pattern[at] == '#' && inPlural))) { text.Append('\''); return; }
        var end = pattern.IndexOf('\'', at);
        if (end < 0) throw Error("a quotation without its end");
        text.Append(pattern, at, end - at);
        at = end + 1;
    }

    private Part Braced(bool inPlural)
    {
        at++;
        var name = Word();
        if (Particles.Find(name) is { } pair) { Expect('}'); return new Particle(pair.AfterConsonant, pair.AfterVowel); }
        if (!Names.IsMatch(name)) throw Error($"\"{name}\" is no name");
        if (Peek() == '}') { at++; return new Argument(name, "", ""); }
        Expect(',');
        var kind = Word();
        if (kind is "plural" or "select") { Expect(','); return Branches(name, kind == "plural", inPlural); }
        var style = "";
        if (Peek() == ',') { at++; style = Word(); }
        Expect('}');
        return (kind, style) is ("number", "" or "percent") or ("date", "" or "short" or "month") ? new Argument(name, kind, style) : throw Error($"{kind} {style} is not known");
    }

    private Choice Branches(string name, bool plural, bool inPlural)
    {
        var branches = new Dictionary<string, IReadOnlyList<Part>>(StringComparer.OrdinalIgnoreCase);
        while (Peek() != '}')
        {
            var selector = Word();
            if (plural && selector is not ("one" or "other") && !Exact.IsMatch(selector)) throw Error($"\"{selector}\" is no plural");
            Expect('{');
            if (!branches.TryAdd(selector, Parts(plural || inPlural))) throw Error($"\"{selector}\" comes twice");
            Expect('}');
        }
        at++;
        return branches.ContainsKey("other") ? new(name, plural, branches) : throw Error($"{name} has no \"other\"");
    }

    /// <summary>A tag is literal text with at most the address of a link as an argument.</summary>
    private static Tag OfTag(string tag)
    {
        var parts = new List<Part>();
        var last = 0;
        foreach (Match argument in Holes.Matches(tag))
        {
            parts.Add(new Literal(tag[last..argument.Index]));
            parts.Add(new Argument(argument.Groups[1].Value, "", ""));
            last = argument.Index + argument.Length;
        }
        parts.Add(new Literal(tag[last..]));
        return new(parts);
    }

    private string Word()
    {
        Peek();
        var start = at;
        while (at < pattern.Length && pattern[at] is not ('{' or '}' or ',') && !char.IsWhiteSpace(pattern[at])) at++;
        return start < at ? pattern[start..at] : throw Error("a word is missing");
    }

    private char Peek()
    {
        while (at < pattern.Length && char.IsWhiteSpace(pattern[at])) at++;
        return at < pattern.Length ? pattern[at] : throw Error("the pattern ends too early");
    }

    private void Expect(char c)
    {
        if (Peek() != c) throw Error($"a {c} is missing");
        at++;
    }

    private FormatException Error(string what) => new($"The sentence {key} at {at + 1}: {what}, in \"{pattern}\".");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*$")]
    private static partial Regex Names { get; }

    [GeneratedRegex("^=[0-9]+$")]
    private static partial Regex Exact { get; }

    [GeneratedRegex("""\G(?:</?(?:b|em)>|<br>|</a>|<a(?: class="[a-z -]+")? href="(?:\{[A-Za-z][A-Za-z0-9]*\}|[^"{}<>])*">)""")]
    private static partial Regex Tags { get; }

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9]*)\}")]
    private static partial Regex Holes { get; }
}
