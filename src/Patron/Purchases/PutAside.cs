using System.Text.Json;
using System.Text.Json.Serialization;
using Patron.Data;

namespace Patron.Purchases;

/// <summary>Orders that a plan has met and no longer keeps in mind: what it would make of them is in no table, so it lies in the file's own memory.</summary>
internal sealed class PutAside(FileMemory memory)
{
    private static readonly JsonSerializerOptions Short = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private sealed record Order(
        long Id, long Customer, long? Record, string? Person, string Currency, long At, string? Channel, string? Country, long? Total, bool IsReturn, OrderValues Stored, bool Any, Line[]? Lines);

    private sealed record Line(string Key, long Id, LineValues Values);

    public void Put(BookedOrder order)
    {
        Line[]? lines = order.Lines.Keyed == 0 ? null : [.. order.Lines.AllKeyed.Select(l => new Line(l.Key, l.Id, l.Values))];
        memory.Set(order.Number, JsonSerializer.Serialize(new Order(
            order.Id, order.Customer, order.Record, order.Person, order.Currency, order.At, order.Channel, order.Country, order.StatedTotal, order.IsReturn, order.Stored, order.Lines.Any, lines), Short));
    }

    /// <summary>Null where the plan has not met the order.</summary>
    public BookedOrder? Find(string number)
    {
        if (memory.Find(number) is not { } kept) return null;
        var order = JsonSerializer.Deserialize<Order>(kept, Short)!;
        return new()
        {
            Number = number, Id = order.Id, Customer = order.Customer, Record = order.Record, Person = order.Person, Currency = order.Currency, At = order.At,
            Channel = order.Channel, Country = order.Country, StatedTotal = order.Total, IsReturn = order.IsReturn, Stored = order.Stored,
            Lines = PresentLines.Restored(order.Any, order.Lines?.Select(l => (l.Key, l.Id, l.Values)) ?? []),
        };
    }
}
