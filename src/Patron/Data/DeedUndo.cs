using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>There is no such deed, or it is not one of those that are taken back here.</summary>
public sealed record NoSuchDeed() : Refusal("kernel.deed.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

public sealed record DeedUndoneAlready() : Refusal("kernel.deed.undone");

/// <summary>Something that it did was changed since.</summary>
public sealed record DeedChangedSince() : Refusal("kernel.deed.changed");

/// <summary>Takes one person's deed back over all rooms, in one transaction: whole or not at all.</summary>
public sealed class DeedUndo(IDbContextFactory<PatronDb> contexts, IEnumerable<IUndoesChanges> rooms, IdMaker ids, TimeProvider clock)
{
    /// <param name="kinds">The beginning of the kinds of change sets that the caller may take back, with its dot: "task.".</param>
    public async Task<Result<Done>> Undo(ChangeSetId id, string kinds, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var set = await session.Db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct);
        if (set is null || set.Undoes is not null || !set.Kind.StartsWith(kinds, StringComparison.Ordinal)) return new NoSuchDeed();
        if (set.UndoneBy is not null) return new DeedUndoneAlready();
        var ranges = await session.Db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == id).ToListAsync(ct);
        var own = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kinds + "undo", Undoes = id };
        session.Db.Add(own);
        await session.Db.SaveChangesAsync(ct);
        var recorder = new ChangeRecorder(session.Db, own);
        recorder.ContinueAfter(0);
        var undoing = new Undoing(set, ranges, own.At, by, () => recorder);
        foreach (var room in rooms.OrderBy(r => r.Order))
            for (long? from = 0; from is { } at;) from = await room.Undo(session, undoing, at, ct);
        if (undoing.TakeLeft().Count > 0) return new DeedChangedSince();
        await session.Execute("update kernel_change_sets set undone_by = @by where id = @id", ct, ("@by", own.Id.Value), ("@id", id.Value));
        await session.Commit(ct);
        return default(Done);
    }
}
