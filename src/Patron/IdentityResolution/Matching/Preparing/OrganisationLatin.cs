using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// Chinese and Korean firm names as firms write them in Latin letters: what is a name is read aloud (pinyin, Revised Romanisation), words of a trade are
/// translated (华信科技 and Huaxin Technology, 한빛전자 and Hanbit Electronics). It is compared only where one of two names is in Latin letters.
/// </summary>
internal static class OrganisationLatin
{
    private const int MostTrades = 3;

    // In the folded form of OrganisationFolder on both sides, "_" for a blank; longer words are tried first.
    private static readonly (string Own, string Latin)[] Trades = [.. (
        "科技=technologies 技术=technologies 贸易=trading 商贸=trading 电子=electronics 电器=electric 电气=electric 建筑=construction 建设=construction 工程=engineering 物流=logistics 运输=transport 食品=foods 医药=pharmaceuticals " +
        "制药=pharmaceuticals 医疗=medical 房地产=real_estate 地产=real_estate 置业=properties 开发=development 化工=chemicals 化学=chemicals 机械=machinery 机电=electromechanical 制造=manufacturing 服装=garment 服饰=garment 纺织=textiles 广告=advertising " +
        "传媒=media 文化=culture 软件=software 信息=information 网络=network 通信=communications 环保=environmental_protection 环境=environment 汽车=auto 销售=sales 投资=investments 管理=management 咨询=consulting 国际=international 实业=industries " +
        "工业=industries 产业=industries 材料=materials 能源=energy 电力=power 钢铁=steel 家具=furniture 印刷=printing 包装=packaging 旅游=travel 教育=education 保险=insurance 金融=financial 银行=bank 证券=securities 酒店=hotel 餐饮=catering 农业=agriculture " +
        "生物=bio 光电=optoelectronics 半导体=semiconductor 设备=equipment 服务=services 控股=holdings 集团=group " +
        "테크=technologies 전자=electronics 전기=electric 건설=construction 건축=construction 물산=mulsan 식품=foods 푸드=foods 제약=pharmaceuticals 의료=medical 화학=chemicals 물류=logistics 로지스틱스=logistics 소프트=soft 소프트웨어=software 산업=industries 기계=machinery " +
        "중공업=heavy_industries 공업=industries 섬유=textiles 상사=trading 무역=trading 엔지니어링=engineering 에너지=energy 디자인=design 정보통신=information_communications 통신=communications 정보=information 네트웍스=networks 네트워크=network 시스템=systems " +
        "시스템즈=systems 인터내셔널=international 국제=international 글로벌=global 자동차=motors 모터스=motors 운송=transport 해운=shipping 항공=airlines 철강=steel 금속=metal 금융=financial 은행=bank 증권=securities 보험=insurance 생명=life 투자=investments 개발=development " +
        "건설산업=construction_industries 가구=furniture 인쇄=printing 포장=packaging 출판=publishing 미디어=media 광고=advertising 교육=education 여행=travel 호텔=hotel 유통=distribution 쇼핑=shopping 바이오=bio 반도체=semiconductor 솔루션=solutions 서비스=services " +
        "컨설팅=consulting 홀딩스=holdings 그룹=group 환경=environment 농업=agriculture 화장품=cosmetics 패션=fashion").Split(' ').Select(Pair).OrderByDescending(p => p.Own.Length)];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = Trades.SelectMany(t => t.Latin.Split(' ')).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Null where a character has no reading.</summary>
    /// <param name="folded">As <see cref="OrganisationFolder"/> has it; what stands in it in Latin letters stays.</param>
    public static string? Of(string folded)
    {
        var words = new List<string>();
        foreach (var part in folded.Split(' '))
        {
            if (part.Length == 0) continue;
            if (part[0] < '\u3041')
            {
                words.Add(part);
                continue;
            }
            if (Read(part) is not { } read) return null;
            words.Add(read);
        }
        return string.Join(' ', words);
    }

    /// <summary>The name is read, the trades behind it are translated.</summary>
    private static string? Read(string own)
    {
        var (name, trades) = (own, "");
        for (var taken = 0; taken < MostTrades; taken++)
        {
            var trade = Array.Find(Trades, t => name.Length > t.Own.Length && name.EndsWith(t.Own, StringComparison.Ordinal));
            if (trade.Own is null) break;
            (name, trades) = (name[..^trade.Own.Length], $" {trade.Latin}{trades}");
        }
        var read = NameFolding.ScriptOf(name) switch
        {
            NameScript.Hangul => HangulReadings.Romanised(name),
            NameScript.Han => HanPinyin.Given(name),
            _ => null,
        };
        return read is null ? null : read + trades;
    }

    /// <summary>Words of a name in Latin letters: syllables that stand apart (Hua Xin, Han-bit) are one word before the trade.</summary>
    public static string OfLatin(string folded)
    {
        var words = folded.Split(' ');
        var syllables = 0;
        while (syllables < words.Length && !Words.Contains(words[syllables]) && IsSyllable(words[syllables])) syllables++;
        return syllables < 2 ? folded : string.Join(' ', [string.Concat(words[..syllables]), .. words[syllables..]]);
    }

    private static bool IsSyllable(string word) => HanPinyin.Syllables.Contains(word) || KoreanSyllables.Fit(word);

    private static (string Own, string Latin) Pair(string text)
    {
        var at = text.IndexOf('=');
        return (text[..at], text[(at + 1)..].Replace('_', ' '));
    }
}
