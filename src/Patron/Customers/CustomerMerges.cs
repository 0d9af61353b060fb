using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

internal sealed class CustomerMerges(IGoldenRecords golden, IDbContextFactory<PatronDb> contexts) : ICustomerMerges
{
    public async Task<IReadOnlyDictionary<CustomerId, CustomerId>> Homes(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var into = new Dictionary<long, long?>();
        for (long[] ask = [.. customers.Select(c => c.Value).Distinct()]; ask.Length > 0; ask = [.. into.Values.OfType<long>().Distinct().Where(id => !into.ContainsKey(id))])
        {
            var found = await CustomerRows.Load(session, ask, ct);
            foreach (var id in ask) into[id] = found.TryGetValue(id, out var row) ? row.MergedInto : 0;
        }
        var homes = new Dictionary<CustomerId, CustomerId>();
        foreach (var customer in customers)
        {
            var home = customer.Value;
            while (into[home] is { } next && next != 0) home = next;
            if (into[home] is null) homes[customer] = new(home);
        }
        return homes;
    }

    public async Task<IReadOnlyList<(CustomerId Gone, CustomerId Into)>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var into = new Dictionary<long, long>();
        using (var row = FastReader.Open(db.Database.GetDbConnection(), "select id, merged_into from customers where merged_into is not null"))
            while (row.Read()) into[row.Long(0)] = row.Long(1);
        return [.. into.Keys.Select(gone => (new CustomerId(gone), new CustomerId(Home(gone))))];

        long Home(long id)
        {
            while (into.TryGetValue(id, out var next)) id = next;
            return id;
        }
    }

    public async Task<IReadOnlySet<CustomerId>> Part(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var there = new HashSet<CustomerId>();
        foreach (var some in customers.Chunk(5_000))
        {
            await using var update = session.Command();
            update.CommandText = $"update customers set merged_into = null, version = version + 1 where merged_into is not null and id in {update.In("@ids", some.Select(c => c.Value))}";
            await update.ExecuteNonQueryAsync(ct);
            there.UnionWith((await CustomerRows.Load(session, [.. some.Select(c => c.Value).Distinct()], ct)).Values.Select(r => r.Golden.Id));
        }
        if (there.Count > 0) session.Tell(Topics.Customers, there.Select(c => c.Value));
        return there;
    }

    public async Task Remove(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        foreach (var some in customers.Chunk(5_000))
        {
            await using var lead = session.Command();
            var gone = lead.In("@ids", some.Select(c => c.Value));
            lead.CommandText = $"update customers set merged_into = (select g.merged_into from customers g where g.id = customers.merged_into) where merged_into in {gone} and exists (select 1 from customers g where g.id = customers.merged_into and g.merged_into is not null)";
            while (await lead.ExecuteNonQueryAsync(ct) > 0) { }
            await golden.Delete(session, some, ct);
        }
    }
}
