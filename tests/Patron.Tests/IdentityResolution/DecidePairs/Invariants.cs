using System.Data.Common;
using System.Globalization;

namespace Patron.Tests.IdentityResolution.DecidePairs;

/// <summary>What must be so whatever was joined, parted, taken back or broken off.</summary>
internal static class Invariants
{
    private static readonly string[] OfRecords = ["purchases_orders", "purchases_order_lines", "consents_ledger", "interactions", "identity_identifiers"];
    private static readonly string[] OfCustomers = ["identity_source_records", "identity_hand_values", .. OfRecords];

    /// <summary>Each counts what must not be.</summary>
    private static readonly (string What, string Sql)[] All =
    [
        .. OfCustomers.Select(t => ($"{t} of nobody, or of who is part of another", $"select count(*) from {t} r where not exists (select 1 from customers c where c.id = r.customer_id and c.merged_into is null)")),
        .. OfCustomers.Select(t => ($"{t} of two customers", $"select count(*) - count(distinct id) from {t}")),
        .. OfRecords.Select(t => ($"{t} apart from their record",
            $"select count(*) from {t} r where source_record_id is not null and not exists (select 1 from identity_source_records s where s.customer_id = r.customer_id and s.id = r.source_record_id)")),
        ("lines apart from their order", "select count(*) from purchases_order_lines l where not exists (select 1 from purchases_orders o where o.customer_id = l.customer_id and o.id = l.order_id)"),
        ("links between two customers", "select count(*) from identity_links l where (select count(*) from identity_source_records s where s.customer_id = l.customer_id and s.id in (l.source_record_id, l.other_record_id)) <> 2"),
        ("claims of records that lead astray",
            "select count(*) from kernel_claimed_keys k where scope like 'record:%' and not exists (select 1 from identity_source_records r where r.customer_id = k.customer_id and r.id = k.id and r.external_id = k.key)"),
        ("records without a claim", "select count(*) from identity_source_records r where not exists (select 1 from kernel_claimed_keys k where k.id = r.id and k.customer_id = r.customer_id and k.scope like 'record:%')"),
        ("claims of orders that lead astray", "select count(*) from kernel_claimed_keys k where scope like 'order:%' and not exists (select 1 from purchases_orders o where o.customer_id = k.customer_id and o.id = k.id)"),
        ("merges into nobody", "select count(*) from customers c where merged_into is not null and not exists (select 1 from customers i where i.id = c.merged_into)"),
        ("circles of merges",
            "with recursive way(start, at, steps) as (select id, merged_into, 1 from customers where merged_into is not null union all select w.start, c.merged_into, w.steps + 1 from way w join customers c on c.id = w.at where c.merged_into is not null and w.steps < 1000) select count(*) from way where steps >= 1000"),
        ("pairs of which two decisions hold", "select count(*) from (select 1 from identity_decisions where ended_at is null group by first_key, second_key having count(*) > 1) t"),
    ];

    public static async Task Hold(PatronServices patron)
    {
        await using var session = await patron.Session();
        Assert.Empty(await Broken(session.Command));
    }

    /// <summary>What does not hold, with how many rows.</summary>
    public static async Task<IReadOnlyList<string>> Broken(Func<string, DbCommand> command)
    {
        var broken = new List<string>();
        foreach (var (what, sql) in All)
        {
            await using var asked = command(sql);
            var count = Convert.ToInt64(await asked.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
            if (count != 0) broken.Add($"{count} {what}");
        }
        return broken;
    }

    /// <summary>Customers who are part of others.</summary>
    public static async Task<IReadOnlyList<long>> Merged(this PatronServices patron)
    {
        var merged = new List<long>();
        await using var session = await patron.Session();
        await using var command = session.Command("select id from customers where merged_into is not null");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) merged.Add(reader.GetInt64(0));
        return merged;
    }
}
