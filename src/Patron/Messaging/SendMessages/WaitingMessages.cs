using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.KeepMessages;

namespace Patron.Messaging.SendMessages;

/// <summary>Tells the contact policy what waits for a person, so that the dearest gets the last slot.</summary>
internal sealed class WaitingMessages : ITellsWaiting
{
    public async Task<IReadOnlyList<WaitingContact>> Waiting(BulkSession session, IReadOnlyCollection<CustomerId> customers, DateTimeOffset until, CancellationToken ct)
    {
        var waiting = new List<WaitingContact>();
        await using var command = session.Command();
        command.CommandText = $"""
            select q.customer_id, q.channel, q.due, m.worth from {QueueTable.Name} q join {MessageTable.Name} m on m.customer_id = q.customer_id and m.id = q.id
            join {SendingTable.Name} s on s.id = q.sending_id where q.customer_id in {command.In("@customers", customers.Select(c => c.Value))} and q.due <= @until and not q.handed_off and s.state = @runs
            """;
        command.AddInstant("@until", until);
        command.Add("@runs", (int)SendingState.Runs);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) waiting.Add(new(new(reader.GetInt64(0)), reader.GetString(1), Instants.FromMicroseconds(reader.GetInstant(2)), reader.GetInt64(3) / 1_000_000d));
        return waiting;
    }
}
