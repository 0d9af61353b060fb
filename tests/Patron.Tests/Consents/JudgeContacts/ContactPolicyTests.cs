using Microsoft.Extensions.DependencyInjection;
using Patron.Consents;
using Patron.Consents.Contracts;
using Patron.Consents.JudgeContacts;
using Patron.Consents.KeepPolicy;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Consents.JudgeContacts;

/// <summary>The whole judgement on real databases: at hand-off and for an audience.</summary>
public sealed class ContactPolicyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_first_barrier_is_told(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.People(Somebody(1, email: null), Somebody(2), Somebody(3), Somebody(4), Somebody(5), Somebody(6, country: "US"), Somebody(7), Somebody(8), Somebody(9));
        await patron.Do(async (session, deeds) =>
        {
            await deeds.Say(session, [.. new long[] { 1, 2, 4, 5, 7, 8 }.Select(id => Agreed(id))], Ct);
            await deeds.Say(session, [Agreed(9) with { At = Noon.AddDays(-2) }], Ct);
            await deeds.Withdraw(session, new(9), ContactChannels.Email, "marketing", "by phone", Noon.AddDays(-1), Ct);
            await deeds.Suppress(session, new(2), null, SuppressionReason.Asked, "letter of 1 March", null, Ct);
            session.Db.AddRange(Wish(4, paused: Noon.AddDays(3)), Wish(5, refused: "wine cheese"));
        });
        await patron.MadeAt(Noon.AddHours(-1), 7);

        Assert.Equal(
            [
                ContactBarrier.NoAddress, ContactBarrier.Suppressed, ContactBarrier.NoConsent, ContactBarrier.Preference, ContactBarrier.Preference, ContactBarrier.None,
                ContactBarrier.TooSoon, ContactBarrier.None, ContactBarrier.NoConsent, ContactBarrier.NoAddress,
            ],
            (await patron.Judge(Noon, [.. Enumerable.Range(1, 10).Select(id => Wanted(id, topic: "cheese"))])).Select(v => v.Barrier));
        Assert.Equal([Noon.AddDays(3), null, Noon.AddHours(19)], (await patron.Judge(Noon, Wanted(4), Wanted(5), Wanted(7))).Select(v => v.NotBefore));
        // What is no advertising asks for an address and the list alone.
        Assert.Equal([ContactBarrier.Suppressed, ContactBarrier.None, ContactBarrier.None], (await patron.Judge(Noon, Wanted(2) with { Purpose = "service" }, Wanted(3) with { Purpose = "service" }, Wanted(7) with { Purpose = "service" })).Select(v => v.Barrier));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_new_record_with_a_suppressed_address_stays_suppressed(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.People(Somebody(1, email: "Stop@Mail.example", phone: "+442079460018"), Somebody(2, email: "other@mail.example", phone: "+442079460018"));
        await patron.Do((session, deeds) => deeds.Suppress(session, new(1), ContactChannels.Email, SuppressionReason.Complained, "a campaign", null, Ct));
        await patron.Do((session, deeds) => deeds.SuppressAddress(session, "+44 20 7946 0018", ContactChannels.Sms, SuppressionReason.Ordered, "list.csv", null, Ct));
        // The one who asked is erased; the address comes back under another name.
        await using (var session = await patron.Session())
        {
            await patron.Get<CustomerRowMover>().Delete(session, [new(1)], Ct);
            await session.Commit(Ct);
        }
        await patron.People(Somebody(3, email: "stop@mail.example"));
        await patron.Do((session, deeds) => deeds.Say(session, [Agreed(2), Agreed(3), Agreed(2, "sms")], Ct));

        Assert.Equal([ContactBarrier.None, ContactBarrier.Suppressed, ContactBarrier.Suppressed], (await patron.Judge(Noon, Wanted(2), Wanted(3), Wanted(2, channel: "sms"))).Select(v => v.Barrier));
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        var snapshot = patron.Get<ICustomerBase>().Current;
        Assert.Equal([SuppressionColumn.Flag("sms"), SuppressionColumn.Flag("email")], new long[] { 2, 3 }.Select(id => snapshot.TryIndex(id, out var index) ? snapshot[SuppressionColumn.Key][index] : 99));
        Assert.DoesNotContain("stop@mail", (string)(await patron.Ask("select digest from consents_addresses where channel = 'email'"))!, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_dearer_of_two_gets_the_last_slot(Database kind)
    {
        var waits = new Waits();
        await using var patron = await PatronServices.Start(kind, s => s.AddSingleton<ITellsWaiting>(waits));
        await patron.Set(ContactSettings.Default with { Caps = [new(null, 2, 30)], MinimumHours = 0 });
        await patron.People(Somebody(1), Somebody(2));
        await patron.Do((session, deeds) => deeds.Say(session, [Agreed(1), Agreed(2)], Ct));
        await patron.MadeAt(Noon.AddDays(-10), 1);

        // In one batch, whatever their order; the other person has two slots.
        var verdicts = await patron.Judge(Noon, Wanted(1, worth: 3), Wanted(1, worth: 8), Wanted(2, worth: 1), Wanted(2, worth: 2));
        Assert.Equal([ContactBarrier.Cap, ContactBarrier.None, ContactBarrier.None, ContactBarrier.None], verdicts.Select(v => v.Barrier));
        Assert.Equal(Noon.AddDays(20), verdicts[0].NotBefore);
        // In different batches: the dearer one waits until the day after tomorrow, and its slot with it.
        waits.All = [new(new(1), "email", Noon.AddDays(2), 8), new(new(1), "email", Noon, 3)];
        Assert.Equal(ContactBarrier.Cap, (await patron.Judge(Noon, Wanted(1, worth: 3)))[0].Barrier);
        Assert.Equal(ContactBarrier.None, (await patron.Judge(Noon.AddDays(2), Wanted(1, worth: 8)))[0].Barrier);
        // It was stopped: the slot is free for the cheaper one.
        waits.All = [new(new(1), "email", Noon, 3)];
        Assert.Equal(ContactBarrier.None, (await patron.Judge(Noon, Wanted(1, worth: 3)))[0].Barrier);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_foreseen_for_an_audience_is_what_is_judged_for_each(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var random = new Random(7);
        string?[] countries = [null, "KR", "US", "DE", "GB", "AQ"];
        await patron.People([.. Enumerable.Range(1, 300).Select(id => Somebody(id, random.Next(4) == 0 ? null : $"a{id % 250}@mail.example", random.Next(3) == 0 ? null : $"+8210{id:D8}", countries[random.Next(6)]))]);
        await patron.Do(async (session, deeds) =>
        {
            await deeds.Say(session, [.. Enumerable.Range(0, 500).Select(_ => new ConsentSaid(new(random.Next(1, 301)), null, random.Next(5) == 0 ? "marketing-news" : "marketing", ContactChannels.All[random.Next(4)], random.Next(3) > 0, Noon.AddDays(-random.Next(9)), null))], Ct);
            for (var i = 0; i < 20; i++) await deeds.Suppress(session, new(random.Next(1, 301)), random.Next(2) == 0 ? null : "email", SuppressionReason.Bounced, "test", null, Ct);
            session.Db.AddRange(Enumerable.Range(1, 60).Select(i => Wish(i * 5, random.Next(3) == 0 ? Noon.AddDays(random.Next(-2, 3)) : null, random.Next(2) == 0 ? "wine" : "", random.Next(3) == 0 ? random.Next(3) : null)));
        });
        for (var i = 0; i < 12; i++) await patron.MadeAt(Noon.AddHours(-(i < 3 ? random.Next(1, 20) : random.Next(20, 900))), [.. Enumerable.Range(0, 120).Select(_ => (long)random.Next(1, 301))]);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        var snapshot = patron.Get<ICustomerBase>().Current;
        var audience = snapshot.Known.ToIndexes();
        Assert.Equal(300, audience.Length);

        foreach (var (channel, purpose, topic) in new[] { ("email", "marketing", "wine"), ("sms", "marketing", (string?)null), ("phone", "marketing-news", "wine"), ("email", "service", null) })
        {
            var foreseen = await patron.Get<IContactPolicy>().Foresee(snapshot, audience, channel, purpose, topic, Noon, Ct);
            var judged = await patron.Judge(Noon, [.. audience.Select(i => new ContactWish(new(snapshot.Ids[i]), channel, purpose, topic, 1))]);
            Assert.Equal(judged.Select(v => v.Barrier is ContactBarrier.QuietTime ? ContactBarrier.None : v.Barrier), foreseen);
            if (channel == "email" && purpose == "marketing") Assert.Equal(7, foreseen.Distinct().Count()); // each barrier that can be foreseen, and none
        }
    }

    private sealed class Waits : ITellsWaiting
    {
        public IReadOnlyList<WaitingContact> All { get; set; } = [];

        public Task<IReadOnlyList<WaitingContact>> Waiting(BulkSession session, IReadOnlyCollection<CustomerId> customers, DateTimeOffset until, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<WaitingContact>>([.. All.Where(w => customers.Contains(w.Customer) && w.Due <= until)]);
    }

    private static ContactWish Wanted(long id, string channel = "email", string? topic = null, double worth = 1) => new(new(id), channel, "marketing", topic, worth);

    private static ConsentSaid Agreed(long id, string channel = "email") => new(new(id), null, "marketing", channel, true, Noon.AddDays(-5), null);

    private static Preference Wish(long id, DateTimeOffset? paused = null, string refused = "", int? most = null) => new() { CustomerId = new(id), Id = id, PausedUntil = paused, Refused = refused, Most = most, At = Noon };

    internal static GoldenRecord Somebody(long id, string? email = "a@mail.example", string? phone = null, string? country = "GB") => new(
        new(id), true, CustomerKind.Person, null, $"Person {id}", null, null, null, null, email == "a@mail.example" ? $"a{id}@mail.example" : email, phone, null, null, null, null, country, null, null, null, null, null, null, null, 0);
}

internal static class ContactPolicySteps
{
    public static async Task People(this PatronServices patron, params GoldenRecord[] people)
    {
        await using var session = await patron.Session();
        await patron.Get<IGoldenRecords>().Write(session, people, patron.Clock.GetUtcNow(), Ct);
        await session.Commit(Ct);
    }

    public static async Task Do(this PatronServices patron, Func<BulkSession, IConsentDeeds, Task> deed)
    {
        await using var session = await patron.Session();
        await deed(session, patron.Get<IConsentDeeds>());
        await session.Db.SaveChangesAsync(Ct);
        await session.Commit(Ct);
    }

    public static async Task MadeAt(this PatronServices patron, DateTimeOffset at, params long[] customers)
    {
        await using var session = await patron.Session();
        await patron.Get<IContactPolicy>().Made(session, [.. customers.Select(c => new ContactWish(new(c), "email", "marketing", null, 1))], at, Ct);
        await session.Commit(Ct);
    }

    public static async Task<IReadOnlyList<ContactVerdict>> Judge(this PatronServices patron, DateTimeOffset at, params ContactWish[] wishes)
    {
        await using var session = await patron.Session();
        return await patron.Get<IContactPolicy>().Judge(session, wishes, at, Ct);
    }

    public static async Task Set(this PatronServices patron, ContactSettings settings)
    {
        await using var db = await patron.Db();
        await db.WriteAtOnce(ContactSettings.Key, settings, Ct);
    }
}
