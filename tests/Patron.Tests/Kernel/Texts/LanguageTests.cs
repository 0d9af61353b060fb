using Patron.Kernel.Texts;

namespace Patron.Tests.Kernel.Texts;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(null, null, "en")]
    [InlineData(null, "", "en")]
    [InlineData(null, "de-AT,fr;q=0.5", "en")]
    [InlineData(null, "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant")]
    [InlineData(null, "zh-HK", "zh-Hant")]
    [InlineData(null, "zh-Hans-HK", "zh-Hans")]
    [InlineData(null, "zh-CN", "zh-Hans")]
    [InlineData(null, "zh", "zh-Hans")]
    [InlineData(null, "zh-SG", "zh-Hans")]
    [InlineData(null, "en;q=0.3, ko-KR;q=0.8", "ko")]
    [InlineData(null, "ko;q=0, en", "en")]
    [InlineData(null, "fr, ko;q=nonsense, zh-TW;q=0.1", "zh-Hant")]
    [InlineData("ko", "en", "ko")]
    [InlineData("klingon", "zh-TW", "zh-Hant")]
    public void The_stored_choice_goes_before_the_browser_s_wish_and_English_is_left(string? stored, string? header, string tag) =>
        Assert.Equal(tag, Language.Choose(stored, header).Tag);
}
