using Patron.IdentityResolution;
using Patron.IdentityResolution.Contracts;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Taking;

public sealed class SourcesTests
{
    [Theory]
    [InlineData("Web shop", "", "W")]
    [InlineData("Web shop", "W", "S")]
    [InlineData("Web shop", "W S", "E")]
    [InlineData("订单系统", "", "订")]
    [InlineData("고객 서비스", "고", "서")]
    [InlineData("W", "W", "W2")]
    [InlineData("--", "", "S")]
    public void A_source_has_a_letter_of_its_name_that_no_other_has(string name, string taken, string letter) =>
        Assert.Equal(letter, SourceLetters.For(name, taken.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Sixty_three_sources_have_a_bit_each_and_the_next_is_refused(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var sources = patron.Get<ISources>();
        for (var i = 0; i < 63; i++) Assert.Null((await sources.FindOrMake("System " + i, false, Ct)).Refusal);
        Assert.IsType<TooManySources>((await sources.FindOrMake("One more", false, Ct)).Refusal);
        Assert.Equal(Enumerable.Range(0, 63), (await sources.All(Ct)).Select(s => s.Number));
        Assert.Equal("System 5", (await sources.FindOrMake(" system 5 ", false, Ct)).Value!.Name);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_change_is_seen_at_once_and_a_bad_one_is_refused(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var sources = patron.Get<ISources>();
        var shop = await patron.Source("Web shop");
        await patron.Source("Cards");
        var changed = (await sources.Change(shop with { Country = "KR", Currency = "KRW", TimeZone = "Asia/Seoul", CancellationPrefix = "C" }, null, Ct)).Value;
        Assert.Equal(changed, await sources.Find("web shop", Ct));
        Assert.IsType<SourceNameTaken>((await sources.Change(shop with { Name = "cards" }, null, Ct)).Refusal);
        Assert.IsType<SourceTimeZoneUnknown>((await sources.Change(shop with { TimeZone = "Mars/Olympus" }, null, Ct)).Refusal);
        Assert.IsType<SourceCountryUnknown>((await sources.Change(shop with { Country = "Korea" }, null, Ct)).Refusal);

        Assert.Null((await sources.LastImports(Ct))[shop.Id]);
        await sources.ImportedNow(shop.Id, Ct);
        Assert.Equal(patron.Clock.Now, (await sources.LastImports(Ct))[shop.Id]);
    }
}
