using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.ForgetSources;

/// <summary>Customers that the sources' imports made and that were merged into others since: nothing but the id is left of them.</summary>
internal sealed class ForgetsMerged(IGoldenRecords golden) : IForgetsSources
{
    public int Order => 20;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = $"select c.id from kernel_change_ranges r join customers c on c.id between r.first_id and r.last_id where r.entity = 'customers' and c.merged_into is not null and r.change_set_id in {command.In("@sets", what.ChangeSets.Select(s => s.Value))}";
        var merged = new List<CustomerId>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) merged.Add(new(reader.GetInt64(0)));
        await golden.Delete(session, merged, ct);
    }
}
