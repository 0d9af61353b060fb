using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>The external ids behind source records, to name in a conflict's reason whose row it is.</summary>
internal static class PersonNames
{
    public static async Task<Dictionary<long, string>> Of(BulkSession session, SourceId source, IReadOnlyCollection<(long Customer, long Record)> records, CancellationToken ct)
    {
        var names = new Dictionary<long, string>();
        if (records.Count == 0) return names;
        await using var command = session.Command();
        command.CommandText = $"select id, key from {ClaimedKeys.Table} where scope = @scope and customer_id in {command.In("@customers", records.Select(r => r.Customer).Distinct())}";
        command.Add("@scope", ClaimScopes.Record(source));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) names[reader.GetInt64(0)] = reader.GetString(1);
        return names;
    }
}
