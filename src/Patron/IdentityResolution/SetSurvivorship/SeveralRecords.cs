using System.Globalization;
using Patron.Data;

namespace Patron.IdentityResolution.SetSurvivorship;

/// <summary>Customers of whom several records speak: rules decide about nobody else.</summary>
internal static class SeveralRecords
{
    private const string Of = $"select customer_id from {IdentityTables.Records} where customer_id > @after group by customer_id having count(*) > 1";

    public static async Task<long> Count(BulkSession session, CancellationToken ct)
    {
        await using var command = session.Command($"select count(*) from ({Of}) several");
        command.Add("@after", 0L);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>The next so many, in the order of their ids.</summary>
    public static async Task<long[]> Next(BulkSession session, long after, int most, CancellationToken ct)
    {
        var customers = new List<long>(most);
        await using var command = session.Command($"{Of} order by customer_id limit {most}");
        command.Add("@after", after);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) customers.Add(reader.GetInt64(0));
        return [.. customers];
    }
}
