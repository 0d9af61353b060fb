using System.Text.RegularExpressions;

namespace Patron.Imports.Reading;

/// <summary>Whether a single trimmed value could be one of a kind; a column is judged by the share of its values that could.</summary>
internal static partial class ValueRecognition
{
    private static readonly NumberFormat[] NumberFormats =
        [new('.', ','), new(',', '.'), new('.', ' '), new(',', ' '), new('.', '\''), new(',', '\'')];

    private const string HanSurnames =
        "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文施洪游詹简簡翁柯庄莊连連";

    private const string HangulSurnames = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노류하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길";

    public static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return at is > 0 and <= 64 && text.Length <= 254 && EmailForm().IsMatch(text);
    }

    /// <summary>Seven to fifteen digits with the signs between them that phone numbers have.</summary>
    public static bool IsPhone(ReadOnlySpan<char> text)
    {
        if (text.Length is < 6 or > 30 || text[0] is not ('+' or '(' or '0' or '1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9'))
        {
            return false;
        }

        var digits = 0;
        var separators = 0;
        foreach (var sign in text)
        {
            if (char.IsAsciiDigit(sign))
            {
                digits++;
            }
            else if (sign is '+' or '(' or ')' or '-' or '/' or '.' or ' ')
            {
                separators++;
            }
            else
            {
                return false;
            }
        }

        return digits is >= 7 and <= 15 && (separators > 0 || text[0] == '0' && digits >= 9 || digits is 10 or 11) && !IsDate(text) && !IsDecimal(text);
    }

    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        foreach (var format in NumberFormats)
        {
            if (format.Parse(text, out _) != ValueFault.NotOne)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Digits alone, a sign before them allowed. A leading zero marks a key or code, not a count.</summary>
    public static bool IsInteger(ReadOnlySpan<char> text)
    {
        var digits = text.Length > 0 && text[0] is '-' or '+' ? text[1..] : text;
        return digits.Length is > 0 and <= 18 && !digits.ContainsAnyExceptInRange('0', '9') && (digits[0] != '0' || digits.Length == 1);
    }

    public static bool IsDate(ReadOnlySpan<char> text) => IsDate(text, out _);

    public static bool IsDate(ReadOnlySpan<char> text, out bool hasTime)
    {
        foreach (var format in DateGuess.Candidates)
        {
            if (DateGuess.Fits(format, text, out hasTime))
            {
                return true;
            }
        }

        hasTime = false;
        return false;
    }

    public static bool IsPostalCode(ReadOnlySpan<char> text) => text.Length is >= 3 and <= 10 && PostalForm().IsMatch(text);

    /// <summary>Letters and digits without a blank, at least one digit or no lower-case letter: what systems make as keys.</summary>
    public static bool IsKey(ReadOnlySpan<char> text)
    {
        var digits = 0;
        var small = 0;
        foreach (var sign in text)
        {
            if (!char.IsAsciiLetterOrDigit(sign) && sign is not ('-' or '_' or '.' or '/' or ':' or '#'))
            {
                return false;
            }

            digits += char.IsAsciiDigit(sign) ? 1 : 0;
            small += char.IsAsciiLetterLower(sign) ? 1 : 0;
        }

        return text.Length is > 0 and <= 100 && (digits > 0 || small == 0);
    }

    /// <summary>
    /// A person's name by its form: two to five capitalised Latin words, two to four Hangul syllables or Han characters that begin with a frequent
    /// family name. Products and cities have that form at times; so this alone decides little.
    /// </summary>
    public static bool IsPersonName(ReadOnlySpan<char> text)
    {
        if (text.Length is < 2 or > 60 || text.ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        return ScriptOf(text) switch
        {
            NameScript.Hangul => text.Length <= 5 && HangulSurnames.Contains(text[0], StringComparison.Ordinal),
            NameScript.Han => text.Length <= 4 && HanSurnames.Contains(text[0], StringComparison.Ordinal),
            NameScript.Kana => text.Length <= 12,
            NameScript.Latin or NameScript.Cyrillic => LatinName().IsMatch(text),
            _ => false,
        };
    }

    /// <summary>The script of the letters; kana with Han is Kana, other mixtures are Mixed, no letters None.</summary>
    public static NameScript ScriptOf(ReadOnlySpan<char> text)
    {
        var script = NameScript.None;
        foreach (var sign in text)
        {
            var own = ScriptOf(sign);
            if (own == NameScript.None || own == script)
            {
                continue;
            }

            script = script == NameScript.None ? own
                : (script, own) is (NameScript.Han, NameScript.Kana) or (NameScript.Kana, NameScript.Han) ? NameScript.Kana
                : NameScript.Mixed;
        }

        return script;
    }

    private static NameScript ScriptOf(char sign) => sign switch
    {
        >= '\uAC00' and <= '\uD7A3' or >= '\u1100' and <= '\u11FF' or >= '\u3130' and <= '\u318F' => NameScript.Hangul,
        >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF' or >= '\uF900' and <= '\uFAFF' or >= '\uD840' and <= '\uD888' => NameScript.Han,
        >= '\u3040' and <= '\u30FF' => NameScript.Kana,
        >= '\u0400' and <= '\u04FF' => NameScript.Cyrillic,
        < '\u0250' or >= '\u1E00' and <= '\u1EFF' when char.IsLetter(sign) => NameScript.Latin,
        _ => NameScript.None,
    };

    private static bool IsDecimal(ReadOnlySpan<char> text) => text.Count('.') == 1 && text.ContainsAnyExceptInRange('.', '9') == false && !text.Contains('/');

    [GeneratedRegex(@"^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+(?<!\.)@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"^(?:[A-Z]{1,2}-)?\d{4,7}$|^\d{3}[- ]\d{3,4}$|^\d{5}-\d{3,4}$|^\d{2}-\d{3}$|^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$|^[A-Z]\d[A-Z] ?\d[A-Z]\d$|^\d{4} ?[A-Z]{2}$|^[A-Z]{2}-\d{4,5}$|^\d{3} \d{2}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PostalForm();

    [GeneratedRegex(@"^\p{Lu}[\p{L}'’.-]*(?: (?:(?:van|von|de|der|den|da|di|du|la|le|del|dos|bin|al|y|e|und) )*\p{Lu}[\p{L}'’.-]*){1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex LatinName();
}
