using FsCheck;
using FsCheck.Fluent;
using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class PhoneKeyTests
{
    [Theory]
    [InlineData("020 7946 0321", "GB", "+442079460321")]
    [InlineData("+44 (0)20 7946 0321", null, "+442079460321")]
    [InlineData("+44 020 7946 0321", "GB", "+442079460321")]
    [InlineData("0044 20 7946 0321", "DE", "+442079460321")]
    [InlineData("44 20 7946 0321", "GB", "+442079460321")]
    [InlineData("020 7946 0321 ext. 12", "GB", "+442079460321")]
    [InlineData("020 7946 0321 x12", "GB", "+442079460321")]
    [InlineData("tel: 020-7946-0321", "UK", "+442079460321")]
    [InlineData("０２０ ７９４６ ０３２１", "gb", "+442079460321")]
    [InlineData("07700 900123", "JE", "+447700900123")]
    [InlineData("(212) 555-0123", "US", "+12125550123")]
    [InlineData("1-212-555-0123", "CA", "+12125550123")]
    [InlineData("011 44 20 7946 0321", "US", "+442079460321")]
    [InlineData("010-9876-5432", "KR", "+821098765432")]
    [InlineData("+82 10 9876 5432", "US", "+821098765432")]
    [InlineData("011-234-5678", "KR", "+82112345678")]
    [InlineData("02-312-3456 내선 3", "KR", "+8223123456")]
    [InlineData("06 6982 0123", "IT", "+390669820123")]
    [InlineData("+39 06 6982 0123", null, "+390669820123")]
    [InlineData("347 123 4568", "IT", "+393471234568")]
    [InlineData("089/636-48018", "DE", "+498963648018")]
    [InlineData("06 12 34 56 79", "FR", "+33612345679")]
    [InlineData("138 0013 8000", "CN", "+8613800138000")]
    [InlineData("0912-345-670", "TW", "+886912345670")]
    [InlineData("2345 6780", "HK", "+85223456780")]
    [InlineData("8 612 34568", "LT", "+37061234568")]
    [InlineData("0 61234568", "EE", null)]
    [InlineData("+297 582 1234", null, "+2975821234")]
    public void One_line_has_one_number(string written, string? country, string? key) => Assert.Equal(key, PhoneKey.Normalise(written, country));

    [Theory]
    [InlineData("0000")]
    [InlineData("0000000000")]
    [InlineData("1111111")]
    [InlineData("1234567")]
    [InlineData("12345678")]
    [InlineData("0123456789")]
    [InlineData("n/a")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("999")]
    [InlineData("020 7946")]
    [InlineData("020 7946 0321 0321 99")]
    [InlineData("0800 FLOWERS")]
    [InlineData("+44 1111 111111")]
    public void Junk_is_no_key(string? written) => Assert.Null(PhoneKey.Normalise(written, "GB"));

    [Fact]
    public void Without_a_country_a_national_number_means_nothing() => Assert.Null(PhoneKey.Normalise("020 7946 0321", null));

    [Theory]
    [InlineData("+442079460321", "+44 20 7946 0321")]
    [InlineData("+447700900123", "+44 7700 900123")]
    [InlineData("+12125550123", "+1 212 555 0123")]
    [InlineData("+821098765432", "+82 10 9876 5432")]
    [InlineData("+8223123456", "+82 2 312 3456")]
    [InlineData("+8613800138000", "+86 138 0013 8000")]
    [InlineData("+33612345679", "+33 6 12 34 56 79")]
    [InlineData("+35799123456", "+357 9912 3456")]
    [InlineData("+2975821234", "+297 582 1234")]
    [InlineData("no number", "no number")]
    public void Numbers_are_grouped_for_reading(string key, string shown) => Assert.Equal(shown, PhoneKey.Format(key));

    [Fact]
    public void What_is_shown_reads_back_as_the_same_number()
    {
        var numbers = from country in Gen.Elements("GB", "US", "KR", "DE", "IT", "TW", "FR", "AE", "BR", "FI")
                      from digits in Gen.Choose(20_000_000, 989_999_999)
                      select PhoneKey.Normalise($"0{digits}", country) ?? PhoneKey.Normalise($"{digits}0", country);
        Prop.ForAll(numbers.ToArbitrary(), key => key is null || PhoneKey.Normalise(PhoneKey.Format(key), null) == key).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_a_key_is_its_own_key() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => PhoneKey.Normalise(text, "GB") is not { } key || PhoneKey.Normalise(key, null) == key)
            .QuickCheckThrowOnFailure();
}
