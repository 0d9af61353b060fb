using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Patron.IdentityResolution.Matching;

/// <summary>E-mail addresses as keys: one spelling per mailbox, and none for what people type to get past a form.</summary>
internal static class EmailKey
{
    private const int LongestAddress = 254; // RFC 5321, 4.5.3.1.3

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = true };

    private static readonly FrozenSet<string> JunkLocals = new[]
    {
        "test", "tests", "testing", "tester", "null", "nil", "none", "n/a", "noreply", "donotreply", "noemail", "nomail", "nobody",
        "unknown", "undefined", "asdf", "asdfg", "asdfgh", "asdfasdf", "qwer", "qwerty", "xx", "xxx", "xxxx", "abc", "aaa", "example",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// The address in lower case with its host in ASCII form, or null where the text is no address or known junk (test@..., null, a@a.a).
    /// "me+shop@..." stays apart from "me@...": not every host folds them. Applying it to its own result changes nothing.
    /// </summary>
    public static string? Normalise(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var address = Bare(PlainText.Compatible(text).Trim()).ToLowerInvariant();
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1) return null;

        var local = address[..at];
        if (local.Contains('@') || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or ';' or '<' or '>')) return null;
        if (AsciiHost(address[(at + 1)..].TrimEnd('.')) is not { } host || IsJunk(local, host)) return null;

        var key = $"{local}@{host}";
        return key.Length <= LongestAddress ? key : null;
    }

    /// <summary>Takes "Name &lt;a@b.c&gt;" and "mailto:a@b.c" apart.</summary>
    private static string Bare(string text)
    {
        var open = text.LastIndexOf('<');
        if (open >= 0 && text.EndsWith('>')) text = text[(open + 1)..^1].Trim();
        return text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text["mailto:".Length..].Trim() : text;
    }

    private static string? AsciiHost(string host)
    {
        if (!host.Contains('.')) return null;
        try
        {
            return Idn.GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException) // how IdnMapping says that a host is not valid
        {
            return null;
        }
    }

    private static bool IsJunk(string local, string host)
    {
        if (host.EndsWith(".invalid", StringComparison.Ordinal)) return true; // RFC 2606: never an address
        var bare = string.Concat(local.Where(c => c is not ('.' or '-' or '_')));
        if (bare.Length == 0 || JunkLocals.Contains(bare)) return true;
        // a@a.a, xx@x.com: one letter over and over before the @ and again as the host's name
        return bare.All(c => c == bare[0]) && host[..host.IndexOf('.')].All(c => c == bare[0]);
    }
}
