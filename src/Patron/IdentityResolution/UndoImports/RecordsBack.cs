using Patron.Data;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.UndoImports;

/// <summary>
/// Takes records away that a set made. One that a later import changed stays whole; one on which rows of other imports hang, and the last one of a customer
/// of whom a person wrote something, keeps its id alone: a file that names it again fills it again.
/// </summary>
internal sealed class RecordsBack(CustomerRowMover mover, IdentityWriters writers)
{
    private static readonly HashSet<string> Own = [IdentityTables.Records, IdentityTables.Identifiers, IdentityTables.Links, IdentityTables.Hands];

    /// <param name="name">Tell what stays: not again of what an earlier undo told of.</param>
    public async Task TakeBack(BulkSession session, Undoing what, IReadOnlyList<(long Customer, long Record)> found, bool name, CancellationToken ct)
    {
        if (found.Count == 0) return;
        var stored = new StoredParties(session);
        await stored.Load(found.Select(f => f.Customer), ct);
        var history = await ToldRows.OfRows(session, IdentityTables.Records, [.. found.Select(f => f.Record)], ct);
        var hanging = await Hanging(session, found, ct);
        var written = await Written(session, found, ct);
        var made = found.Select(f => f.Record).ToHashSet();

        var (going, emptied) = (new List<Party>(), new List<Party>());
        foreach (var (customer, id) in found)
        {
            var party = stored[id];
            var reason = history[id].Any(t => !t.Undone && t.Set != what.Set.Id && t.Fields != Past.CustomerField) ? "identity.undo.recordSince"
                : hanging.Contains(id) ? "identity.undo.needed"
                : written.Contains(customer) && IsLast(party, stored.OfCustomer(customer), what, made) ? "identity.undo.written"
                : null;
            if (reason is null) going.Add(party);
            else if (reason != "identity.undo.recordSince" && !party.Record.Stub) emptied.Add(party);
            if (reason is not null && name) what.Leave(new(IdentityTables.Records, party.Record.ExternalId, party.Record.CustomerId, null, null, reason));
        }
        await Remove(session, going, ct);
        await Empty(session, emptied, ct);
        what.Count(going.Count, emptied.Count);
        await Unsettle(session, what, stored, [.. going, .. emptied], ct);
    }

    /// <summary>Of the records that go, the oldest is the last one, where no other record keeps the customer.</summary>
    private static bool IsLast(Party party, IReadOnlyList<Party> siblings, Undoing what, HashSet<long> made) =>
        siblings.All(s => what.Made(IdentityTables.Records, s.Id) || made.Contains(s.Id)) && siblings.Min(s => s.Id) == party.Id;

    /// <summary>Records from which rows of other rooms came that are still there.</summary>
    private async Task<HashSet<long>> Hanging(BulkSession session, IReadOnlyList<(long Customer, long Record)> found, CancellationToken ct)
    {
        var hanging = new HashSet<long>();
        foreach (var table in mover.Owners.Where(o => o.Binds).SelectMany(o => o.Tables).Where(t => !Own.Contains(t)))
            hanging.UnionWith(await Distinct(session, table, "source_record_id", found, c => $"and source_record_id in {c.In("@records", found.Select(f => f.Record))}", ct));
        return hanging;
    }

    /// <summary>Customers with rows that people made.</summary>
    private async Task<HashSet<long>> Written(BulkSession session, IReadOnlyList<(long Customer, long Record)> found, CancellationToken ct)
    {
        var written = new HashSet<long>();
        foreach (var table in mover.Owners.Where(o => o.Binds).SelectMany(o => o.Tables)) written.UnionWith(await Distinct(session, table, "customer_id", found, _ => "and source_record_id is null", ct));
        return written;
    }

    private static async Task<List<long>> Distinct(
        BulkSession session, string table, string column, IReadOnlyList<(long Customer, long Record)> found, Func<System.Data.Common.DbCommand, string> also, CancellationToken ct)
    {
        var values = new List<long>();
        await using var command = session.Command();
        command.CommandText = $"select distinct {column} from {table} where customer_id in {command.In("@customers", found.Select(f => f.Customer).Distinct())} {also(command)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) values.Add(reader.GetInt64(0));
        return values;
    }

    private async Task Remove(BulkSession session, List<Party> going, CancellationToken ct)
    {
        if (going.Count == 0) return;
        await mover.DeleteOf(session, [.. going.Select(p => (p.Record.CustomerId, p.Record.Id))], ct);
        foreach (var source in going.GroupBy(p => p.Record.SourceId))
        {
            foreach (var some in source.Chunk(5_000))
            {
                await using var delete = session.Command();
                delete.CommandText = $"delete from {ClaimedKeys.Table} where scope = @scope and key in {delete.In("@keys", some.Select(p => p.Record.ExternalId))}";
                delete.Add("@scope", ClaimScopes.Record(source.Key));
                await delete.ExecuteNonQueryAsync(ct);
            }
        }
        await LeftOvers.RemoveEmpty(session, mover, writers.Merges, [.. going.Select(p => p.Record.CustomerId).Distinct()], ct);
    }

    private static async Task Empty(BulkSession session, List<Party> emptied, CancellationToken ct)
    {
        if (emptied.Count == 0) return;
        await RecordTable.Replace(session, [.. emptied.Select(p => Stub(p.Record))], ct);
        await IdentifierRows.Delete(session, [.. emptied.Select(p => p.Record)], ct);
    }

    private static SourceRecord Stub(SourceRecord r) => new()
    {
        CustomerId = r.CustomerId, Id = r.Id, SourceRecordId = r.SourceRecordId, SourceId = r.SourceId, ExternalId = r.ExternalId, Kind = CustomerKind.Person, Stub = true,
        FirstSeenAt = r.FirstSeenAt, ChangedAt = r.FirstSeenAt,
    };

    /// <summary>Those that stood beside what is gone, and those that share a key with it.</summary>
    private static async Task Unsettle(BulkSession session, Undoing what, StoredParties stored, IReadOnlyCollection<Party> changed, CancellationToken ct)
    {
        var beside = changed.Select(p => p.Record.CustomerId.Value).Distinct().SelectMany(stored.OfCustomer).Select(p => p.Id);
        await Unsettled.Add(session, what.Set.Id, [.. beside, .. await Sharing(session, [.. changed.SelectMany(p => p.Keys).Distinct()], ct)], ct);
    }

    /// <summary>Records that carry one of these keys now. A key on too many joins nobody.</summary>
    public static async Task<IEnumerable<long>> Sharing(BulkSession session, IReadOnlyCollection<IdentityKey> keys, CancellationToken ct)
    {
        var counts = await IdentifierRows.Count(session, keys, ct);
        return (await IdentifierRows.Carriers(session, [.. counts.Where(c => c.Value <= ExactResolver.MostRecordsOfAKey).Select(c => c.Key)], ct)).Select(c => c.Record);
    }
}
