using System.Runtime.CompilerServices;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <summary>The organisations by name: few beside the people, so a file that names some reads them all once.</summary>
internal sealed class OrganisationNames : IKnowsNames
{
    private const string Select = "select id, name, company from customers where kind = 2 and merged_into is null and deleted_at is null";

    public string What => NamedThings.Organisation;

    public async IAsyncEnumerable<KnownName> All(BulkSession session, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = session.Command(Select);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            if ((reader.Text(1) ?? reader.Text(2)) is { } name) yield return new(name, null);
    }

    /// <summary>Customer by name, in lower case; null where several are called so.</summary>
    public static async Task<Dictionary<string, CustomerId?>> Load(BulkSession session, CancellationToken ct)
    {
        var names = new Dictionary<string, CustomerId?>(StringComparer.Ordinal);
        await using var command = session.Command(Select);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var id = new CustomerId(reader.GetInt64(0));
            foreach (var name in new[] { reader.Text(1), reader.Text(2) }.OfType<string>().Select(Relation.KeyOf).Distinct())
                names[name] = names.ContainsKey(name) ? null : id;
        }
        return names;
    }
}
