using Microsoft.Extensions.DependencyInjection;
using Patron.Consents;
using Patron.CustomerBase.Contracts;
using Patron.Customers;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Interactions;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Purchases;
using Patron.Sales;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Segments;
using Patron.Segments.Contracts;
using Patron.Segments.EditSegment;
using Patron.Segments.Explain;
using Patron.Segments.KeepMembers;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.Tests.Messaging;
using Message = Patron.Messaging.KeepMessages.Message;

namespace Patron.Tests.Segments;

/// <summary>What segments ask of messages, responses, contacts, tickets, deals, leads, holdings, wishes and own fields; on the real base, which follows the feed. Today is 2 March 2026.</summary>
public sealed class FactLeavesTests
{
    private sealed class Spring : INamesSources
    {
        public string Kind => "campaign";
        public IReadOnlyDictionary<long, string> Names() => new Dictionary<long, string> { [7] = "Spring sale", [8] = "봄맞이" };
    }

    /// <summary>The query, and which of the three it means.</summary>
    private static readonly (string Query, int[] Expected)[] Asked =
    [
        ("mailed", [0, 1]), ("mailed(campaign = \"Spring sale\")", [0, 1]), ("mailed(campaign = 봄맞이)", [0]), ("mailed(30 days)", [0]), ("mailed >= 2", [0]), ("mailed(channel = letter)", [1]),
        ("none ( mailed )", [2]), ("days_since_mailed > 30 days", [1]), ("days_since_mailed is missing", [2]), ("mailed(topic = news)", [0]), ("mailed(topic is missing) = 1", [0, 1]),
        ("mailed and none ( opened )", [1]), ("opened(campaign = \"Spring sale\", 30 days)", [0]), ("clicked", [0]), ("responded", [0]), ("bounced", [1]), ("declined", []), ("days_since_response <= 5 days", [0]),
        ("clicked(campaign != \"Spring sale\")", []), ("contacts = 2", [0]), ("contacts(kind = call)", [0, 1]), ("contacts(kind = call, direction = in)", [1]), ("contacts(outcome = reached)", [0]),
        ("contacts(1 year) = 1", [0, 1]), ("days_since_contact between 10 days and 20 days", [0]), ("tickets", [1, 2]), ("tickets(kind = complaint, since 2025-01-01)", [1]), ("tickets(state = solved)", [2]),
        ("goodwill >= 25", [1]), ("days_since_ticket > 1 week", [2]), ("open_ticket", [1]), ("open_ticket(age <= 1 day)", [1]), ("open_ticket(age > 1 day)", []), ("open_deals", [0]), ("open_deals(stage = proposal)", [0]), ("open_deal_value >= 1200", [0]), ("deals(state = won)", [1]),
        ("deals(state in (won, lost)) = 1", [1]), ("leads(state = accepted)", [2]), ("holdings", [0, 2]), ("holdings(kind = loan) and balance > 500", [0]), ("balance = 70", [2]), ("refuses", [0, 1]),
        ("refuses(topic = news)", [0]), ("refuses(topic = offers)", [0, 1]), ("paused", [2]), ("own-shoe_size >= 43", [0]), ("own-shoe_size is missing", [2]), ("own-shoe_size = 42.5", [1]),
        ("own-wedding > 10 years ago", [1]), ("own-vip = yes", [0]), ("own-vip = no", [1]), ("own-hobby contains \"FISH\"", [1]), ("own-team = Reds", [0]), ("own-team != Reds", [1]), ("own-team is known", [0, 1]),
    ];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_leaf_holds_for_whom_it_should_as_rows_come_and_after_a_load_and_says_why(Database kind)
    {
        await using var patron = await PatronServices.Start(kind, services => services.AddSingleton<INamesSources, Spring>());
        var (people, customers) = (await patron.People(3), patron.Get<ICustomerBase>());
        await AddFields(patron);
        await customers.CatchUp(default);
        await AddRows(patron, people);
        await customers.CatchUp(default);
        All(patron, people);

        await using (var session = await patron.Session())
        {
            session.Tell(Topics.Everything);
            await session.Commit(default);
        }
        await customers.CatchUp(default);
        All(patron, people);

        // Leaf by leaf, today and on a day on which the mail had not been sent.
        var (node, _) = patron.Get<SegmentLanguage>().Read("mailed(campaign = \"Spring sale\") and contacts(kind = call) and deals(state = won)");
        var (snapshot, today, text) = (customers.Current, new DateOnly(2026, 3, 2), patron.Get<Texts>().For(Language.English));
        Assert.True(snapshot.TryIndex(people[0].Value, out var first));
        var why = patron.Get<RuleReasons>().Of(node!, snapshot, first, today, today, text);
        Assert.Equal([false, true, true, false], why.Select(l => l.Holds));
        Assert.Equal("1, last on 20 February 2026", why[1].Value);
        Assert.DoesNotContain(why, l => l.OfToday);
        var before = patron.Get<RuleReasons>().Of(node!, snapshot, first, new(2026, 2, 19), today, text);
        Assert.Equal([false, false, true, false], before.Select(l => l.Holds));
        // Of a deal's state only today is known.
        Assert.Equal([false, false, false, true], before.Select(l => l.OfToday));
        Assert.Equal([text["customerbase.leaf.deals"]], patron.Get<SegmentLanguage>().WithoutPast(node!, text));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_event_moves_members_at_once_and_midnight_in_Seoul_moves_them_alone(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (people, customers, keeper) = (await patron.People(2), patron.Get<ICustomerBase>(), patron.Get<MemberKeeper>());
        await using (var session = await patron.Session())
        {
            await session.Db.Write(SettingsKeys.Organisation, Organisation.Default with { TimeZone = "Asia/Seoul" }, default);
            session.Tell(Topics.Settings);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }
        var id = (await patron.Get<SegmentDeeds>().Save(null, new("클릭한 사람", null, "clicked(3 days) and none ( bounced )", null, null), null, null, default)).Value.Id;
        await Look();
        Assert.Empty(Members());

        // 18:30 in Seoul, on 2 March.
        await Append(patron, people[0], EventKinds.Clicked);
        await Append(patron, people[1], EventKinds.Clicked);
        await Look();
        Assert.Equal([people[0], people[1]], Members());
        await Append(patron, people[1], EventKinds.Bounced);
        await Look();
        Assert.Equal([people[0]], Members());

        patron.Clock.Now = new(2026, 3, 4, 14, 59, 59, TimeSpan.Zero);
        await Look();
        Assert.Equal([people[0]], Members());
        // Nothing happens but midnight.
        patron.Clock.Advance(TimeSpan.FromSeconds(1));
        await Look();
        Assert.Empty(Members());
        await using var rows = await patron.Db();
        Assert.Equal(["clicked(3 days)", "clicked(3 days)", "bounced", "clicked(3 days)"], rows.SegmentMoves.OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => m.Why).ToList());

        async Task Look()
        {
            await customers.CatchUp(default);
            await keeper.Look(default);
        }

        IEnumerable<CustomerId> Members() => patron.Get<MemberSets>().Now!.Members[id].Members.Indexes().Select(i => new CustomerId(customers.Current.Ids[i]));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Fields_of_special_categories_can_be_asked_for_only_while_it_is_said_what_for(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await using (var db = await patron.Db())
        {
            db.CustomFields.Add(new() { Key = "religion", Type = CustomFieldType.Text, Special = true, InUse = true });
            db.CustomFields.Add(new() { Key = "health", Type = CustomFieldType.Text, Special = true, InUse = true });
            await db.SaveChangesAsync();
        }
        var language = patron.Get<SegmentLanguage>();
        Assert.NotNull(language.Read("religion = x").Error);
        Assert.NotNull(language.Read("own-health contains x").Error);
        await using (var db = await patron.Db())
        {
            await db.Write(SettingsKeys.SpecialPurpose, "meals", default);
            await db.SaveChangesAsync();
        }
        patron.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(language.Read("religion = x").Error);
        Assert.Null(language.Read("own-health contains x").Error);
    }

    private static void All(PatronServices patron, CustomerId[] people)
    {
        var (segments, snapshot) = (patron.Get<ISegments>(), patron.Get<ICustomerBase>().Current);
        var wrong = new List<string>();
        foreach (var (query, expected) in Asked)
        {
            var found = segments.Select(query, snapshot, null, new(2026, 3, 2));
            var who = found.Refusal is { } refusal ? refusal.ToString() : string.Join(' ', found.Value!.Indexes().Select(i => Array.FindIndex(people, p => p.Value == snapshot.Ids[i])).Order());
            if (who != string.Join(' ', expected)) wrong.Add($"{query}: {who}");
        }
        Assert.Empty(wrong);
    }

    private static async Task Append(PatronServices patron, CustomerId customer, string kind)
    {
        await using var session = await patron.Session();
        await patron.Get<IEventLog>().Append(session, [new(customer, kind, patron.Clock.Now, $"{kind} {patron.Clock.Now.Ticks}", null, "campaign", 7, "A", false, null)], default);
        await session.Commit(default);
    }

    private static async Task AddFields(PatronServices patron)
    {
        await using var db = await patron.Db();
        foreach (var (key, type) in new[] { ("shoe size", CustomFieldType.Number), ("wedding", CustomFieldType.Day), ("vip", CustomFieldType.YesNo), ("hobby", CustomFieldType.Text), ("team", CustomFieldType.Choice) })
            db.CustomFields.Add(new() { Key = key, Type = type, Label = key, InUse = true, Choices = type == CustomFieldType.Choice ? "[\"Reds\",\"Blues\"]" : null });
        await db.SaveChangesAsync();
    }

    private static DateTimeOffset At(int month, int day, int year = 2026) => new(year, month, day, 12, 0, 0, TimeSpan.Zero);

    private static async Task AddRows(PatronServices patron, CustomerId[] people)
    {
        var (a, b, c, ids) = (people[0], people[1], people[2], patron.Get<IdMaker>());
        var (template, user) = (ids.Next<TemplateId>(), (UserId?)null);
        await using var session = await patron.Session();
        var db = session.Db;
        db.AddRange(new Sending { Id = 1, SourceKind = "campaign", SourceId = 7, State = SendingState.Runs }, new Sending { Id = 2, SourceKind = "campaign", SourceId = 8, State = SendingState.Runs });
        db.AddRange(Sent(a, 1, "email", At(2, 20), "news"), Sent(a, 2, "email", At(2, 25), null), Sent(b, 1, "letter", At(1, 10), null), Sent(c, 1, "email", At(2, 20), null, MessageState.Suppressed));
        await patron.Get<IEventLog>().Append(session,
        [
            Event(a, EventKinds.Opened, At(2, 21)), Event(a, EventKinds.Clicked, At(2, 21)), Event(a, EventKinds.Replied, At(2, 27)), Event(b, EventKinds.Bounced, At(1, 10)), Event(b, EventKinds.Opened, At(1, 11), machine: true),
        ], default);
        db.AddRange(Contact(a, "call", Direction.Out, At(2, 16), "{\"outcome\":\"reached\"}"), Contact(a, "visit", null, At(1, 5, 2024), "{}"), Contact(b, "call", Direction.In, At(5, 1, 2025), $"{{\"outcome\":\"{new string('x', 50)}\"}}"), Contact(c, "note", null, At(2, 1), "{}"));
        db.AddRange(Ticket(b, TicketKind.Complaint, TicketState.Open, At(3, 1), 25), Ticket(c, TicketKind.Question, TicketState.Solved, At(2, 1, 2024), 0));
        db.AddRange(Deal(a, DealState.Open, 3, 1_200), Deal(b, DealState.Won, 5, 900));
        db.Add(new Lead { CustomerId = c, Id = ids.Next<LeadId>(), Source = 1, Interest = "Boats", State = LeadState.Accepted, Budget = default, Need = default, Decider = default, Soon = default, CreatedAt = At(2, 2), Version = 1 });
        db.AddRange(Holding(a, "loan", 600, null), Holding(a, "card", 20, new(2026, 1, 1)), Holding(c, "deposit", 70, null), Holding(b, "loan", 900, new(2025, 1, 1)));
        db.AddRange(Wish(a, "news offers", null), Wish(b, "offers", null), Wish(c, "", At(4, 1)));
        await db.SaveChangesAsync();
        foreach (var (who, json) in new[] { (a, "{\"shoe size\":\"44\",\"vip\":\"true\",\"team\":\"Reds\"}"), (b, "{\"shoe size\":\"42.5\",\"wedding\":\"2020-05-01\",\"vip\":\"false\",\"hobby\":\"Fly fishing\",\"team\":\"Blues\"}") })
            await session.Execute("update customers set custom = @json where id = @id", default, ("@json", json), ("@id", who.Value));
        foreach (var topic in (string[])[Topics.Messages, Topics.Interactions, Topics.Service, Topics.Sales, Topics.Holdings, Topics.Consents, Topics.Customers]) session.Tell(topic, people.Select(p => p.Value));
        await session.Commit(default);

        Message Sent(CustomerId who, long sending, string channel, DateTimeOffset at, string? topic, MessageState state = MessageState.Sent) => new()
        {
            CustomerId = who, Id = ids.Next<MessageId>(), SendingId = sending, Step = "wave-1", Occurrence = 0, Channel = channel, TemplateId = template, Arm = "A", Purpose = "marketing", Topic = topic, Worth = 0, State = state, PlannedAt = at, At = at,
        };
        EventHappened Event(CustomerId who, string kind, DateTimeOffset at, bool machine = false) => new(who, kind, at, $"{kind} {at:u}", null, "campaign", 7, "A", machine, null);
        Interaction Contact(CustomerId who, string kind, Direction? direction, DateTimeOffset at, string payload) => new() { CustomerId = who, Id = ids.Next<InteractionId>(), At = at, Kind = kind, Direction = direction, Payload = payload };
        TicketRow Ticket(CustomerId who, TicketKind kind, TicketState state, DateTimeOffset opened, decimal goodwill) => new()
        {
            CustomerId = who, Id = ids.Next<TicketId>(), Number = $"T{who}", Kind = kind, State = state, Severity = Severity.Normal, Stake = 0, Title = "t", OpenedAt = opened, SolvedAt = state == TicketState.Solved ? opened.AddDays(2) : null, IsOpen = state == TicketState.Open, Goodwill = Micros.From(goodwill),
        };
        Opportunity Deal(CustomerId who, DealState state, int stage, decimal amount) => new()
        {
            CustomerId = who, Id = ids.Next<OpportunityId>(), Pipeline = 1, Stage = stage, State = state, Since = new(2026, 2, 1), Opened = new(2026, 1, 1), Closed = state == DealState.Open ? null : new(2026, 2, 1), Amount = Micros.From(amount), Currency = Organisation.Default.Currency, Committed = 0, OwnerId = user, Version = 1,
        };
        Holding Holding(CustomerId who, string kind, decimal balance, DateOnly? closed) => new()
        {
            CustomerId = who, Id = ids.Next<HoldingId>(), SourceId = new(1), Number = $"{who}{kind}", Kind = kind, Opened = new(2024, 1, 1), Closed = closed, Balance = Micros.From(balance), Currency = Organisation.Default.Currency,
        };
        Preference Wish(CustomerId who, string refused, DateTimeOffset? paused) => new() { CustomerId = who, Id = ids.Next<MessageId>().Value, Refused = refused, PausedUntil = paused, At = At(2, 1) };
    }
}
