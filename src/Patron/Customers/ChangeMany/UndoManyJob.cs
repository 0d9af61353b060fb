using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.ChangeMany;

/// <summary>Where the taking back stands: the room, in the order in which they are asked, and where that one goes on from.</summary>
internal sealed record UndoCursor(int Room, long From, long Changed, int Left, int Recorded)
{
    public static UndoCursor Read(string? cursor) => cursor is null ? new(0, 0, 0, 0, 0) : JsonSerializer.Deserialize<UndoCursor>(cursor)!;

    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>Takes a change of many customers back, room after room and part after part; what people changed since stays, and is kept to be named.</summary>
internal sealed class UndoManyJob(IDbContextFactory<PatronDb> contexts, IEnumerable<IUndoesChanges> rooms, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "undo-many";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var inOrder = rooms.OrderBy(r => r.Order).ToArray();
        ManyChange change;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var id = IdText.TryRead<ChangeSetId>(run.Arguments, out var read) ? read : throw new FormatException($"Job {run.Id} names no change.");
            change = await db.ManyChanges.AsNoTracking().FirstAsync(c => c.Id == id, ct);
        }
        var at = UndoCursor.Read(run.Cursor);
        run.Report(ManyChangeJob.Phase, at.Changed, change.Total);
        // One for the whole run: rooms keep things in mind from part to part.
        ChangeRecorder? changes = null;
        var what = await Undoing(change, () => changes, ct);
        while (at.Room < inOrder.Length)
        {
            ct.ThrowIfCancellationRequested();
            await using var session = await BulkSession.BeginNext(contexts, clock, ct);
            changes = await ManySet.Open(session.Db, change, at.Recorded, ct);
            at = await Do(run, session, change, inOrder[at.Room], last: at.Room == inOrder.Length - 1, what, at, ct);
            await session.Commit(ct);
        }
        return at.ToString();
    }

    private async Task<Undoing> Undoing(ManyChange change, Func<ChangeRecorder?> changes, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var set = await db.Set<ChangeSet>().AsNoTracking().FirstAsync(s => s.Id == change.Undoes, ct);
        return new(set, await db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == set.Id).ToListAsync(ct), clock.GetUtcNow(), change.By, changes);
    }

    private static async Task<UndoCursor> Do(IJobRun run, BulkSession session, ManyChange change, IUndoesChanges room, bool last, Undoing what, UndoCursor at, CancellationToken ct)
    {
        var (db, before) = (session.Db, what.Gone + what.Restored);
        var from = await room.Undo(session, what, at.From, ct);
        var left = what.TakeLeft();
        foreach (var (n, one) in left.Index())
            db.Add(new ManyLeft { ChangeId = change.Id, Seq = at.Left + n + 1, CustomerId = one.Customer ?? default, Field = one.Field, Reason = one.Reason });
        await db.SaveChangesAsync(ct);
        if (last && from is null) await db.Set<ChangeSet>().Where(s => s.Id == what.Set.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.UndoneBy, change.Id), ct);
        var next = new UndoCursor(from is null ? at.Room + 1 : at.Room, from ?? 0, at.Changed + what.Gone + what.Restored - before, at.Left + left.Count, what.Changes!.Last);
        await db.ManyChanges.Where(c => c.Id == change.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Changed, next.Changed), ct);
        run.Report(ManyChangeJob.Phase, next.Changed, change.Total);
        await run.SaveCursor(session, next.ToString(), ct);
        return next;
    }
}

/// <summary>The change set of a change, put down before its first part, so that every part only goes on with it.</summary>
internal static class ManySet
{
    public static async Task<ChangeRecorder> Open(PatronDb db, ManyChange change, int recorded, CancellationToken ct)
    {
        if (!await db.Set<ChangeSet>().AnyAsync(s => s.Id == change.Id, ct))
        {
            db.Add(new ChangeSet { Id = change.Id, At = change.At, By = change.By, Kind = change.Kind, Undoes = change.Undoes });
            await db.SaveChangesAsync(ct);
        }
        var changes = new ChangeRecorder(db, new() { Id = change.Id, At = change.At, By = change.By, Kind = change.Kind, Undoes = change.Undoes });
        changes.ContinueAfter(recorded);
        return changes;
    }
}
