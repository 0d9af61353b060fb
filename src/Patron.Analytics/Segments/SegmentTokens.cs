using System.Globalization;

namespace Patron.Analytics.Segments;

internal enum TokenKind { Number, Day, Text, Name, Sign, End }

/// <param name="Word">As written; of a text what stands between the quotation marks.</param>
internal readonly record struct Token(TokenKind Kind, string Word, int Position, int Length, decimal Number = 0, DateOnly Day = default)
{
    public bool Is(string word) => Kind is TokenKind.Name or TokenKind.Sign && Word.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts a query into numbers, days, quoted texts, names and signs.</summary>
internal static class SegmentTokens
{
    private static readonly string[] Signs = ["<=", ">=", "!=", "<>", "=", "<", ">", "≤", "≥", "≠", "(", ")", ",", "*", "×", "%"];

    /// <summary>The tokens, an end behind them; or what is wrong.</summary>
    public static (List<Token> Tokens, SegmentError? Error) Of(string text)
    {
        var (tokens, at) = (new List<Token>(), 0);
        while (at < text.Length)
        {
            var c = text[at];
            // The currency is the organisation's; its sign says nothing more.
            if (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)
            {
                at++;
                continue;
            }
            var (token, error) = One(text, at);
            if (error is not null) return (tokens, error);
            tokens.Add(token);
            at = token.Position + token.Length;
        }
        tokens.Add(new(TokenKind.End, "", text.Length, 0));
        return (tokens, null);
    }

    private static (Token, SegmentError?) One(string text, int from)
    {
        var c = text[from];
        if (c is '"' or '“' or '”') return Quoted(text, from);
        if (char.IsAsciiDigit(c)) return Digits(text, from);
        if (char.IsLetter(c) || c == '_')
        {
            var end = from;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_' || text[end] == '-' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]))) end++;
            return (new(TokenKind.Name, text[from..end], from, end - from), null);
        }
        var sign = Array.Find(Signs, s => string.CompareOrdinal(text, from, s, 0, s.Length) == 0);
        return sign is null ? (default, new(from, 1, SegmentFault.Character, c.ToString(), [])) : (new(TokenKind.Sign, Plain(sign), from, sign.Length), null);
    }

    private static string Plain(string sign) => sign switch { "≤" => "<=", "≥" => ">=", "≠" or "<>" => "!=", "×" => "*", _ => sign };

    private static (Token, SegmentError?) Quoted(string text, int from)
    {
        var (word, at) = (new System.Text.StringBuilder(), from + 1);
        for (; at < text.Length; at++)
        {
            if (text[at] is not ('"' or '“' or '”')) word.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"' && text[at] == '"') word.Append(text[at++]);
            else return (new(TokenKind.Text, word.ToString(), from, at + 1 - from), null);
        }
        return (default, new(from, text.Length - from, SegmentFault.Quote, text[from..], []));
    }

    private static (Token, SegmentError?) Digits(string text, int from)
    {
        var end = from;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))) end++;
        var word = text[from..end];
        if (word.Contains('-', StringComparison.Ordinal))
        {
            return DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? (new(TokenKind.Day, word, from, end - from, 0, day), null) : (default, new(from, end - from, SegmentFault.Day, word, []));
        }
        return decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= SegmentText.Greatest
            ? (new(TokenKind.Number, word, from, end - from, number), null) : (default, new(from, end - from, SegmentFault.Number, word, []));
    }
}
