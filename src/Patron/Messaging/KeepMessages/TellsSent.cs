using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.KeepMessages;

/// <summary>Messages that reached customers, or may have.</summary>
internal sealed class TellsSent : ITellsContacts
{
    private const int AtOnce = 5_000;

    public async Task<IReadOnlyList<MadeContact>> Since(BulkSession session, IReadOnlyCollection<CustomerId> customers, DateTimeOffset since, CancellationToken ct)
    {
        var made = new List<MadeContact>();
        foreach (var some in customers.Chunk(AtOnce))
        {
            await using var command = session.Command();
            command.CommandText = $"""
                select m.customer_id, m.at, m.channel, s.source_kind, s.source_id from {MessageTable.Name} m join {SendingTable.Name} s on s.id = m.sending_id
                where m.customer_id in {command.In("@customers", some.Select(c => c.Value))} and m.at >= @since and m.state in ({(int)MessageState.HandedOff}, {(int)MessageState.Sent}, {(int)MessageState.Unknown})
                """;
            command.AddInstant("@since", since);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) made.Add(new(row.GetInt64(0), Instants.FromMicroseconds(row.GetInstant(1)), row.GetString(2), row.GetString(3), row.GetInt64(4)));
        }
        return made;
    }
}
