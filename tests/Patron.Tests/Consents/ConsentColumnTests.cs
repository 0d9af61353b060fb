using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Consents;

/// <summary>What the customer base says of consents, loaded at the start and refreshed by the feed, against what people said.</summary>
public sealed class ConsentColumnTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_latest_word_counts_and_at_equal_times_the_stricter_one(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop",
            Row("agreed", "Ada Lovelace", "ada@example.org", consents: [Said("email", true, 1)]),
            Row("withdrew", "Bo Ek", "bo@example.org", consents: [Said("email", true, 1), Said("phone", true, 1)]),
            Row("cannot", "Cy Young", phone: "+44 20 7946 0018", consents: [Said("email", true, 1), Said("phone", false, 1)]),
            Row("silent", "Di Moss", "di@example.org"));
        await patron.Send("News",
            Row("9", "Bo Ek", "bo@example.org", consents: [Said("email", false, 2)]),
            Row("8", "Ada Lovelace", "ada@example.org", consents: [Said("phone", true, 5)]),
            Row("7", "Ada Lovelace", "ada@example.org", consents: [Said("phone", false, 5)]));

        await Expect(patron);
        // What a later file says comes by the feed, onto the base that is loaded.
        await patron.Send("News", Row("6", "Di Moss", "di@example.org", consents: [Said("email", true, 9)]));
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Equal(2, Count(patron, "email"));
        Assert.Equal(0, Count(patron, ConsentColumn.Never));
        await using var anew = await Again(patron);
        Assert.Equal(ConsentColumn.Words.Select(w => Count(patron, w)), ConsentColumn.Words.Select(w => Count(anew, w)));
    }

    private static async Task Expect(PatronServices patron)
    {
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Equal(1, Count(patron, "email")); // agreed; who has no address cannot be contacted
        Assert.Equal(1, Count(patron, "email-refused"));
        Assert.Equal(1, Count(patron, "email-unknown"));
        Assert.Equal(0, Count(patron, "phone")); // agreed, but without a number
        Assert.Equal(2, Count(patron, "phone-refused"));
        Assert.Equal(1, Count(patron, ConsentColumn.Never));
    }

    [Fact]
    public void A_word_that_is_none_asks_nothing() => Assert.Null(ConsentColumn.Query("fax"));

    private static int Count(PatronServices patron, string word) => Count(patron.Get<ICustomerBase>(), word);

    private static int Count(ICustomerBase customers, string word) => customers.Current.Select(ConsentColumn.Query(word)!, null, 0).Count();

    private static int Count(AnewBase anew, string word) => Count(anew.Base, word);

    private static async Task<AnewBase> Again(PatronServices patron)
    {
        var services = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
        Microsoft.Extensions.DependencyInjection.LoggingServiceCollectionExtensions.AddLogging(services);
        services.AddPatron(patron.Location);
        var provider = Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(services);
        var anew = new AnewBase(provider, Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ICustomerBase>(provider));
        await anew.Base.CatchUp(Ct);
        return anew;
    }

    private sealed record AnewBase(IAsyncDisposable Provider, ICustomerBase Base) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Provider.DisposeAsync();
    }

    private static IncomingConsent Said(string channel, bool given, int day) =>
        new(ConsentColumn.Purpose, channel, given, Instants.ToMicroseconds(new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero)));
}
