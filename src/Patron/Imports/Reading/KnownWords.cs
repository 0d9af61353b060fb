using System.Collections.Frozen;

namespace Patron.Imports.Reading;

/// <summary>Words with one meaning each, whatever the language of the file: countries, languages, sexes, yes and no.</summary>
internal static class KnownWords
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Countries = ByText(CountryNames.Table);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Languages = ByText(
        """
        en|eng|english|englisch|영어|英语|英語|英文
        de|ger|deu|german|deutsch|독일어|德语|德語|德文
        ko|kor|korean|koreanisch|한국어|韩语|韓語|韓文|韩文|朝鲜语
        zh-Hans|zh|zho|chi|zh-cn|zh_cn|zh-sg|chs|chinese|simplified chinese|chinese (simplified)|chinesisch|중국어|중국어 간체|中文|汉语|简体中文|简体|簡體中文
        zh-Hant|zh-tw|zh_tw|zh-hk|cht|traditional chinese|chinese (traditional)|중국어 번체|繁體中文|繁体中文|繁體|正體中文|國語
        ja|jpn|japanese|japanisch|일본어|日语|日語|日文
        fr|fre|fra|french|französisch|français|프랑스어|法语|法語|法文
        es|spa|spanish|spanisch|español|스페인어|西班牙语|西班牙語
        it|ita|italian|italienisch|italiano|이탈리아어|意大利语|義大利語
        pt|por|pt-br|portuguese|portugiesisch|português|포르투갈어|葡萄牙语|葡萄牙語
        nl|dut|nld|dutch|niederländisch|nederlands|네덜란드어|荷兰语|荷蘭語
        pl|pol|polish|polnisch|polski|폴란드어|波兰语|波蘭語
        sv|swe|swedish|schwedisch|svenska|스웨덴어|瑞典语|瑞典語
        da|dan|danish|dänisch|dansk|덴마크어|丹麦语|丹麥語
        nb|no|nor|nob|norwegian|norwegisch|norsk|노르웨이어|挪威语|挪威語
        fi|fin|finnish|finnisch|suomi|핀란드어|芬兰语|芬蘭語
        cs|cze|ces|czech|tschechisch|čeština|체코어|捷克语|捷克語
        hu|hun|hungarian|ungarisch|magyar|헝가리어|匈牙利语|匈牙利語
        ru|rus|russian|russisch|русский|러시아어|俄语|俄語|俄文
        tr|tur|turkish|türkisch|türkçe|터키어|튀르키예어|土耳其语|土耳其語
        ar|ara|arabic|arabisch|아랍어|阿拉伯语|阿拉伯語
        vi|vie|vietnamese|vietnamesisch|베트남어|越南语|越南語
        th|tha|thai|thailändisch|태국어|泰语|泰語|泰文
        id|ind|indonesian|indonesisch|인도네시아어|印尼语|印尼語
        """,
        ("en-us", "en"), ("en-gb", "en"), ("de-de", "de"), ("de-at", "de"), ("de-ch", "de"), ("ko-kr", "ko"), ("ja-jp", "ja"), ("fr-fr", "fr"));

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Sexes = ByText(
        """
        male|m|man|boy|männlich|mann|herr|mr|mr.|남|남자|남성|男|男性|男士|先生
        female|f|w|woman|girl|weiblich|frau|mrs|ms|mrs.|ms.|miss|여|여자|여성|女|女性|女士|小姐
        diverse|d|x|other|non-binary|nonbinary|divers|기타|其他|其它
        """);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> YesNo = ByText(
        """
        yes|y|true|t|1|on|ja|j|wahr|예|네|동의|o|是|有|对|對|真|同意
        no|n|false|f|0|off|nein|falsch|아니오|아니요|거부|미동의|x|否|无|無|不|假|不同意|沒有|没有
        """);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> CustomerKinds = ByText(
        """
        person|p|individual|private|consumer|b2c|contact|privat|privatperson|privatkunde|개인|개인고객|个人|個人
        organisation|o|organization|company|business|b2b|corporate|firm|firma|geschäftskunde|unternehmen|법인|기업|회사|公司|企业|企業|法人
        """);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Directions = ByText(
        """
        in|inbound|incoming|received|i|eingehend|수신|인바운드|呼入|来电|來電|收到
        out|outbound|outgoing|sent|o|ausgehend|발신|아웃바운드|呼出|去电|去電|发出|發出
        """);

    /// <summary>ISO 3166-1 code of two letters, or null.</summary>
    public static string? Country(ReadOnlySpan<char> text) => Find(Countries, text);

    /// <summary>Tag of the language (en, ko, zh-Hans), or null.</summary>
    public static string? Language(ReadOnlySpan<char> text) => Find(Languages, text);

    /// <summary>male, female, diverse, or null.</summary>
    public static string? Sex(ReadOnlySpan<char> text) => Find(Sexes, text);

    public static bool? IsYes(ReadOnlySpan<char> text) => Find(YesNo, text) is { } word ? word == "yes" : null;

    /// <summary>person, organisation, or null.</summary>
    public static string? CustomerKind(ReadOnlySpan<char> text) => Find(CustomerKinds, text);

    /// <summary>in, out, or null.</summary>
    public static string? Direction(ReadOnlySpan<char> text) => Find(Directions, text);

    private static string? Find(FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> words, ReadOnlySpan<char> text) =>
        words.TryGetValue(text.Trim(), out var meaning) ? meaning : null;

    /// <summary>Each line holds the meaning and, behind it, other words for it; the first meaning of a word counts.</summary>
    private static FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ByText(string table, params (string Word, string Meaning)[] more)
    {
        var words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var names = line.Split('|');
            foreach (var name in names)
            {
                words.TryAdd(name, names[0]);
            }
        }

        foreach (var (word, meaning) in more)
        {
            words.TryAdd(word, meaning);
        }

        return words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
