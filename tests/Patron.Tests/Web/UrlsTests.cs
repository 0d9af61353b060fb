using Microsoft.AspNetCore.Http;
using Patron.Web;
using Patron.Web.Components;
using Patron.Web.Errors;

namespace Patron.Tests.Web;

public sealed class UrlsTests
{
    private static HttpRequest Request(string path, string query) => new DefaultHttpContext { Request = { Path = path, QueryString = new(query) } }.Request;

    [Fact]
    public void A_changed_address_keeps_the_other_parameters_and_drops_what_is_null() =>
        Assert.Equal("/customers?q=a%26b&tag=1&tag=2&sort=-spent", Urls.With(Request("/customers", "?q=a%26b&sort=name&tag=1&tag=2&after=x"), ("sort", "-spent"), ("after", null)));

    [Theory]
    [InlineData("/customers?q=1", "/customers?q=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nb", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void One_goes_back_only_to_this_site(string? url, string to) => Assert.Equal(to, Urls.Local(url));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.015, 0)]
    [InlineData(0.016, 1)]
    [InlineData(0.5, 5)]
    [InlineData(1, 7)]
    [InlineData(7, 7)]
    [InlineData(double.NaN, 0)]
    public void A_heat_map_s_shade_is_the_square_root_in_eight_steps(double share, int shade) => Assert.Equal(shade, HeatCell.ShadeOf(share));

    [Theory]
    [InlineData("김서연", null, "ko")]
    [InlineData("陳雅婷", "zh-Hant", "zh-Hant")]
    [InlineData("陈雅婷", "en", "zh-Hans")]
    [InlineData("さくら 花", null, "ja")]
    [InlineData("Seo-yeon Kim", "ko", null)]
    public void A_name_is_marked_with_the_language_of_its_script(string name, string? known, string? lang) => Assert.Equal(lang, NameScript.LanguageOf(name, known));

    [Theory]
    [InlineData("4f19c2ab77", "4F19-C2AB")]
    [InlineData("0H:1", "0000-00H1")]
    public void An_error_s_code_is_short_enough_to_be_read_out(string trace, string code) => Assert.Equal(code, ErrorCodes.Of(trace));
}
