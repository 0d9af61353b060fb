namespace Patron.Tests.IdentityResolution.Linking.Made;

/// <summary>Where somebody lives. The ways to write it are those of the country.</summary>
internal sealed record MadeHome(string Street, int Number, string City)
{
    public string Written(MadeLanguage language, Random random) => language switch
    {
        MadeLanguage.Chinese => random.Chance(.3) ? $"{Wide(Street)}{Wide($"{Number}")}号" : random.Chance(.3) ? $"{Street}{Number}号{random.Next(1, 20)}楼" : $"{Street}{Number}号",
        MadeLanguage.Korean => random.Chance(.3) ? $"{Street} {Number}, {random.Next(1, 30)}층" : random.Chance(.2) ? $"{Street}{Number}" : $"{Street} {Number}",
        _ => random.Chance(.06) ? $"{Number} {random.Slip(Street)}" : random.Chance(.4)
            ? $"{Number} {Street.Replace("Street", random.Pick("St", "St."), StringComparison.Ordinal).Replace("Road", "Rd", StringComparison.Ordinal).Replace("Avenue", "Ave.", StringComparison.Ordinal).Replace("Lane", "Ln", StringComparison.Ordinal)}"
            : $"{Number} {Street}",
    };

    public string CityWritten(MadeLanguage language, Random random) => language switch
    {
        MadeLanguage.Chinese => random.Chance(.4) ? City + "市" : City,
        MadeLanguage.Korean => City is "서울" ? random.Pick("서울", "서울특별시", "서울시") : random.Pick(City, City + "시", City),
        _ => random.Chance(.05) ? random.Slip(City) : random.Chance(.1) ? City.ToUpperInvariant() : City,
    };

    private static string Wide(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '０') : c));
}

internal static class MadeHomes
{
    private static readonly string[] ChineseStreets = "长安街 北京路 南京路 复兴路 中山路 人民路 解放路 建设路 和平路 文化路 光明路 幸福路 胜利路 新华路 工业路 友谊路 延安路 淮海路 四川路 金陵路 朝阳路 东风路 红旗路 园林路 学府路 科技路 环城路 滨江路 花园路 青年路".Split(' ');
    private static readonly string[] ChineseCities = "北京 上海 广州 深圳 天津 重庆 成都 武汉 杭州 南京 西安 苏州 长沙 青岛 大连 宁波".Split(' ');
    private static readonly string[] KoreanStreets = "테헤란로 강남대로 세종대로 종로 을지로 퇴계로 한강대로 서초대로 양재대로 올림픽로 송파대로 월드컵로 신촌로 마포대로 경인로 중앙로 해운대로 광안로 동성로 대학로 평화로 시청로 번영로 달구벌대로 상무대로".Split(' ');
    private static readonly string[] KoreanCities = "서울 부산 대구 인천 광주 대전 울산 수원 성남 고양 용인 창원 청주 전주 천안".Split(' ');
    private static readonly string[] EnglishStreets = "Main Oak Maple Cedar Park Pine Elm Washington Lake Hill Walnut Spring North Ridge Church Willow Mill Sunset Railroad Jackson Highland Forest River Meadow Broad Chestnut Franklin Cherry Dogwood Victoria Queen Albert Station Orchard".Split(' ');
    private static readonly string[] EnglishKinds = "Street Road Avenue Lane Drive Court".Split(' ');
    private static readonly string[] EnglishCities = "Springfield Riverside Franklin Clinton Georgetown Salem Madison Fairview Bristol Dover Oxford Arlington Ashland Burlington Manchester Milton Newport Auburn Dayton Lexington Milford Winchester Cleveland Hudson Kingston Jackson".Split(' ');

    public static MadeHome Of(MadeLanguage language, Random random) => language switch
    {
        MadeLanguage.Chinese => new(random.Pick<string>(ChineseStreets), random.Next(1, 999), random.Pick<string>(ChineseCities)),
        MadeLanguage.Korean => new(random.Pick<string>(KoreanStreets), random.Next(1, 600), random.Pick<string>(KoreanCities)),
        _ => new($"{random.Pick<string>(EnglishStreets)} {random.Pick<string>(EnglishKinds)}", random.Next(1, 999), random.Pick<string>(EnglishCities)),
    };

    public static string MailHost(MadeLanguage language, Random random) => language switch
    {
        MadeLanguage.Chinese => random.Pick("qq.com", "163.com", "126.com", "sina.com"),
        MadeLanguage.Korean => random.Pick("naver.com", "daum.net", "gmail.com", "hanmail.net"),
        _ => random.Pick("gmail.com", "yahoo.com", "outlook.com", "example.org"),
    };

    public static string Mobile(MadeLanguage language, Random random) => language switch
    {
        MadeLanguage.Chinese => "1" + random.Pick("38", "39", "50", "86", "77") + random.Digits(8),
        MadeLanguage.Korean => "010" + random.Next(2, 10) + random.Digits(7),
        _ => $"{random.Next(2, 10)}{random.Digits(2)}{random.Next(2, 10)}{random.Digits(6)}",
    };

    /// <summary>The same number as different hands write it; now and then with a slip.</summary>
    public static string Written(MadeLanguage language, string phone, Random random)
    {
        if (random.Chance(.03)) phone = phone[..^4] + random.Digits(1) + phone[^3..];
        var (a, b, c) = language == MadeLanguage.English ? (phone[..3], phone[3..6], phone[6..]) : (phone[..3], phone[3..7], phone[7..]);
        var international = language switch { MadeLanguage.Chinese => $"86 {a}", MadeLanguage.Korean => $"82 {a[1..]}", _ => $"1 {a}" };
        return random.Next(6) switch
        {
            0 => $"{a}-{b}-{c}",
            1 => $"+{international} {b} {c}",
            2 => $"{a} {b} {c}",
            3 => language == MadeLanguage.English ? $"({a}) {b}-{c}" : $"00{international}-{b}-{c}",
            _ => phone,
        };
    }
}
