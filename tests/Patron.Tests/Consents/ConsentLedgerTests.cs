using Patron.Consents;
using Patron.Consents.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tests.Purchases;
using Patron.Web.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Consents;

public sealed class ConsentLedgerTests
{
    private static readonly CustomerId Customer = new(7);
    private static readonly DateTimeOffset Day = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private static ConsentSaid Said(bool given, int day, string channel = "email", long record = 1, string? evidence = null) =>
        new(Customer, new(record), "marketing", channel, given, Day.AddDays(day), evidence);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_latest_counts_and_at_equal_times_the_stricter(Database kind)
    {
        await using var patron = await Start(kind);
        await Append(patron, Said(true, 2), Said(false, 1), Said(true, 5, "phone"), Said(false, 5, "phone", record: 2), Said(true, 4, "sms"));
        Assert.Equal([("email", true), ("phone", false), ("sms", true)], (await patron.Get<IConsentLedger>().Of(Customer, Ct)).Select(s => (s.Channel, s.Given)));
        await Append(patron, Said(false, 3));
        Assert.False((await patron.Get<IConsentLedger>().Of(Customer, Ct))[0].Given);
        Assert.Empty(await patron.Get<IConsentLedger>().Of(new(8), Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_same_words_of_the_same_record_at_the_same_time_are_written_once(Database kind)
    {
        await using var patron = await Start(kind);
        await Append(patron, Said(true, 1), Said(true, 1), Said(true, 1, record: 2), Said(true, 1, evidence: "form"));
        await Append(patron, Said(true, 1), Said(true, 1, record: 2), Said(true, 2));
        Assert.Equal(4L, await patron.Ask("select count(*) from consents_ledger"));
    }

    [Fact]
    public async Task The_timeline_tells_what_was_said()
    {
        await using var patron = await Start(Database.Sqlite);
        await Append(patron, Said(true, 1, evidence: "Form on the website"), Said(false, 2, "phone"));
        var source = patron.Get<IEnumerable<ITimelineSource>>().OfType<ConsentTimeline>().Single();
        var entries = await source.Latest(Customer, null, 5, patron.Get<Texts>().For(Language.English), Ct);
        Assert.Equal(["Does not want marketing by telephone", "Agreed to marketing by e-mail"], entries.Select(e => e.Text.Value));
        Assert.Equal([("data", null), ("data", "Form on the website")], entries.Select(e => (e.Kind, e.Detail)));
        Assert.Equal(2, await source.Count(Customer, Ct));
    }

    private static async Task Append(PatronServices patron, params ConsentSaid[] said)
    {
        await using var session = await patron.Session();
        await patron.Get<IConsentLedger>().Append(session, patron.Intake(), said, Ct);
        await session.Commit(Ct);
    }
}
