using System.Globalization;

namespace Patron.Analytics.Formulas;

internal enum TokenKind { Number, Text, Name, Sign, End }

internal readonly record struct Token(TokenKind Kind, string Word, int Position, double Number = 0);

/// <summary>Cuts a formula into numbers, quoted texts, names and signs.</summary>
internal static class FormulaTokens
{
    private static readonly string[] Pairs = ["<=", ">=", "<>", "!="];

    /// <summary>The tokens, an end behind them; or what is wrong.</summary>
    public static (List<Token> Tokens, FormulaError? Error) Of(string text)
    {
        var (tokens, at) = (new List<Token>(), 0);
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }
            var from = at;
            if (char.IsAsciiDigit(c) || c == '.')
            {
                while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
                if (!double.TryParse(text.AsSpan(from, at - from), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return ([], new(FormulaFault.Character, from, text[from..at]));
                tokens.Add(new(TokenKind.Number, text[from..at], from, number));
            }
            else if (c is '"' or '\'')
            {
                var end = text.IndexOf(c, at + 1);
                if (end < 0) return ([], new(FormulaFault.Quote, from, text[from..]));
                tokens.Add(new(TokenKind.Text, text[(from + 1)..end], from));
                at = end + 1;
            }
            else if (char.IsLetter(c) || c == '_')
            {
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_')) at++;
                tokens.Add(new(TokenKind.Name, text[from..at], from));
            }
            else if (at + 1 < text.Length && Pairs.Contains(text.Substring(at, 2)))
            {
                tokens.Add(new(TokenKind.Sign, text.Substring(at, 2), from));
                at += 2;
            }
            else if ("+-*/()<>=,".Contains(c, StringComparison.Ordinal))
            {
                tokens.Add(new(TokenKind.Sign, c.ToString(), from));
                at++;
            }
            else
            {
                return ([], new(FormulaFault.Character, from, c.ToString()));
            }
        }
        tokens.Add(new(TokenKind.End, "", text.Length));
        return (tokens, null);
    }
}
