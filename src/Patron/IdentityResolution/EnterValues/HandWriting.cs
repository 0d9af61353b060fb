using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>Writes values set by hand, tells the change set, and writes the golden records that follow.</summary>
internal sealed class HandWriting(ISources sources, IGoldenRecords golden, HandUndo undo, IdMaker ids, TimeProvider clock)
{
    /// <summary>Kinds of change sets.</summary>
    public const string Edit = "customer.edit", Undo = "customer.edit.undo";

    /// <summary>Has the customer a record, so that its values can be set? Anonymous buyers have none.</summary>
    public static async Task<bool> IsThere(BulkSession session, CustomerId customer, CancellationToken ct) =>
        (await RecordTable.OfCustomers(session, [customer.Value], ct)).Count > 0;

    /// <summary>Values that were read already. Who is gone, and what would change nothing, is left out; returns how many customers changed.</summary>
    public async Task<int> Set(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<HandValue> values, UserId? by, CancellationToken ct)
    {
        await IdentityLock.Take(session, ct);
        long[] customers = [.. values.Select(v => v.Customer.Value).Distinct()];
        var stored = new StoredParties(session);
        await stored.Load(customers, ct);
        var hands = await HandRows.OfCustomers(session, customers, ct);
        var choosing = await Choosing.Of(session.Db, ct);
        var (came, went) = (new List<HandRow>(), new List<HandRow>());
        foreach (var group in values.GroupBy(v => v.Customer))
        {
            var parties = stored.OfCustomer(group.Key.Value);
            if (parties.Count == 0) continue;
            HandRow[] known = [.. hands[group.Key.Value]];
            var shown = new Lazy<Dictionary<string, string>>(() => GoldenValues.Choose(parties, known, choosing).ToDictionary(g => g.Field, g => g.Value, StringComparer.Ordinal));
            foreach (var value in group.GroupBy(v => (v.Field, v.Custom)).Select(g => g.Last()))
            {
                HandRow[] before = [.. known.Where(k => k.Field == value.Field && k.Custom == value.Custom)];
                if (IsThatAlready(value, before, shown)) continue;
                went.AddRange(before);
                if (value.Value is null) continue;
                came.Add(new()
                {
                    CustomerId = group.Key, Id = ids.Next<SourceRecordId>().Value, Field = value.Field, Custom = value.Custom, Value = value.Value, At = clock.GetUtcNow(), By = by,
                });
            }
        }
        changes.Went(session, went);
        changes.Came(session, came);
        await HandRows.Delete(session, went, ct);
        HandRows.Insert(session, came);
        long[] changed = [.. came.Concat(went).Select(r => r.CustomerId.Value).Distinct()];
        await Rewrite(session, changed, ct);
        return changed.Length;
    }

    /// <summary>The golden records of these customers, from their records and what was set by hand.</summary>
    public async Task Rewrite(BulkSession session, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        if (customers.Count == 0) return;
        var all = (await sources.All(ct)).ToDictionary(s => s.Id);
        var stored = new StoredParties(session);
        await stored.Load(customers, ct);
        var hands = await HandRows.OfCustomers(session, customers, ct);
        var choosing = await Choosing.Of(session.Db, ct);
        var records = new List<GoldenRecord>(customers.Count);
        foreach (var customer in customers)
        {
            var parties = stored.OfCustomer(customer);
            if (parties.Count == 0) continue;
            var mask = parties.Aggregate(0L, (bits, p) => bits | 1L << all[p.Record.SourceId].Number);
            records.Add(GoldenValues.Of(new(customer), isNew: false, parties, [.. hands[customer]], mask, choosing));
        }
        await golden.Write(session, records, clock.GetUtcNow(), ct);
    }

    /// <summary>Takes a whole change set back; false, and nothing is to be committed, where something of it was changed since.</summary>
    public async Task<bool> TakeBack(BulkSession session, ChangeSet set, ChangeSet undoneBy, CancellationToken ct)
    {
        await IdentityLock.Take(session, ct);
        var undoing = new Undoing(set, [], undoneBy.At, undoneBy.By);
        var changes = new ChangeRecorder(session.Db, undoneBy);
        session.Db.Add(undoneBy);
        changes.ContinueAfter(0);
        var rows = await ToldRows.OfSet(session, set.Id, IdentityTables.Hands, ct);
        var changed = await undo.TakeBack(session, undoing, rows, changes, ct);
        if (undoing.TakeLeft().Count > 0) return false;
        set.UndoneBy = undoneBy.Id;
        await Rewrite(session, changed, ct);
        await session.Db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>What a person sets to what is shown anyhow is no change, unless it takes the place of what another set.</summary>
    private static bool IsThatAlready(HandValue value, HandRow[] before, Lazy<Dictionary<string, string>> shown) =>
        value.Value is null ? before.Length == 0
        : before.Length > 0 ? before[0].Value == value.Value
        : shown.Value.GetValueOrDefault(value.Custom ? GoldenValues.CustomPrefix + value.Field : value.Field, "") == value.Value;
}
