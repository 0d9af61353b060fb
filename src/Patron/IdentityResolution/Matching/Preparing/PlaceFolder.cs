using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Towns and provinces: what says only what kind of place it is (市, 특별시, -do) is left out, "St" is Saint.</summary>
internal sealed class PlaceFolder : ValueFolder
{
    // Longest first.
    private static readonly string[] Kinds =
        "특별자치시 특별자치도 특별시 광역시 자치구 特别行政区 自治区 自治州 地区 直辖市 시 도 군 구 省 市 县 区 都 府 县".Split(' ');

    private static readonly FrozenDictionary<string, string> Short = new Dictionary<string, string>
    {
        ["경상남"] = "경남", ["경상북"] = "경북", ["전라남"] = "전남", ["전라북"] = "전북", ["충청남"] = "충남", ["충청북"] = "충북",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly TextDraft words = new();

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        var text = PlainFolding.Fold(raw, words);
        if (text.IsEmpty) return text;
        if (text[^1] >= '\u3000') return Own(text);
        var first = text.IndexOf(' ');
        var longer = first < 0 ? "" : text[..first] switch { "st" or "ste" => "saint", "mt" => "mount", "ft" => "fort", _ => "" };
        if (longer.Length == 0) return text;
        Draft.Clear();
        return Draft.Append(longer).Append(text[first..]).Span;
    }

    private ReadOnlySpan<char> Own(ReadOnlySpan<char> text)
    {
        Draft.Clear();
        foreach (var c in text)
            if (c != ' ') Draft.Append(c);
        foreach (var kind in Kinds)
        {
            if (Draft.Length < kind.Length + 2 || !Draft.Span.EndsWith(kind)) continue;
            Draft.CutTo(Draft.Length - kind.Length);
            break;
        }
        return Short.TryGetValue(Draft.Span.ToString(), out var shorter) ? shorter : Draft.Span;
    }
}
