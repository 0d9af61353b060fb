using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>Values that people set, one customer at a time or many in a job.</summary>
internal sealed class HandValues(
    IDbContextFactory<PatronDb> contexts, ICustomers customers, HandChecks checks, HandWriting writing, AddsByHand adding, IdMaker ids, TimeProvider clock) : IHandValues
{
    public async Task<Result<ChangeSetId>> Set(IReadOnlyList<HandValue> values, UserId by, CancellationToken ct)
    {
        if (values.Count == 0) return new HandNothingSaid();
        if (values.Any(v => v.Customer != values[0].Customer)) throw new ArgumentException("The values are of several customers.", nameof(values));
        if (await customers.Resolve(values[0].Customer, ct) is not { } customer) return new HandCustomerGone();
        var read = new List<HandValue>(values.Count);
        foreach (var value in values)
        {
            var kept = await checks.Read(value with { Customer = customer }, ct);
            if (kept.Refusal is { } refusal) return refusal;
            read.Add(kept.Value);
        }

        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = HandWriting.Edit };
        session.Db.Add(set);
        var changes = new ChangeRecorder(session.Db, set);
        changes.ContinueAfter(0);
        if (!await HandWriting.IsThere(session, customer, ct)) return new HandCustomerGone();
        await writing.Set(session, changes, read, by, ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return set.Id;
    }

    public async Task<int> Set(BulkSession session, ChangeRecorder changes, IReadOnlyList<HandValue> values, UserId? by, CancellationToken ct) =>
        await writing.Set(session, changes, await checks.ReadMany(session, values, ct), by, ct);

    public Task<Refusal?> Refuse(string field, bool custom, string? value, CancellationToken ct) => checks.Refuse(field, custom, value, ct);

    public async Task<IReadOnlySet<CustomerId>> SetAmong(IReadOnlyCollection<CustomerId> customers, string field, bool custom, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = await db.HandValues.AsNoTracking().Where(h => h.Field == field && h.Custom == custom).Select(h => h.CustomerId).ToListAsync(ct);
        var asked = customers.ToHashSet();
        return all.Where(asked.Contains).ToHashSet();
    }

    public async Task<IReadOnlyList<SetByHand>> Of(CustomerId customer, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var rows = await HandRows.OfCustomers(session, [customer.Value], ct);
        return [.. rows[customer.Value].Select(r => new SetByHand(r.Field, r.Custom, r.Value, r.At, r.By))];
    }

    public Task<Result<CustomerId>> Add(IReadOnlyList<HandValue> values, UserId? by, CancellationToken ct) => adding.Add(values, by, ct);

    public async Task<Result<ChangeSetId>> Undo(ChangeSetId set, UserId by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var found = await session.Db.Set<ChangeSet>().FirstOrDefaultAsync(s => s.Id == set, ct);
        if (found is not { Kind: HandWriting.Edit }) return new HandCustomerGone();
        if (found.UndoneBy is not null) return new HandUndoneAlready();
        var undone = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = HandWriting.Undo, Undoes = set };
        if (!await writing.TakeBack(session, found, undone, ct)) return new HandChangedSince();
        await session.Commit(ct);
        return undone.Id;
    }
}
