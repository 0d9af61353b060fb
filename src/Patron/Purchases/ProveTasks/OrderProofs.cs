using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks.Contracts;

namespace Patron.Purchases.ProveTasks;

/// <summary>An order shows that a hand-over was done, or that a lead was followed up.</summary>
internal sealed class OrderProofs(Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IProvesTasks
{
    public const string Kind = "order";
    private const int Most = 20;

    public async Task<IReadOnlyList<Happening>> Since(CustomerId customer, DateTimeOffset since, Sentences sentences, CancellationToken ct)
    {
        var happened = new List<Happening>();
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        await using var command = session.Command($"select id, at, number from {OrderStore.Table} where customer_id = @customer and at >= @since and not is_return order by at desc, id desc limit {Most}");
        command.Add("@customer", customer.Value);
        command.AddInstant("@since", since);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) happened.Add(new(new(Kind, reader.GetInt64(0)), Instants.FromMicroseconds(reader.GetInstant(1)), sentences.Get("purchases.proof.order", new { number = reader.GetString(2) })));
        return happened;
    }

    public async Task<DateTimeOffset?> At(BulkSession session, CustomerId customer, Reference thing, CancellationToken ct)
    {
        if (thing.Kind != Kind) return null;
        await using var command = session.Command($"select at from {OrderStore.Table} where customer_id = @customer and id = @id and not is_return");
        command.Add("@customer", customer.Value);
        command.Add("@id", thing.Id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Instants.FromMicroseconds(reader.GetInstant(0)) : null;
    }
}
