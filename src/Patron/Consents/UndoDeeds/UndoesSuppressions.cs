using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.UndoDeeds;

/// <summary>Takes back what a person did to the suppression list: lines that were added go, unless somebody has ended them since; a line that was ended holds again.</summary>
internal sealed class UndoesSuppressions(Lazy<ICustomerBase> customers) : IUndoesChanges
{
    public int Order => 31;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        foreach (var table in (string[])[SuppressionTable.Name, SuppressedAddressTable.Name])
        {
            foreach (var (id, customer, after) in await RecordedChange.Made(session, what.Set.Id, table, ct)) await Remove(session, what, table, id, customer, after.GetProperty("channel").GetString(), ct);
            foreach (var change in await RecordedChange.Read(session, what.Set.Id, table, int.MaxValue, 1, ct)) await HoldAgain(session, what, table, change, ct);
        }
        foreach (var (first, last) in what.Created(SuppressedAddressTable.Name)) await Remove(session, what, first, last, ct);
        return null;
    }

    private async Task Remove(BulkSession session, Undoing what, string table, long id, long customer, string? channel, CancellationToken ct)
    {
        var gone = await session.Execute($"delete from {table} where id = @id and ended_at is null{Of(customer)}", ct, ("@id", id));
        if (gone == 0) what.Leave(new(table, new SuppressionId(id).ToString(), null, null, null, "kernel.deed.changed"));
        else what.Changes?.Row(table, id, new(customer), new Dictionary<string, object?> { ["channel"] = channel }, null);
        what.Count(gone, restored: 0);
        if (customer > 0) session.Tell(Topics.Consents, customer);
        else if (channel is not null) LookAnew(session, channel);
    }

    /// <summary>A list that was put in: all of it goes, or nothing.</summary>
    private async Task Remove(BulkSession session, Undoing what, long first, long last, CancellationToken ct)
    {
        await using var ended = session.Command($"select count(*) from {SuppressedAddressTable.Name} where id between {first} and {last} and ended_at is not null");
        if (Convert.ToInt64(await ended.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) > 0)
        {
            what.Leave(new(SuppressedAddressTable.Name, new SuppressionId(first).ToString(), null, null, null, "kernel.deed.changed"));
            return;
        }
        what.Count(await session.Execute($"delete from {SuppressedAddressTable.Name} where id between {first} and {last}", ct), restored: 0);
        foreach (var channel in ContactChannels.All) LookAnew(session, channel);
    }

    private static async Task HoldAgain(BulkSession session, Undoing what, string table, RecordedChange change, CancellationToken ct)
    {
        var ended = Instants.FromMicroseconds(change.After.GetProperty("ended_at").GetInt64());
        var held = await session.Execute($"update {table} set ended_at = null, ended_by = null, ended_why = null where id = @id and ended_at = @at{Of(change.Customer)}", ct, ("@id", change.Id), ("@at", ended));
        what.Count(gone: 0, held);
        if (held == 0)
        {
            what.Leave(new(table, new SuppressionId(change.Id).ToString(), null, null, null, "kernel.deed.changed"));
            return;
        }
        string[] fields = ["ended_at", "ended_by", "ended_why"];
        what.Changes?.Row(table, change.Id, new(change.Customer), fields.ToDictionary(f => f, f => RecordedChange.ValueOf(change.After.GetProperty(f))), fields.ToDictionary(f => f, _ => (object?)null));
        // Whose address it is, the digest does not tell: everybody is looked at anew.
        if (change.Customer > 0) session.Tell(Topics.Consents, change.Customer); else session.Tell(Topics.Everything);
    }

    private static string Of(long customer) => customer > 0 ? $" and customer_id = {customer}" : "";

    /// <summary>Whoever is suppressed by this channel may be no longer.</summary>
    private void LookAnew(BulkSession session, string channel)
    {
        var snapshot = customers.Value.Current;
        session.Tell(Topics.Consents, snapshot.Select(new CustomerQuery.FlagsAny(SuppressionColumn.Key, SuppressionColumn.Flag(channel)), null, 0).Indexes().Select(i => snapshot.Ids[i]));
    }
}
