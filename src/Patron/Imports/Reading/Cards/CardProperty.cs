using System.Globalization;
using System.Text;

namespace Patron.Imports.Reading.Cards;

/// <summary>One property of a card: EMAIL;TYPE=work;PREF=1:ann@example.org.</summary>
/// <param name="Name">In capitals, without the group before it (item1.EMAIL).</param>
/// <param name="Value">As it stands there, its escapes not yet read.</param>
/// <param name="Preference">1 is the most preferred; 100 for one of which nothing is said.</param>
internal sealed record CardProperty(string Name, string Value, int Preference)
{
    private const int NoPreference = 100;

    /// <summary>The parts of a value, divided by semicolons, each with its escapes read; a part that is not there is empty.</summary>
    public IReadOnlyList<string> Parts
    {
        get
        {
            var (parts, part) = (new List<string>(), new StringBuilder());
            for (var i = 0; i < Value.Length; i++)
            {
                switch (Value[i])
                {
                    case '\\' when i + 1 < Value.Length:
                        part.Append(Value[++i] is 'n' or 'N' ? '\n' : Value[i]);
                        break;
                    case ';':
                        parts.Add(part.ToString().Trim());
                        part.Clear();
                        break;
                    default:
                        part.Append(Value[i]);
                        break;
                }
            }
            parts.Add(part.ToString().Trim());
            return parts;
        }
    }

    public string Part(int index) => Parts is var parts && index < parts.Count ? parts[index] : "";

    /// <summary>The value as one text: semicolons in it are signs like others.</summary>
    public string Text => string.Join(';', Parts);

    public static bool IsQuotedPrintable(string line)
    {
        var end = EndOfName(line);
        return end > 0 && line.AsSpan(0, end).Contains("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Null for a line that is no property.</summary>
    public static CardProperty? Parse(string line, Encoding encoding)
    {
        var end = EndOfName(line);
        if (end <= 0) return null;
        var said = Split(line[..end]);
        var name = said[0][(said[0].LastIndexOf('.') + 1)..].Trim().ToUpperInvariant();
        var (preference, charset, value) = (NoPreference, (string?)null, line[(end + 1)..]);
        foreach (var parameter in said.Skip(1))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var (key, means) = equals < 0 ? ("TYPE", parameter) : (parameter[..equals].Trim().ToUpperInvariant(), parameter[(equals + 1)..].Trim('"', ' '));
            if (key == "PREF" && int.TryParse(means, NumberStyles.None, CultureInfo.InvariantCulture, out var rank)) preference = rank;
            else if (key == "TYPE" && means.Split(',').Any(t => t.Trim().Equals("pref", StringComparison.OrdinalIgnoreCase))) preference = Math.Min(preference, 1);
            else if (key == "CHARSET") charset = means;
        }
        if (IsQuotedPrintable(line)) value = Unquote(value, (charset is null ? null : TextEncodings.Find(charset)) ?? encoding);
        return new(name, value, preference);
    }

    /// <summary>Quoted-printable (RFC 2045, 6.7): =C3=BC is two bytes of the character set.</summary>
    private static string Unquote(string value, Encoding encoding)
    {
        var bytes = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '=' && i + 2 < value.Length && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var written))
            {
                bytes.Add(written);
                i += 2;
            }
            else
            {
                bytes.AddRange(encoding.GetBytes(value, i, 1));
            }
        }
        return encoding.GetString([.. bytes]);
    }

    /// <summary>The colon behind name and parameters; one in quotation marks is none.</summary>
    private static int EndOfName(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            quoted ^= line[i] == '"';
            if (line[i] == ':' && !quoted) return i;
        }
        return -1;
    }

    private static List<string> Split(string name)
    {
        var (parts, start, quoted) = (new List<string>(), 0, false);
        for (var i = 0; i <= name.Length; i++)
        {
            quoted ^= i < name.Length && name[i] == '"';
            if (i < name.Length && (name[i] != ';' || quoted)) continue;
            parts.Add(name[start..i]);
            start = i + 1;
        }
        return parts;
    }
}
