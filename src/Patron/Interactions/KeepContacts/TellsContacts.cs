using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;

namespace Patron.Interactions.KeepContacts;

/// <summary>Calls, visits, letters that went from us to customers.</summary>
internal sealed class TellsContacts : ITellsContacts
{
    private const int AtOnce = 5_000;

    public async Task<IReadOnlyList<MadeContact>> Since(BulkSession session, IReadOnlyCollection<CustomerId> customers, DateTimeOffset since, CancellationToken ct)
    {
        var made = new List<MadeContact>();
        foreach (var some in customers.Chunk(AtOnce))
        {
            await using var command = session.Command();
            command.CommandText = $"select customer_id, at, kind from {InteractionStore.Table} where customer_id in {command.In("@customers", some.Select(c => c.Value))} and at >= @since and direction = @out and kind <> '{InteractionKinds.Note}'";
            command.AddInstant("@since", since);
            command.Add("@out", (int)Direction.Out);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) made.Add(new(row.GetInt64(0), Instants.FromMicroseconds(row.GetInstant(1)), row.GetString(2), null, 0));
        }
        return made;
    }
}
