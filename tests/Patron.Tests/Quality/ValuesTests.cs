using Patron.Quality.ReckonQuality;

namespace Patron.Tests.Quality;

public sealed class ValuesTests
{
    private static readonly Values Values = new(new(2026, 3, 2));

    // Forms as the post offices print them (Universal Postal Union, addressing of the countries).
    [Theory]
    [InlineData("SW1A 1AA", "GB", true), InlineData("M1 1AE", "GB", true), InlineData("cr2 6xh", "GB", true), InlineData("12345", "GB", false), InlineData("SW1A 1A", "GB", false)]
    [InlineData("10115", "DE", true), InlineData("1011", "DE", false), InlineData("1010", "AT", true), InlineData("1012 AB", "NL", true), InlineData("1012", "NL", false)]
    [InlineData("90210", "US", true), InlineData("90210-1234", "US", true), InlineData("9021", "US", false), InlineData("K1A 0B1", "CA", true), InlineData("D02 AF30", "IE", true)]
    [InlineData("00-950", "PL", true), InlineData("114 55", "SE", true), InlineData("100-0001", "JP", true), InlineData("04524", "KR", true), InlineData("100000", "CN", true), InlineData("106", "TW", true)]
    [InlineData("01310-100", "BR", true), InlineData("LV-1050", "LV", true), InlineData("anything", "ZZ", true), InlineData("anything", null, true)]
    public void A_postal_code_fits_its_country(string text, string? country, bool fits) => Assert.Equal(fits, Values.IsPostal(text, country));

    [Theory]
    [InlineData("2026-03-02", true), InlineData("2026-03-03", false), InlineData("1906-03-02", true), InlineData("1906-03-01", false), InlineData("1900-01-01", false), InlineData("1980-02-29", true)]
    public void A_birth_lies_within_a_life_and_is_no_stand_in(string day, bool valid) => Assert.Equal(valid, Values.IsBirth(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("en", true), InlineData("en-GB", true), InlineData("zh-Hans", true), InlineData("english!", false), InlineData("e", false)]
    public void A_language_has_the_form_of_its_codes(string text, bool valid) => Assert.Equal(valid, Values.IsLanguage(text));

    [Theory]
    [InlineData("GB", true), InlineData("KR", true), InlineData("UK", false), InlineData("XX", false), InlineData("gb", false)]
    public void A_country_is_a_code_in_use(string text, bool valid) => Assert.Equal(valid, Values.IsCountry(text));

    [Fact]
    public void Somebody_is_a_customer_neither_before_the_birth_nor_from_tomorrow_but_one_on()
    {
        Assert.True(Values.IsSince(new(2026, 3, 3), null));
        Assert.False(Values.IsSince(new(2026, 3, 4), null));
        Assert.False(Values.IsSince(new(1979, 1, 1), new(1980, 1, 1)));
    }
}
