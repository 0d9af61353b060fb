using Patron.Data;
using Patron.Data.Erasing;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.ForgetSources;

/// <summary>What the records say: names, addresses of mail and phone numbers, as written and as they are found by; and which systems sent them.</summary>
internal sealed class TracesRecords : ITracesErased
{
    private static readonly string[] HandFields = ["name", "email", "phone"];

    public async Task<ErasureTraces> Trace(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var (words, sources) = (new List<string>(), new List<string>());
        await Read($"select r.name, r.given_name, r.family_name, r.email, r.phone, s.name from {IdentityTables.Records} r join identity_sources s on s.id = r.source_id where r.customer_id in IDS", row =>
        {
            if (row[0] is { } name) words.Add(name);
            if (row[1] is { } given && row[2] is { } family) words.AddRange([$"{given} {family}", $"{family} {given}"]);
            words.AddRange(row[3..5].OfType<string>());
            // What was entered here was sent by nobody who could send it again.
            if (!BuiltInSources.IsOwn(row[5]!)) sources.Add(row[5]!);
        });
        await Read($"select value from {IdentityTables.Identifiers} where customer_id in IDS", row => words.Add(row[0]!));
        await Read($"select field, value from {IdentityTables.Hands} where not custom and customer_id in IDS", row => { if (HandFields.Contains(row[0])) words.Add(row[1]!); });
        return new(words, sources);

        async Task Read(string sql, Action<string?[]> each)
        {
            await using var command = session.Command();
            command.CommandText = sql.Replace("IDS", command.In("@ids", customers.Select(c => c.Value)), StringComparison.Ordinal);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) each([.. Enumerable.Range(0, reader.FieldCount).Select(reader.Text)]);
        }
    }
}
