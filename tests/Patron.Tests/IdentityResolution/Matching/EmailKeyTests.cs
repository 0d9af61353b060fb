using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class EmailKeyTests
{
    [Theory]
    [InlineData("  Ann.Lee@Example.COM ", "ann.lee@example.com")]
    [InlineData("Ann Lee <ann@firm.co.uk>", "ann@firm.co.uk")]
    [InlineData("mailto:ann@firm.co.uk", "ann@firm.co.uk")]
    [InlineData("ＡＮＮ＠ｆｉｒｍ.ｃｏｍ", "ann@firm.com")]
    [InlineData("info@Müller.de", "info@xn--mller-kva.de")]
    [InlineData("kim@한국.kr", "kim@xn--3e0b707e.kr")]
    [InlineData("me+shop@firm.com", "me+shop@firm.com")]
    [InlineData("ann@firm.com.", "ann@firm.com")]
    public void One_mailbox_has_one_spelling(string written, string key) => Assert.Equal(key, EmailKey.Normalise(written));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("n/a")]
    [InlineData("@firm.com")]
    [InlineData("ann@")]
    [InlineData("ann@firm")]
    [InlineData("ann@@firm.com")]
    [InlineData("ann lee@firm.com")]
    [InlineData("a@firm.com;b@firm.com")]
    [InlineData("ann@-firm-.com")]
    [InlineData("ann@firm..com")]
    public void What_is_no_address_is_no_key(string? written) => Assert.Null(EmailKey.Normalise(written));

    [Theory]
    [InlineData("test@test.com")]
    [InlineData("TEST@firm.com")]
    [InlineData("null@firm.com")]
    [InlineData("n/a@firm.com")]
    [InlineData("no-reply@firm.com")]
    [InlineData("do_not_reply@firm.com")]
    [InlineData("a@a.a")]
    [InlineData("x@x.x")]
    [InlineData("xx@x.com")]
    [InlineData("asdf@firm.com")]
    [InlineData("xxx@firm.com")]
    [InlineData("ann@firm.invalid")]
    public void Junk_is_no_key(string written) => Assert.Null(EmailKey.Normalise(written));

    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("tess@firm.com")]
    [InlineData("x@firm.com")]
    [InlineData("a@b.com")]
    [InlineData("nolan@firm.com")]
    public void Addresses_that_only_look_like_junk_stay(string written) => Assert.Equal(written, EmailKey.Normalise(written));

    [Theory]
    [InlineData("Ann@Müller.de")]
    [InlineData("ann+x@firm.com")]
    public void A_key_is_its_own_key(string written) => Assert.Equal(EmailKey.Normalise(written), EmailKey.Normalise(EmailKey.Normalise(written)));
}
