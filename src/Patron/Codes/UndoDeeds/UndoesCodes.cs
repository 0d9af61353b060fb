using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;

namespace Patron.Codes.UndoDeeds;

/// <summary>A code that was typed for the wrong customer is free again, and what the log says of it goes: nobody did it.</summary>
internal sealed class UndoesCodes(IEnumerable<IEventLog> logs) : UndoesRows(IssuedCodeTable.Name, Topics.Interactions, [new("redeemed_at", IsInstant: true), new("redeemed_by"), new("place")])
{
    public override int Order => 82;

    protected override string ChangedSince => "kernel.deed.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) => Codes(session, rows, ct);

    protected override async Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        foreach (var (id, code) in await Codes(session, rows, ct))
            foreach (var log in logs) await log.TakeBack(session, new(rows.First(r => r.Id == id).Customer), EventKinds.Redeemed, CodeBook.KeyOf(code), ct);
    }

    private static async Task<IReadOnlyDictionary<long, string>> Codes(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var codes = new Dictionary<long, string>();
        if (rows.Count == 0) return codes;
        await using var command = session.Command();
        command.CommandText = $"select t.id, t.code from {command.InPairs([.. rows.Select(r => (r.Customer, r.Id))])} cross join {IssuedCodeTable.Name} t where t.customer_id = w.c and t.id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) codes[reader.GetInt64(0)] = reader.GetString(1);
        return codes;
    }
}
