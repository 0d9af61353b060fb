using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

/// <summary>Writes golden records in bulk; one that says what is stored already is neither written nor told of.</summary>
internal sealed class GoldenRecords : IGoldenRecords
{
    public async Task Write(BulkSession session, IReadOnlyList<GoldenRecord> records, DateTimeOffset now, CancellationToken ct)
    {
        var stored = await CustomerRows.Load(session, [.. records.Where(r => !r.IsNew).Select(r => r.Id.Value)], ct);
        var created = Instants.ToMicroseconds(now);
        var rows = new List<StoredCustomer>(records.Count);
        foreach (var record in records)
        {
            var golden = record with { IsNew = false };
            if (record.IsNew) rows.Add(new(golden, Anonymous: false, MergedInto: null, DeletedAt: null, created, Version: 0));
            else if (stored[record.Id.Value] is var old && old.Golden != golden) rows.Add(old with { Golden = golden, Version = old.Version + 1 });
        }
        await CustomerRows.Delete(session, [.. rows.Where(r => r.Version > 0).Select(r => r.Golden.Id.Value)], ct);
        CustomerRows.Insert(session, rows);
        if (rows.Count > 0) session.Tell(Topics.Customers, rows.Select(r => r.Golden.Id.Value));
    }

    public Task WriteAnonymous(BulkSession session, IReadOnlyList<CustomerId> customers, DateTimeOffset now, CancellationToken ct)
    {
        var created = Instants.ToMicroseconds(now);
        CustomerRows.Insert(session, customers.Select(c => new StoredCustomer(Blank(c), Anonymous: true, MergedInto: null, DeletedAt: null, created, Version: 0)));
        if (customers.Count > 0) session.Tell(Topics.Customers, customers.Select(c => c.Value));
        return Task.CompletedTask;
    }

    public async Task MarkMerged(BulkSession session, IReadOnlyCollection<(CustomerId From, CustomerId Into)> merges, CancellationToken ct)
    {
        if (merges.Count == 0) return;
        await using var update = session.Command();
        update.CommandText = $"update customers set merged_into = w.i, version = version + 1 from {update.InPairs([.. merges.Select(m => (m.From.Value, m.Into.Value))])} where customers.id = w.c";
        if (await update.ExecuteNonQueryAsync(ct) != merges.Count) throw new InvalidOperationException("A customer that is not there cannot be merged.");
        session.Tell(Topics.Customers, merges.SelectMany(m => (long[])[m.From.Value, m.Into.Value]));
    }

    public async Task Delete(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        long[] ids = [.. customers.Select(c => c.Value)];
        while (ids.Length > 0)
        {
            session.Tell(Topics.Customers, ids);
            var merged = await CustomerRows.MergedInto(session, ids, ct);
            await CustomerRows.Delete(session, ids, ct);
            ids = merged;
        }
    }

    private static GoldenRecord Blank(CustomerId id) => new(
        id, false, CustomerKind.Person, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 0);
}
