using System.Runtime.CompilerServices;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>What a source calls its customers, in the rows of other files: their external ids, and what they are called beside them.</summary>
internal sealed class SourceNames : IKnowsSourceNames
{
    public string What => NamedThings.Customer;

    public async Task<IReadOnlySet<string>> Known(BulkSession session, SourceId source, IReadOnlyCollection<string> names, CancellationToken ct) =>
        (await session.Find(ClaimScopes.Record(source), names, ct)).Keys.ToHashSet(StringComparer.Ordinal);

    public async IAsyncEnumerable<KnownName> All(BulkSession session, SourceId source, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = session.Command($"select external_id, coalesce(name, company) from {IdentityTables.Records} where source_id = @source");
        command.Add("@source", source.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return new(reader.GetString(0), reader.Text(1));
    }
}
