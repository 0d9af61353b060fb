using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.ServiceDesk.KeepTickets;

/// <summary>A product that a ticket is about stays.</summary>
internal sealed class TicketsNameProducts : INamesProducts
{
    public async Task<IReadOnlySet<ProductId>> Named(BulkSession session, CancellationToken ct)
    {
        var named = new HashSet<ProductId>();
        await using var command = session.Command($"select distinct product_id from {TicketTable.Name} where product_id is not null");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) named.Add(new(reader.GetInt64(0)));
        return named;
    }
}
