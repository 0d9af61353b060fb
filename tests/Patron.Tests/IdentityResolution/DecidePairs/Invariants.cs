using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.DecidePairs;

/// <summary>What must be so whatever was joined, parted, taken back or broken off.</summary>
internal static class Invariants
{
    public static async Task Hold(PatronServices patron)
    {
        // Each record is with one customer, who is there and no part of another.
        Assert.Equal(await patron.Count("identity_source_records"), Convert.ToInt64(await patron.Ask("select count(distinct id) from identity_source_records"), null));
        foreach (var table in (string[])["identity_source_records", "purchases_orders", "purchases_order_lines", "consents_ledger", "interactions", "identity_hand_values"])
        {
            Assert.Equal(0, await patron.Count(table + " r", "not exists (select 1 from customers c where c.id = r.customer_id and c.merged_into is null)"));
            Assert.Equal(await patron.Count(table), Convert.ToInt64(await patron.Ask($"select count(distinct id) from {table}"), null));
        }
        // Rows are where their record is, lines where their order is, links between records of one customer.
        foreach (var table in (string[])["purchases_orders", "purchases_order_lines", "consents_ledger", "interactions", "identity_identifiers"])
            Assert.Equal(0, await patron.Count(table + " r", "source_record_id is not null and not exists (select 1 from identity_source_records s where s.customer_id = r.customer_id and s.id = r.source_record_id)"));
        Assert.Equal(0, await patron.Count("purchases_order_lines l", "not exists (select 1 from purchases_orders o where o.customer_id = l.customer_id and o.id = l.order_id)"));
        Assert.Equal(0, await patron.Count("identity_links l",
            "(select count(*) from identity_source_records s where s.customer_id = l.customer_id and s.id in (l.source_record_id, l.other_record_id)) <> 2"));
        // Claimed keys lead to their rows.
        Assert.Equal(0, await patron.Count("kernel_claimed_keys k", "scope like 'record:%' and not exists (select 1 from identity_source_records r where r.customer_id = k.customer_id and r.id = k.id and r.external_id = k.key)"));
        Assert.Equal(0, await patron.Count("kernel_claimed_keys k", "scope like 'order:%' and not exists (select 1 from purchases_orders o where o.customer_id = k.customer_id and o.id = k.id)"));
        // No circle: every merged id comes to an end.
        var into = new Dictionary<long, long>();
        await using (var session = await patron.Session())
        {
            await using var command = session.Command("select id, merged_into from customers where merged_into is not null");
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct)) into[reader.GetInt64(0)] = reader.GetInt64(1);
        }
        foreach (var start in into.Keys)
        {
            var (at, steps) = (start, 0);
            while (into.TryGetValue(at, out var next)) { at = next; Assert.True(++steps <= into.Count, "A circle of merges."); }
            Assert.Equal(1, await patron.Count("customers", $"id = {at}"));
        }
        // One decision at most holds of a pair.
        Assert.Equal(0, Convert.ToInt64(await patron.Ask("select count(*) from (select 1 from identity_decisions where ended_at is null group by first_key, second_key having count(*) > 1) t"), null));
    }

    public static async Task<IReadOnlyList<long>> Merged(this PatronServices patron)
    {
        var merged = new List<long>();
        await using var session = await patron.Session();
        await using var command = session.Command("select id from customers where merged_into is not null");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct)) merged.Add(reader.GetInt64(0));
        return merged;
    }
}
