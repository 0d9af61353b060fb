using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Campaigns;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.Consents.KeepPolicy;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;
using Patron.Messaging.WriteTemplates;
using Patron.Tests.Messaging;

using static Patron.Tests.Campaigns.CampaignSample;

namespace Patron.Tests.Campaigns;

/// <summary>Campaigns on both databases with every room as it is, sending to a mail server.</summary>
public sealed class CampaignLifeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task It_is_launched_edited_paused_resumed_widened_and_rolled_out_and_nobody_gets_it_twice(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(60);
        var (one, two) = (await patron.Template(name: "One"), await patron.Template(name: "Two"));
        // Purpose service needs no consent; arm B goes a day later.
        var id = await Launch(patron, "Spring", Plan(patron, one, two));
        var arms = await Arms(patron, id);
        Assert.Equal(60, arms.Count);
        await Adds(patron, id);

        // Edited while it waits: it goes in the words of the moment. Paused, nothing leaves.
        Assert.Null((await patron.Get<TemplateBook>().Save(one, "One", "email", SendingSample.Content("Edited {{givenName}}", "x"), false, null, Ct)).Refusal);
        var book = patron.Get<CampaignBook>();
        Assert.Null((await book.Pause(id, Author, Ct)).Refusal);
        await patron.SendAll();
        Assert.Empty(sink.Taken);
        Assert.Null((await book.Resume(id, Author, Ct)).Refusal);
        await patron.SendAll();
        await Adds(patron, id);
        Assert.Equal(Addresses(people, arms, a => a == 1), sink.Taken.Select(t => t.To).Order());
        Assert.All(sink.Taken, t => Assert.Contains("Subject: Edited Ann", t.Data, StringComparison.Ordinal));

        // The other arm has its time; newcomers are drawn alone.
        patron.Clock.Advance(TimeSpan.FromDays(2));
        await patron.SendAll();
        Assert.Equal(Addresses(people, arms, a => a > 0), sink.Taken.Select(t => t.To).Order());
        var newcomers = await patron.People(20, (golden, i) => golden with { Email = $"new{i}@customer.example" });
        Assert.Null((await book.NextWave(id, Author, Ct)).Refusal);
        await Draw(patron, id, 2);
        await patron.SendAll();
        var all = await Arms(patron, id);
        Assert.Equal((80, 60), (all.Count, all.Count(a => arms.TryGetValue(a.Key, out var arm) && arm == a.Value)));
        Assert.Equal(all.Count(a => a.Value > 0), sink.Taken.Count);

        // The winner goes to the other arm, and to nobody who was left alone.
        Assert.Null((await book.RollOut(id, 1, false, Author, Ct)).Refusal);
        await Draw(patron, id, 3, 1);
        await patron.SendAll();
        await Adds(patron, id);
        var got = sink.Taken.CountBy(t => t.To).ToDictionary(t => t.Key, t => t.Value);
        foreach (var (customer, address) in people.Select((c, i) => (c, $"ann{i}@customer.example")).Concat(newcomers.Select((c, i) => (c, $"new{i}@customer.example"))))
            Assert.Equal(all[customer.Value], got.GetValueOrDefault(address));
        Assert.Equal(sink.Taken.Count, sink.Taken.Select(t => t.MessageId).Distinct().Count());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Stopped_what_waits_is_never_sent_and_a_roll_out_to_those_left_alone_ends_the_measurement(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        await patron.People(30);
        var template = await patron.Template();
        var book = patron.Get<CampaignBook>();
        var stopped = await Launch(patron, "Stopped", Plan(patron, template, template));
        await patron.SendAll();
        var sent = sink.Taken.Count;
        Assert.Null((await book.End(stopped, Author, Ct)).Refusal);
        patron.Clock.Advance(TimeSpan.FromDays(3));
        await patron.SendAll();
        Assert.Equal(sent, sink.Taken.Count);
        var counts = await patron.Get<IMessages>().Counts(CampaignBook.Source(stopped), Ct);
        Assert.Equal((counts.Planned, (long)sent), (counts.Sent + counts.Suppressed["stopped"], counts.Sent));

        var rolled = await Launch(patron, "Rolled", Plan(patron, template) with { Query = "orders = 0" });
        var alone = (await Arms(patron, rolled)).Count(a => a.Value == 0);
        Assert.InRange(alone, 1, 29);
        Assert.Null((await book.RollOut(rolled, 1, true, Author, Ct)).Refusal);
        await Draw(patron, rolled, 2, 1, alone: true);
        await patron.SendAll();
        Assert.Equal(sent + 30, sink.Taken.Count);
        patron.Clock.Advance(TimeSpan.FromDays(40));
        var report = await patron.Get<ReportReckoning>().Of((await book.Find(rolled, Ct))!, null, SplitBy.Bought, Ct);
        Assert.Equal((0, 0), (report.OpenWindows, report.Touched.People));
        // Of the stopped one those left alone were written to by the other campaign.
        var first = await patron.Get<ReportReckoning>().Of((await book.Find(stopped, Ct))!, null, SplitBy.Bought, Ct);
        Assert.Equal(first.Outcome.Arms[0].People, first.Touched.People);
        Assert.Equal(Touched.Campaign, Assert.Single(first.Touched.Ways).Way);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task When_two_want_the_same_person_the_dearer_gets_the_slot_and_the_check_says_so(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        var people = await patron.People(12);
        await using (var db = await patron.Db())
            await db.WriteAtOnce(ContactSettings.Key, ContactSettings.Default with { Caps = [new(null, 1, 30)], MinimumHours = 0, Rules = [.. ContactSettings.Default.Rules.Select(r => r with { OptIn = [], QuietFrom = 0, QuietTo = 0, QuietDays = [], AddressLine = false, OneClick = false })] }, Ct);
        var template = await patron.Template();
        var dear = await Launch(patron, "Spring catalogue", Plan(patron, template) with { Purpose = "marketing", Query = "orders = 0", HoldOutPercent = 0 }, draw: false);
        await using (var session = await patron.Session())
        {
            // Six of the twelve, worth five each.
            await patron.Get<IMessages>().Plan(session, CampaignBook.Source(dear), [.. people.Take(6).Select(p => template.To(p, patron.Clock.Now.AddHours(1)) with { Purpose = "marketing", Worth = 5 })], Ct);
            await session.Commit(Ct);
        }
        var (cheap, forecast) = await Checked(patron, "Cheap", Plan(patron, template) with { Purpose = "marketing", HoldOutPercent = 0 });
        Assert.Equal(("Spring catalogue", 6, 12), (Assert.Single(forecast.Yields!).Name, forecast.Yields![0].People, forecast.Eligible));
        Assert.Null((await patron.Get<CampaignBook>().Launch(cheap, Author, null, Ct)).Refusal);
        await Draw(patron, cheap, 1);
        await patron.SendAll();
        Assert.Equal([.. Enumerable.Range(6, 6).Select(n => $"ann{n}@customer.example").Order()], sink.Taken.Select(t => t.To).Order());
        patron.Clock.Advance(TimeSpan.FromHours(2));
        await patron.SendAll();
        Assert.Equal((6L, 0L), ((await patron.Get<IMessages>().Counts(CampaignBook.Source(dear), Ct)).Sent, (await patron.Get<IMessages>().Counts(CampaignBook.Source(dear), Ct)).Queued));
        // A window later the slot is free again.
        patron.Clock.Advance(TimeSpan.FromDays(31));
        await patron.SendAll();
        Assert.Equal(12L, (await patron.Get<IMessages>().Counts(CampaignBook.Source(cheap), Ct)).Sent);
        Assert.Equal(18, sink.Taken.Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Calls_and_letters_of_people_and_messages_are_told_of_customers_alone_who_are_asked_for(Database kind)
    {
        await using var patron = await SendingSample.Start(kind);
        var people = await patron.People(3);
        var (at, template) = (patron.Clock.Now.AddDays(1), await patron.Template());
        await using var session = await patron.Session();
        await patron.Get<IMessages>().WriteDown(session, new("campaign", 5), [template.To(people[0], at), template.To(people[2], at)], Ct);
        var direction = 0;
        foreach (var (customer, way) in ((CustomerId, string)[])[(people[0], "call"), (people[1], "visit"), (people[1], "note")])
            await session.Execute("insert into interactions (customer_id, id, at, kind, direction, payload, version) values (@c, @id, @at, @kind, 2, '{}', 1)", Ct, ("@c", customer.Value), ("@id", (long)++direction), ("@at", at), ("@kind", way));
        var told = new List<MadeContact>();
        foreach (var room in patron.Services.GetServices<ITellsContacts>()) told.AddRange(await room.Since(session, [people[0], people[1]], patron.Clock.Now, Ct));
        Assert.Equal([(people[0].Value, "call", null), (people[0].Value, "email", "campaign"), (people[1].Value, "visit", (string?)null)], told.Select(t => (t.Customer, t.Way, t.SourceKind)).OrderBy(t => t.Customer).ThenBy(t => t.Way, StringComparer.Ordinal));
        Assert.Empty(await patron.Services.GetServices<ITellsContacts>().First().Since(session, [people[0]], at.AddDays(1), Ct));
        await patron.Get<IMessages>().Forget(session, new("campaign", 5), Ct);
        Assert.Equal(0L, (await patron.Get<IMessages>().Counts(new("campaign", 5), Ct)).Planned);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Taking_back_a_resumption_stops_what_waits_and_doubles_nothing(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        await patron.People(20);
        var id = await Launch(patron, "Spring", Plan(patron, await patron.Template()) with { HoldOutPercent = 0 });
        var book = patron.Get<CampaignBook>();
        Assert.Null((await book.Pause(id, Author, Ct)).Refusal);
        Assert.Null((await book.Resume(id, Author, Ct)).Refusal);
        await using var db = await patron.Db();
        var resumed = (await db.Set<ChangeSet>().AsNoTracking().OrderBy(s => s.Id).LastAsync(Ct)).Id;
        Assert.Null((await patron.Get<DeedUndo>().Undo(resumed, Author, Ct)).Refusal);
        await patron.SendAll();
        Assert.Empty(sink.Taken);
        await Adds(patron, id);
        Assert.Null((await book.Resume(id, Author, Ct)).Refusal);
        await patron.SendAll();
        Assert.Equal(20, sink.Taken.Select(t => t.To).Distinct().Count());
        Assert.Equal(20, sink.Taken.Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_a_small_test_those_who_asked_are_counted_once_each_and_apart_from_those_who_ordered(Database kind)
    {
        await using var patron = await SendingSample.Start(kind);
        var people = await patron.People(8);
        var id = await Launch(patron, "Paper", Plan(patron, await patron.Template()) with { Kind = CampaignKind.SmallTest, Tries = "paper", HoldOutPercent = 0 });
        await using (var session = await patron.Session())
        {
            EventHappened Did(int who, string what, bool machine = false) => new(people[who], what, patron.Clock.Now, $"{who} {what}", null, CampaignBook.Kind, id.Value, "A", machine, null);
            await patron.Get<IEventLog>().Append(session,
                [Did(0, EventKinds.CallWanted), Did(0, EventKinds.Replied), Did(1, EventKinds.Replied), Did(2, EventKinds.Ordered), Did(3, EventKinds.Declined), Did(4, EventKinds.Clicked, machine: true), Did(5, EventKinds.Opened)], Ct);
            await session.Commit(Ct);
        }
        var report = await patron.Get<ReportReckoning>().Of((await patron.Get<CampaignBook>().Find(id, Ct))!, null, SplitBy.Bought, Ct);
        var line = ReportFile.Of(report).ToString().Split("\r\n")[1].Split(',');
        Assert.Equal(["8", "4", "2", "0"], ((string[])["customers", "responded", "enquired", "ordered"]).Select(c => line[Array.IndexOf(ReportFile.Head, c)]));
        Assert.Equal(1, Assert.Single(report.Events, e => e is { Kind: EventKinds.Ordered, Detail: null }).Customers);
    }

    [Fact]
    public async Task Advertising_without_the_senders_address_is_not_launched_where_the_rule_wants_one()
    {
        await using var patron = await SendingSample.Start(Database.Sqlite);
        await patron.People(4, (golden, _) => golden with { Country = "US" });
        var template = await patron.Template();
        var (id, forecast) = await Checked(patron, "Spring", Plan(patron, template) with { Purpose = "marketing" });
        Assert.Equal(["sender"], forecast.Problems);
        Assert.Equal(new CampaignNotSound("sender"), (await patron.Get<CampaignBook>().Launch(id, Author, null, Ct)).Refusal);
        await using (var db = await patron.Db()) await db.WriteAtOnce(SenderSetting.Key, new SenderSetting("1 Low Street, York", OwnReturn: false), Ct);
        Assert.Empty((await patron.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>().Run(id, Author, Ct)).Value!.Problems);
        Assert.Null((await patron.Get<CampaignBook>().Launch(id, Author, null, Ct)).Refusal);
    }

    private static IEnumerable<string> Addresses(CustomerId[] people, Dictionary<long, int> arms, Func<int, bool> which) =>
        people.Select((c, i) => (c, i)).Where(p => which(arms[p.c.Value])).Select(p => $"ann{p.i}@customer.example").Order();

    /// <summary>The sum of the states is what was planned.</summary>
    private static async Task Adds(PatronServices patron, CampaignId id)
    {
        var counts = await patron.Get<IMessages>().Counts(CampaignBook.Source(id), Ct);
        Assert.Equal(counts.Planned, counts.Sum());
    }
}
