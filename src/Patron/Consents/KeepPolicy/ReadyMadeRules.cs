using Patron.Consents.Contracts;

namespace Patron.Consents.KeepPolicy;

/// <summary>The rules to begin with; docs/contact-policy.md tells of each where it is written. They are no legal advice, and each can be changed.</summary>
internal static class ReadyMadeRules
{
    private const string Email = ContactChannels.Email, Phone = ContactChannels.Phone, Sms = ContactChannels.Sms;

    private static readonly string[] Union =
        ["AT", "BE", "BG", "HR", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO"];

    public static IReadOnlyList<CountryRule> All { get; } =
    [
        new("KR", ["KR"], [Email, Phone, Sms], Hour(21), Hour(8), [Phone, Sms], NightConsent: true, [], [], "(광고) ", AddressLine: true, OneClick: true, "Asia/Seoul",
            "정보통신망법 제50조 (Network Act, art. 50); 시행령 제61조, 제62조"),
        new("EU", Union, [Email, Phone, Sms], Hour(20), Hour(8), [Phone, Sms], NightConsent: false, [DayOfWeek.Sunday], ["01-01", "12-25", "12-26"], "", AddressLine: true, OneClick: true, null,
            "2002/58/EC art. 13; (EU) 2016/679 art. 6, 7, 21; 2000/31/EC art. 6"),
        new("GB", ["GB"], [Email, Sms], Hour(20), Hour(8), [Phone, Sms], NightConsent: false, [], ["12-25"], "", AddressLine: true, OneClick: true, "Europe/London",
            "PECR 2003 (SI 2003/2426) reg. 21 to 24; UK GDPR art. 7, 21"),
        new("CN", ["CN"], [Email, Phone, Sms], Hour(22), Hour(8), [Phone, Sms], NightConsent: false, [], [], "（广告）", AddressLine: false, OneClick: true, "Asia/Shanghai",
            "互联网电子邮件服务管理办法 第十三条、第十四条; 通信短信息服务管理规定 第十八条至第二十条; 个人信息保护法 第二十四条"),
        new("US", ["US"], [Sms], Hour(21), Hour(8), [Phone, Sms], NightConsent: false, [], [], "", AddressLine: true, OneClick: true, null,
            "CAN-SPAM Act, 15 U.S.C. 7704; TCPA, 47 U.S.C. 227; 47 CFR 64.1200(c)(1)"),
        new(CountryRule.Others, [], [Email, Phone, Sms], Hour(20), Hour(8), [Phone, Sms], NightConsent: false, [DayOfWeek.Sunday], [], "", AddressLine: true, OneClick: true, null, ""),
    ];

    private static int Hour(int hour) => hour * 60;
}
