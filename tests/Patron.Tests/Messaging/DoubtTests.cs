using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.Decide;
using Patron.Messaging.ShowSending;

namespace Patron.Tests.Messaging;

/// <summary>What people decide about messages of which nobody knows: one, or all of a source, on both databases.</summary>
public sealed class DoubtTests
{
    private static readonly SendingSource Other = new("campaign", 78);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task All_of_a_source_are_decided_at_once_and_what_came_into_doubt_later_stays(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(6);
        await Doubt(patron, people, SendingSample.Campaign);
        await Doubt(patron, people.Take(2), Other);
        var (reads, decisions) = (patron.Get<SendingReads>(), patron.Get<Decisions>());
        Assert.Equal([(SendingSample.Campaign, 6L), (Other, 2L)], (await reads.InDoubt(Ct)).Select(d => (d.Source, d.Count)));
        Assert.Equal([("email", "lost", 6L)], (await reads.PartsInDoubt(SendingSample.Campaign, Ct)).Select(p => (p.Channel, p.Reason, p.Count)));
        Assert.Equal(2, (await reads.In(MessageState.Unknown, Other, Ct)).Count);

        // Two come into doubt after somebody has looked, one is decided by itself.
        var looked = (await reads.InDoubt(Ct))[0].Latest;
        await patron.Ask($"update messaging_messages set at = {(kind is Database.Sqlite ? "at + 5000000" : "at + interval '5 seconds'")} where customer_id in ({people[0].Value}, {people[1].Value}) and sending_id = (select id from messaging_sendings where source_id = 77)");
        var one = (await reads.In(MessageState.Unknown, SendingSample.Campaign, Ct)).Single(m => m.Customer == people[5]);
        Assert.Null((await decisions.Decide(one.Id, again: false, null, Ct)).Refusal);
        Assert.Equal(3, (await decisions.DecideAll(SendingSample.Campaign, looked, again: true, null, Ct)).Value);
        Assert.IsType<DecidedAlready>((await decisions.DecideAll(SendingSample.Campaign, looked, again: true, null, Ct)).Refusal);
        Assert.IsType<DecidedAlready>((await decisions.DecideAll(new("campaign", 1), looked, again: true, null, Ct)).Refusal);

        var counts = await patron.Counts();
        Assert.Equal((6, 3, 1, 2, 6), (counts.Planned, counts.Queued, counts.Sent, counts.Unknown, counts.Sum()));
        await patron.SendAll();
        counts = await patron.Counts();
        Assert.Equal((0, 4, 2), (counts.Queued, counts.Sent, counts.Unknown));
        Assert.Equal(3, sink.Taken.Count);
        Assert.Equal(2, (await patron.Get<IMessages>().Counts(Other, Ct)).Unknown);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_was_not_sent_of_a_stopped_source_is_not_sent_any_more_and_none_waits_for_ever(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(3);
        await Doubt(patron, people, SendingSample.Campaign);
        await patron.Tell((m, s) => m.Stop(s, SendingSample.Campaign, Ct));
        var all = Assert.Single(await patron.Get<SendingReads>().InDoubt(Ct));
        Assert.True(all.Stopped);
        var first = (await patron.Get<SendingReads>().In(MessageState.Unknown, null, Ct))[0];
        Assert.Null((await patron.Get<Decisions>().Decide(first.Id, again: true, null, Ct)).Refusal);
        Assert.Equal(2, (await patron.Get<Decisions>().DecideAll(SendingSample.Campaign, all.Latest, again: true, null, Ct)).Value);

        await patron.SendAll();
        var counts = await patron.Counts();
        Assert.Equal((3, 0, 3), (counts.Planned, counts.Queued, counts.Suppressed["stopped"]));
        Assert.Empty(sink.Taken);
        Assert.Equal(0L, Convert.ToInt64(await patron.Ask("select count(*) from messaging_queue"), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task Doubt(PatronServices patron, IEnumerable<CustomerId> people, SendingSource source)
    {
        var template = await patron.Template(name: $"Of {source.Id}");
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now)), source);
        await patron.Ask($"update messaging_messages set state = {(int)MessageState.Unknown}, reason = 'lost' where sending_id = (select id from messaging_sendings where source_id = {source.Id})");
        await patron.Ask("delete from messaging_queue");
    }
}
