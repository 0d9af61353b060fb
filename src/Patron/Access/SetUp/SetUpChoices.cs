using Patron.Kernel.Texts;

namespace Patron.Access.SetUp;

/// <summary>What the page proposes to a reader of each language.</summary>
internal static class SetUpChoices
{
    public static (string Currency, string TimeZone) Proposed(Language language) => language.Tag switch
    {
        "ko" => ("KRW", "Asia/Seoul"),
        "zh-Hans" => ("CNY", "Asia/Shanghai"),
        "zh-Hant" => ("TWD", "Asia/Taipei"),
        _ => ("GBP", "Europe/London"),
    };
}
