using System.Text;

namespace Patron.Imports.Reading;

/// <summary>The encodings that files come in, by the names that people and programs give them.</summary>
internal static class TextEncodings
{
    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = "utf-8", ["utf-8-sig"] = "utf-8", ["utf8bom"] = "utf-8", ["unicode"] = "utf-16",
        ["ansi"] = "windows-1252", ["cp1252"] = "windows-1252", ["1252"] = "windows-1252", ["latin1"] = "iso-8859-1", ["latin-1"] = "iso-8859-1",
        ["cp949"] = "ks_c_5601-1987", ["949"] = "ks_c_5601-1987", ["uhc"] = "ks_c_5601-1987", ["windows-949"] = "ks_c_5601-1987", ["euckr"] = "ks_c_5601-1987", ["euc-kr"] = "ks_c_5601-1987",
        ["gbk"] = "gb18030", ["gb2312"] = "gb18030", ["cp936"] = "gb18030", ["936"] = "gb18030",
        ["cp950"] = "big5", ["950"] = "big5", ["sjis"] = "shift_jis", ["cp932"] = "shift_jis", ["932"] = "shift_jis",
    };

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of that name, or null. Bytes that it cannot read are kept as <see cref="UndecodedBytes"/>.</summary>
    public static Encoding? Find(string name)
    {
        var asked = name.Trim();
        asked = Nicknames.GetValueOrDefault(asked, asked);
        try
        {
            var wide = asked.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) || asked.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase);
            return Encoding.GetEncoding(asked, EncoderFallback.ReplacementFallback, new KeepsBytesFallback(byteWise: !wide));
        }
        catch (ArgumentException)
        {
            // The framework has no other way to ask whether a name is known.
            return null;
        }
    }
}
