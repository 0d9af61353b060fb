using System.Globalization;
using System.Text;

namespace Patron.Tests.IdentityResolution.Linking.Made;

/// <summary>
/// Organisations as several systems know them, with the truth, in English, Chinese and Korean: legal forms that come and go, abbreviated words, another order,
/// initials, slips, moves, missing fields. Sister companies (one family of names, other trades), branches in other towns that are parties of their own, and
/// namesakes are among them. One seed makes one file.
/// </summary>
internal sealed class MadeOrganisations(int seed)
{
    public const string Header = "id,company,address,city,phone,website,party";

    private static readonly string[] EnglishFirst = "Northfield Harbor Summit Evergreen Blue|River Stonebridge Pacific Atlas Pinnacle Silver|Lake Golden|Gate Redwood Liberty Crescent Sterling Beacon Ironwood Meridian Cascade Granite Lakeside Sunrise Heritage Frontier Keystone Vanguard Highland Oakmont Westbrook Ashford Kingsley Marlow Thornton Aldridge Calloway Brightwater Fairmont Delmar Quantum Zenith Orion Vertex Nimbus Halcyon Corvus Astra Lumen Tesseract Borealis Kestrel".Split(' ');
    private static readonly string[] EnglishTrade = "Manufacturing|Mfg International|Trading|Intl|Trading Technologies|Tech Engineering|Eng Consulting|Consulting Pharmaceuticals|Pharma Foods|Foods Logistics|Logistics Construction|Constr Electronics|Elec Systems|Sys Insurance|Ins Properties|Prop Furniture|Furniture Printing|Printing Motors|Motors Chemicals|Chem Textiles|Textiles Software|Software Medical|Services|Medical|Svcs Security|Security Energy|Energy Financial|Services|Financial|Svcs".Split(' ');
    private static readonly string[] EnglishForms = "Ltd/Limited/Ltd. Inc/Inc./Incorporated LLC/L.L.C. Corp/Corporation/Corp. Co/Company/Co. GmbH/GmbH PLC/plc".Split(' ');
    private const string ChineseFirst = "华信中源东方金龙天宇恒通鼎盛博雅瑞丰宏达新百川海纳长城光明万蓝嘉禾永兴世星辰卓远航德胜康福正大泰和同利银河飞鸿凯亿腾宝昌隆珠顺友";
    private static readonly string[] ChineseTrade = "科技 贸易 电子 建筑工程 物流 食品 医药 房地产开发 化工 机械制造 服装 广告传媒 软件 环保 汽车销售 投资管理".Split(' ');
    private const string KoreanFirst = "한빛대성미래동양삼정우리세종청솔울아신영태광금호유진나다온누가해원경현보이레늘푸른하로좋은두림산천명건일화";
    private static readonly string[] KoreanTrade = "테크 전자 건설 물산 식품 제약 화학 물류 소프트 산업 기계 섬유 상사 엔지니어링 에너지 디자인".Split(' ');

    // Aligned with the letters above: what firms write on their signs.
    private static readonly string[] ChineseRead = "hua xin zhong yuan dong fang jin long tian yu heng tong ding sheng bo ya rui feng hong da xin bai chuan hai na chang cheng guang ming wan lan jia he yong xing shi xing chen zhuo yuan hang de sheng kang fu zheng da tai he tong li yin he fei hong kai yi teng bao chang long zhu shun you".Split(' ');
    private static readonly string[] KoreanRead = "han bit/vit dae sung/seong mi rae dong yang sam jung/jeong woo ri/lee se jong chung/cheong sol ul a shin/sin young/yeong tae kwang/gwang keum/geum ho yoo/yu jin na da on nu ga hae won kyung/gyeong hyun/hyeon bo i re neul pu reun ha ro jo eun doo/du rim san chun/cheon myung/myeong gun/geon il hwa".Split(' ');
    private static readonly string[] ChineseTradeRead = "Technology Trading Electronics Construction|Engineering Logistics Foods Pharmaceutical Real|Estate|Development Chemical Machinery|Manufacturing Garment Advertising|Media Software Environmental|Protection Auto|Sales Investment|Management".Split(' ');
    private static readonly string[] KoreanTradeRead = "Tech Electronics Construction Mulsan Foods Pharmaceutical Chemical Logistics Soft Industries Machinery Textile Trading Engineering Energy Design".Split(' ');

    private readonly Random random = new(seed);
    private readonly List<string> rows = [];
    private int parties;

    public string Csv(int count)
    {
        while (parties < count) Make((MadeLanguage)(parties % 3));
        var order = rows.ToArray();
        random.Shuffle(order);
        var text = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < order.Length; i++) text.Append(CultureInfo.InvariantCulture, $"o{i + 1},{order[i]}\n");
        return text.ToString();
    }

    private void Make(MadeLanguage language)
    {
        var made = Party(language, First(language));
        Records(made);
        var kin = random.NextDouble();
        if (kin < .08) Records(Party(language, made.First)); // a sister in another trade, a namesake at times
        else if (kin < .11) Records(Party(language, made.First) with { Trade = made.Trade, Site = random.Chance(.5) ? made.Site : null }); // a branch
    }

    private string First(MadeLanguage language) => language switch
    {
        MadeLanguage.Chinese => Letters(ChineseFirst, random.Chance(.2) ? 3 : 2),
        MadeLanguage.Korean => Letters(KoreanFirst, random.Chance(.3) ? 3 : 2),
        _ => (random.Chance(.5) ? new MadeNames(random).EnglishFamily() : random.Pick<string>(EnglishFirst)).Replace('|', ' ') + (random.Chance(.35) ? " " + random.Pick<string>(EnglishFirst).Replace('|', ' ') : random.Chance(.2) ? " & Sons" : ""),
    };

    private string Letters(string from, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => from[random.Next(from.Length)]));

    private MadeParty Party(MadeLanguage language, string first)
    {
        var trade = random.Pick<string>(language switch { MadeLanguage.Chinese => ChineseTrade, MadeLanguage.Korean => KoreanTrade, _ => EnglishTrade });
        var site = language == MadeLanguage.English ? string.Concat($"{first}{trade.Split('|')[0]}".ToLowerInvariant().Where(char.IsAsciiLetter)) + random.Pick(".com", ".net", ".co.uk")
            : $"{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}{random.Pick("tech", "group", "corp", "trade")}{random.Next(1000)}{(language == MadeLanguage.Chinese ? ".cn" : ".co.kr")}";
        return new(language, first, trade, random.Pick<string>(EnglishForms), MadeHomes.Of(language, random), MadeHomes.Mobile(language, random), random.Chance(.8) ? site : null);
    }

    private void Records(MadeParty party)
    {
        parties++;
        var count = random.NextDouble() switch { < .35 => 1, < .7 => 2, < .88 => 3, _ => 4 };
        var now = party;
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && random.Chance(.1)) now = now with { Home = MadeHomes.Of(party.Language, random) };
            if (i > 0 && random.Chance(.12)) now = now with { Phone = MadeHomes.Mobile(party.Language, random) };
            var phone = random.Chance(.25) ? "" : MadeHomes.Written(now.Language, now.Phone, random);
            var address = random.Chance(.2) ? "" : now.Home.Written(now.Language, random);
            var site = now.Site is null || random.Chance(.35) ? "" : random.Pick("", "www.", "https://www.", "http://") + now.Site;
            if (phone.Length + address.Length + site.Length == 0) address = now.Home.Written(now.Language, random);
            var fields = new[] { Name(now), address, random.Chance(.12) ? "" : now.Home.CityWritten(now.Language, random), phone, site, $"p{parties}" };
            rows.Add(string.Join(',', fields.Select(f => f.Contains(',', StringComparison.Ordinal) ? $"\"{f}\"" : f)));
        }
    }

    private string Name(MadeParty p) => p.Language switch
    {
        MadeLanguage.English => English(p),
        _ when random.Next(6) == 0 => Latin(p),
        MadeLanguage.Chinese => Chinese(p),
        _ => Korean(p),
    };

    /// <summary>As one system in six has it that knows no other letters.</summary>
    private string Latin(MadeParty p)
    {
        var (letters, read, trades, words) = p.Language == MadeLanguage.Chinese ? (ChineseFirst, ChineseRead, ChineseTrade, ChineseTradeRead) : (KoreanFirst, KoreanRead, KoreanTrade, KoreanTradeRead);
        var syllables = p.First.Select(c => random.Pick<string>(read[letters.IndexOf(c, StringComparison.Ordinal)].Split('/'))).ToArray();
        var first = random.Chance(.15) ? string.Join(' ', syllables) : string.Concat(syllables);
        var name = $"{char.ToUpperInvariant(first[0])}{first[1..]} {words[Array.IndexOf(trades, p.Trade)].Replace('|', ' ')}";
        return random.Next(5) switch { 0 => name, 1 => name.ToUpperInvariant(), 2 => $"{name} Co., Ltd.", 3 => $"{name} Corp.", _ => $"{name} Co.,Ltd" };
    }

    private string English(MadeParty p)
    {
        var words = p.Trade.Split('|');
        var trade = string.Join(' ', words.Take(words.Length / 2));
        var form = random.Pick<string>(p.Form.Split('/'));
        if (random.Chance(.25)) trade = string.Join(' ', words.Skip(words.Length / 2));
        var first = random.Chance(.3) ? p.First.Replace("&", "and", StringComparison.Ordinal) : p.First;
        if (random.Chance(.06)) first = random.Slip(first);
        return random.Next(14) switch
        {
            0 => $"{first} {trade}".ToUpperInvariant(),
            1 => $"The {first} {trade} {form}",
            2 => $"{trade}, {first} {form}",
            3 or 4 => $"{first} {trade}",
            5 => $"{first} {trade}, {form}",
            6 => $"{first} {trade} ({p.Home.City}) {form}",
            7 => string.Concat($"{p.First} {trade}".Split(' ').Where(w => char.IsLetter(w[0])).Select(w => w[0])) + $" {form}",
            _ => $"{first} {trade} {form}",
        };
    }

    private string Chinese(MadeParty p) => random.Next(10) switch
    {
        0 => $"{p.First}{p.Trade}",
        1 => $"{p.Home.City}{p.First}{p.Trade}有限责任公司",
        2 => $"{p.First}{p.Trade}（{p.Home.City}）有限公司",
        3 => $"{p.Home.City}市{p.First}{p.Trade}有限公司",
        4 => $"{p.First}{p.Trade}股份有限公司",
        _ => $"{p.Home.City}{p.First}{p.Trade}有限公司",
    };

    private string Korean(MadeParty p) => random.Next(10) switch
    {
        0 => $"{p.First}{p.Trade}",
        1 => $"(주){p.First}{p.Trade}",
        2 => $"㈜{p.First} {p.Trade}",
        3 => $"{p.First}{p.Trade}(주)",
        4 => $"{p.First} {p.Trade} 주식회사",
        _ => $"주식회사 {p.First}{p.Trade}",
    };
}

internal sealed record MadeParty(MadeLanguage Language, string First, string Trade, string Form, MadeHome Home, string Phone, string? Site);
