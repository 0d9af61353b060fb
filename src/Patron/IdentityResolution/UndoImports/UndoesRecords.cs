using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.UndoImports;

/// <summary>
/// Takes back what an import, or a person, changed of who is who. First everything that the set said, part by part; then who is who is decided anew among all
/// whom it had to do with; at last whatever nothing hangs on any more goes. What the records say afterwards depends on which sets are left, not on the
/// order in which the others were taken back.
/// </summary>
internal sealed class UndoesRecords(
    ISources sources, IdentityWriters writers, RecordsBack records, ValuesBack values, HandUndo hands, HandWriting writing, LeftOvers leftOvers, IdMaker ids) : IUndoesChanges
{
    private const int Part = 5_000;
    private const int StageBits = 56;

    public int Order => 40;

    private enum Stage { Created, Changed, Hands, LeftBefore, Settle, Customers, LeftCustomers, Fields }

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        await IdentityLock.Take(session, ct);
        var (stage, at) = ((Stage)(from >> StageBits), from & ((1L << StageBits) - 1));
        var next = stage switch
        {
            Stage.Created => await Created(session, what, what.Created(IdentityTables.Records), at, name: true, ct),
            Stage.Changed => await values.Restore(session, what, at, Part, ct),
            Stage.Hands => await Hands(session, what, at, ct),
            Stage.LeftBefore => await Created(session, what, await LeftOvers.Ranges(session, what.Set.Id, IdentityTables.Records, ct), at, name: false, ct),
            Stage.Settle => await Settle(session, what, ct),
            Stage.Customers => await leftOvers.Customers(session, what.Created(IdentityTables.Customers), at, ct),
            Stage.LeftCustomers => await leftOvers.Customers(session, await LeftOvers.Ranges(session, what.Set.Id, IdentityTables.Customers, ct), at, ct),
            _ => await leftOvers.Fields(session, what.Set.Id, ct),
        };
        return next is { } on ? (long)stage << StageBits | on : stage == Stage.Fields ? null : ((long)stage + 1) << StageBits;
    }

    /// <summary>The records in the next ranges of ids, until there are enough for a part.</summary>
    private async Task<long?> Created(BulkSession session, Undoing what, IReadOnlyList<(long First, long Last)> ranges, long at, bool name, CancellationToken ct)
    {
        var found = new List<(long Customer, long Record)>();
        while (at < ranges.Count && found.Count < Part) found.AddRange(await RecordTable.InRange(session, ranges[(int)at++], ct));
        await records.TakeBack(session, what, found, name, ct);
        return at < ranges.Count ? at : null;
    }

    private async Task<long?> Hands(BulkSession session, Undoing what, long after, CancellationToken ct)
    {
        var told = await ToldRows.OfSet(session, what.Set.Id, IdentityTables.Hands, after, Part, ct);
        if (told.Count == 0) return null;
        await writing.Rewrite(session, await hands.TakeBack(session, what, told, what.Changes, ct), ct);
        return told[^1].Seq;
    }

    private async Task<long?> Settle(BulkSession session, Undoing what, CancellationToken ct)
    {
        var next = await Unsettled.Next(session, what.Set.Id, Part, ct);
        if (next.Count == 0) return null;
        var all = await sources.All(ct);
        var stored = new StoredParties(session);
        await stored.Load((await RecordTable.Owners(session, next, ct)).Values, ct);
        // Whom they go back to is looked at as well.
        await stored.Load(await Past.Before(session, writers.Merges, what.Set.Id, next, ct), ct);
        PartyChange[] again = [.. stored.All.Select(party => new PartyChange(party, party, []))];
        if (again.Length > 0)
        {
            var intake = new Intake(all[0], await session.Db.Organisation(ct), what.Now, what.By, planOnly: false, ids);
            await new ResolvedChanges(session, intake, all, writers, new(what.Set.Id, writers.Merges, writers.Mover)).Write(stored, again, ct);
        }
        await Unsettled.Remove(session, what.Set.Id, [.. next, .. again.Select(c => c.After.Id)], ct);
        return 0;
    }
}
