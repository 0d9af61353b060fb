using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.JudgeContacts;

/// <summary>Reads facts, has them judged, and counts the contacts that were made.</summary>
internal sealed class ContactPolicy(PersonReads persons, IDbContextFactory<PatronDb> contexts, IdMaker ids) : IContactPolicy, IContactRules
{
    private static readonly string[] Columns = ["customer_id", "id", "channel", "at"];

    public async Task<IReadOnlyList<ContactVerdict>> Judge(BulkSession session, IReadOnlyList<ContactWish> wishes, DateTimeOffset at, CancellationToken ct)
    {
        var settings = await Settings(session.Db, ct);
        var known = await persons.Read(session, settings, [.. wishes.Select(w => w.Customer).Distinct()], at, ct);
        var verdicts = new ContactVerdict[wishes.Count];
        // The dearest first; whoever gets a slot has taken it from the others of this batch.
        foreach (var i in Enumerable.Range(0, wishes.Count).OrderByDescending(i => wishes[i].Worth))
        {
            var (wish, person) = (wishes[i], known.GetValueOrDefault(wishes[i].Customer));
            verdicts[i] = ContactDecisions.Judge(settings, person, wish, at);
            if (verdicts[i].Barrier is not ContactBarrier.None || !ContactSettings.IsAdvertising(wish.Purpose)) continue;
            person!.Made.Add((wish.Channel, at));
            // What is made waits no more.
            var place = person.Waiting.FindIndex(w => w.Channel == wish.Channel && w.Worth.Equals(wish.Worth) && w.Due <= at);
            if (place >= 0) person.Waiting.RemoveAt(place);
        }
        return verdicts;
    }

    public async Task<ContactBarrier[]> Foresee(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, string? topic, DateTimeOffset at, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var settings = await Settings(db, ct);
        await db.Database.OpenConnectionAsync(ct);
        return AudienceReads.Judge(db.Database.GetDbConnection(), snapshot, customers.Span, settings, channel, purpose, topic, at);
    }

    public async Task<bool[]> Yields(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, Func<int, IReadOnlyList<string>> dearer, DateTimeOffset at, CancellationToken ct)
    {
        if (!ContactSettings.IsAdvertising(purpose)) return new bool[customers.Length];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var settings = await Settings(db, ct);
        await db.Database.OpenConnectionAsync(ct);
        return AudienceReads.Yields(db.Database.GetDbConnection(), snapshot, customers.Span, settings, channel, dearer, at);
    }

    public Task Made(BulkSession session, IReadOnlyList<ContactWish> made, DateTimeOffset at, CancellationToken ct)
    {
        var fresh = new IdRanges(ids);
        using var sink = session.Sink(ContactTable.Name, Columns);
        foreach (var one in made.Where(m => ContactSettings.IsAdvertising(m.Purpose)))
        {
            sink.Begin();
            sink.Long(one.Customer.Value);
            sink.Long(fresh.Next());
            sink.Int(AudienceReads.Place(one.Channel));
            sink.Instant(Instants.ToMicroseconds(at));
            sink.End();
        }
        sink.Complete();
        return Task.CompletedTask;
    }

    public async Task<ContactRulesNow> Now(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var settings = await Settings(db, ct);
        return new(settings.HouseholdOnce, country => settings.RuleOf(country) is var rule ? new(rule.Mark, rule.AddressLine, rule.OneClick) : default);
    }

    public static async Task<ContactSettings> Settings(PatronDb db, CancellationToken ct) => await db.Read<ContactSettings>(ContactSettings.Key, ct) ?? ContactSettings.Default;
}
