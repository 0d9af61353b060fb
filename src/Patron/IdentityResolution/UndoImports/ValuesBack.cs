using System.Text.Json;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.UndoImports;

/// <summary>Gives records that a set changed the values back that they had, field by field; what a later set changed stays.</summary>
internal sealed class ValuesBack(ISources sources, IdMaker ids)
{
    /// <returns>The number of the last change looked at; null when there are no more.</returns>
    public async Task<long?> Restore(BulkSession session, Undoing what, long after, int most, CancellationToken ct)
    {
        var told = await ToldRows.OfSet(session, what.Set.Id, IdentityTables.Records, after, most, ct);
        if (told.Count == 0) return null;
        long[] changed = [.. told.Where(t => t.Operation == ChangeOperation.Changed).Select(t => t.Id).Distinct()];
        var owners = await RecordTable.Owners(session, changed, ct);
        var stored = new StoredParties(session);
        await stored.Load(owners.Values, ct);
        var history = await ToldRows.OfRows(session, IdentityTables.Records, [.. owners.Keys], ct);
        var home = (await session.Db.Organisation(ct)).Country;
        var countries = (await sources.All(ct)).ToDictionary(s => s.Id, s => s.Country ?? home);

        var (before, restored) = (new List<Party>(), new List<Party>());
        foreach (var id in owners.Keys)
        {
            var party = stored[id];
            before.Add(party);
            var record = what.Made(IdentityTables.Records, id) ? party.Record : Restored(party.Record, [.. history[id]], what);
            restored.Add(record == party.Record ? party : Party.Of(record, countries[record.SourceId]));
        }
        await Write(session, before, restored, ct);
        var beside = owners.Values.Distinct().SelectMany(stored.OfCustomer).Select(p => p.Id);
        var keys = before.Concat(restored).SelectMany(p => p.Keys).Distinct().ToArray();
        await Unsettled.Add(session, what.Set.Id, [.. beside, .. await RecordsBack.Sharing(session, keys, ct)], ct);
        return told[^1].Seq;
    }

    private async Task Write(BulkSession session, List<Party> before, List<Party> restored, CancellationToken ct)
    {
        Party[] changed = [.. restored.Where((p, at) => !ReferenceEquals(p, before[at]))];
        Party[] rekeyed = [.. restored.Where((p, at) => !p.Keys.SequenceEqual(before[at].Keys))];
        await RecordTable.Replace(session, [.. changed.Select(p => p.Record)], ct);
        await IdentifierRows.Delete(session, [.. rekeyed.Select(p => p.Record)], ct);
        if (rekeyed.Length > 0) IdentifierRows.Insert(session, rekeyed, new(ids));
    }

    /// <summary>What the sets that are left say of the record: the last word on each field, or, where none has one, what stood there before the first.</summary>
    private static SourceRecord Restored(SourceRecord record, ToldRow[] history, Undoing what)
    {
        var present = RecordState.Of(record);
        var chains = new Dictionary<string, List<(ToldRow Told, JsonElement Before, JsonElement After)>>(StringComparer.Ordinal);
        foreach (var told in history.Where(t => t is { Operation: ChangeOperation.Changed, Before: not null, After: not null } && t.Fields != Past.CustomerField))
        {
            var (was, became) = (RecordState.Read(told.Before!), RecordState.Read(told.After!));
            foreach (var field in was.Keys.Union(became.Keys))
            {
                if (!chains.TryGetValue(field, out var chain)) chains[field] = chain = [];
                chain.Add((told, was.GetValueOrDefault(field), became.GetValueOrDefault(field)));
            }
        }

        var state = new Dictionary<string, JsonElement>(present, StringComparer.Ordinal);
        foreach (var (field, chain) in chains)
        {
            var own = chain.FindLastIndex(c => c.Told.Set == what.Set.Id);
            if (own < 0) continue;
            if (chain.FindIndex(own + 1, c => !c.Told.Undone && c.Told.Set != what.Set.Id) >= 0)
            {
                // Somebody had the last word since. That the record changed at all is told by its values.
                if (field is not (RecordState.ChangedAt or RecordState.IsStub or RecordState.Kind))
                    what.Leave(new(IdentityTables.Records, record.ExternalId, record.CustomerId, RecordState.Name(field), RecordState.Text(present.GetValueOrDefault(field)), "identity.undo.valueSince"));
                continue;
            }
            var live = chain.FindLastIndex(c => !c.Told.Undone && c.Told.Set != what.Set.Id);
            state[field] = live >= 0 ? chain[live].After : chain[0].Before;
        }
        return RecordState.Apply(record, state);
    }
}
