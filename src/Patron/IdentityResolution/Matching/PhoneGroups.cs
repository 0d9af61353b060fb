using System.Globalization;
using System.Text;

namespace Patron.IdentityResolution.Matching;

/// <summary>Where people put the blanks in a national number.</summary>
internal static class PhoneGroups
{
    // calling code, first digits (* for any), length, groups; the first row that fits counts
    private static readonly (string Code, string Start, int Length, string Groups)[] Rows =
    [
        ("1", "*", 10, "334"),
        ("7", "*", 10, "334"),
        ("44", "2", 10, "244"), ("44", "11", 10, "334"), ("44", "1", 10, "46"), ("44", "7", 10, "46"), ("44", "*", 10, "334"),
        ("353", "1", 8, "134"), ("353", "8", 9, "234"),
        ("33", "*", 9, "12222"), ("49", "1", 10, "37"), ("49", "1", 11, "38"), ("49", "30", 10, "28"), ("49", "30", 9, "27"), ("49", "40", 10, "28"), ("49", "69", 10, "28"), ("49", "89", 10, "28"),
        ("31", "6", 9, "144"), ("31", "*", 9, "234"), ("32", "4", 9, "3222"), ("32", "2", 8, "1322"), ("41", "*", 9, "2322"),
        ("39", "3", 10, "334"), ("39", "06", 10, "244"), ("39", "02", 10, "244"),
        ("45", "*", 8, "2222"), ("47", "4", 8, "323"), ("47", "9", 8, "323"), ("47", "*", 8, "2222"), ("46", "7", 9, "2322"), ("46", "8", 9, "1332"),
        ("30", "21", 10, "244"), ("30", "*", 10, "334"),
        ("61", "4", 9, "333"), ("61", "*", 9, "144"), ("81", "3", 9, "144"), ("81", "6", 9, "144"), ("81", "*", 10, "244"),
        ("82", "2", 8, "134"), ("82", "2", 9, "144"), ("82", "*", 10, "244"), ("82", "*", 9, "234"),
        ("86", "1", 11, "344"), ("86", "10", 10, "244"), ("86", "2", 10, "244"), ("86", "*", 11, "344"), ("86", "*", 10, "334"),
        ("886", "9", 9, "333"), ("886", "2", 9, "144"), ("886", "*", 8, "134"), ("886", "*", 9, "144"),
        ("55", "*", 11, "254"), ("55", "*", 10, "244"), ("972", "5", 9, "234"), ("972", "*", 8, "134"), ("971", "5", 9, "234"), ("971", "*", 8, "134"), ("966", "*", 9, "234"),
    ];

    public static string Of(string callingCode, string number)
    {
        foreach (var (code, start, length, groups) in Rows)
        {
            if (code == callingCode && length == number.Length && (start == "*" || number.StartsWith(start, StringComparison.Ordinal)))
                return Split(number, groups);
        }
        return Split(number, Even(number.Length));
    }

    /// <summary>Groups of three, with one or two of four at the end so that none is left short.</summary>
    private static string Even(int length) => length switch
    {
        <= 4 => length.ToString(CultureInfo.InvariantCulture),
        5 => "23",
        8 => "44",
        _ => "3" + Even(length - 3),
    };

    private static string Split(string number, string groups)
    {
        var text = new StringBuilder(number.Length + groups.Length);
        var from = 0;
        foreach (var size in groups)
        {
            if (from > 0) text.Append(' ');
            text.Append(number, from, size - '0');
            from += size - '0';
        }
        return text.ToString();
    }
}
