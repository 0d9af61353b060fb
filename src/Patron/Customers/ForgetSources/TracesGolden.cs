using Patron.Data;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Customers.ForgetSources;

/// <summary>Names, address of mail and phone number of the golden records.</summary>
internal sealed class TracesGolden : ITracesErased
{
    public async Task<ErasureTraces> Trace(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var words = new List<string>();
        await using var command = session.Command();
        command.CommandText = $"select name, latin_name, email, phone from customers where id in {command.In("@ids", customers.Select(c => c.Value))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            for (var field = 0; field < reader.FieldCount; field++) if (reader.Text(field) is { } said) words.Add(said);
        return new(words, []);
    }
}
