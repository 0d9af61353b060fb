using System.Runtime.CompilerServices;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog;

/// <summary>Products by code and by name, for files that name them either way.</summary>
internal sealed class ProductNames : IKnowsNames
{
    public string What => NamedThings.Product;

    public async IAsyncEnumerable<KnownName> All(BulkSession session, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = session.Command($"select code, name from {ProductStore.Table}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return new(reader.GetString(0), reader.Text(1));
    }
}
