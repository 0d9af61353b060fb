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

/// <summary>A room says which of its change sets are deeds that their authors may take back.</summary>
/// <param name="Kinds">The beginning of their kind, with its dot: "task.".</param>
public sealed record DeedKind(string Kinds);

/// <summary>Takes one person's deed back over all rooms, in one transaction: whole or not at all. A call and the task that came of it are one deed.</summary>
public sealed class DeedUndo(IDbContextFactory<PatronDb> contexts, IEnumerable<DeedKind> kinds, IEnumerable<IUndoesChanges> rooms, IdMaker ids, TimeProvider clock)
{
    /// <param name="by">Whoever did it; what others did is no deed of theirs.</param>
    public async Task<Result<Done>> Undo(ChangeSetId id, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var set = await session.Db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct);
        if (set is null || set.Undoes is not null || set.By != by || kinds.FirstOrDefault(k => set.Kind.StartsWith(k.Kinds, StringComparison.Ordinal)) is not { } kind) return new NoSuchDeed();
        if (set.UndoneBy is not null) return new DeedUndoneAlready();
        var ranges = await session.Db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == id).ToListAsync(ct);
        var own = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind.Kinds + "undo", Undoes = id };
        session.Db.Add(own);
        await session.Db.SaveChangesAsync(ct);
        var recorder = new ChangeRecorder(session.Db, own);
        recorder.ContinueAfter(0);
        var undoing = new Undoing(set, ranges, own.At, by, () => recorder);
        foreach (var room in rooms.OrderBy(r => r.Order))
        {
            for (long? from = 0; from is { } at;) from = await room.Undo(session, undoing, at, ct);
            if (undoing.Refused is { } refused) return refused;
        }
        if (undoing.TakeLeft().Count > 0) return new DeedChangedSince();
        await session.Execute("update kernel_change_sets set undone_by = @by where id = @id", ct, ("@by", own.Id.Value), ("@id", id.Value));
        await session.Commit(ct);
        return default(Done);
    }
}
