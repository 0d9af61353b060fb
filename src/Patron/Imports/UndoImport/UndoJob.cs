using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.UndoImport;

/// <summary>What the job is told.</summary>
/// <param name="Language">Of the sentences in the file of what was left.</param>
/// <param name="From">Where an earlier undo of this import, which was cancelled, stood.</param>
internal sealed record UndoArguments(ImportId Import, string Language, UndoCursor? From = null);

/// <summary>Where an undo stands: committed together with the part that it speaks of.</summary>
/// <param name="Set">The change set of the undo.</param>
/// <param name="Room">Which of the rooms, in their order.</param>
/// <param name="From">Where in its part the room goes on.</param>
/// <param name="Recorded">Changes recorded so far.</param>
/// <param name="LeftBytes">Length of the file of what was left.</param>
internal sealed record UndoCursor(ChangeSetId Set, int Room, long From, int Recorded, long LeftBytes, long Gone, long Restored, long Left, double Seconds);

/// <summary>What an undo did, as it is kept.</summary>
internal sealed record UndoReport(ChangeSetId Set, long Gone, long Restored, long Left, double Seconds, bool HasLeftFile)
{
    public static UndoReport? Read(string? json) => json is null ? null : Json.Read<UndoReport>(json);
}

/// <summary>Takes an import back: room after room, part after part, some at a time in a transaction with the cursor.</summary>
internal sealed class UndoJob(
    ImportPreparation preparation, SourceTurns turns, IEnumerable<IUndoesChanges> rooms, IEnumerable<IHearsOfImports> hears, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock, Texts texts) : IJobHandler
{
    public const string JobKind = "imports-undo";
    public const string LeftName = "left.csv";
    private const string Phase = "imports.phase.undo";
    private const string SetKind = "import.undo";

    /// <summary>How long parts are added to a transaction: each commit writes every page that it touched. Where others wait to write, it ends with its present part.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly IUndoesChanges[] rooms = [.. rooms.OrderBy(r => r.Order)];

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var arguments = Json.Read<UndoArguments>(run.Arguments);
        var source = await SourceOf(arguments.Import, ct);
        await using var turn = await turns.Take(source, () => run.Report(SourceTurns.Phase, 0, null), ct);
        var cursor = run.Cursor is { } saved ? Json.Read<UndoCursor>(saved) : arguments.From;
        var (set, ranges, changes) = await SetOf(arguments.Import, ct);
        if (set.UndoneBy is { } by) return by == cursor?.Set ? Json.Write(Report(cursor, null)) : throw new JobRefusedException(new UndoneAlready());

        var begins = cursor is null;
        cursor ??= new(ids.Next<ChangeSetId>(), 0, 0, 0, 0, 0, 0, 0, 0);
        var undo = new ChangeSet { Id = cursor.Set, At = clock.GetUtcNow(), By = run.By, Kind = SetKind, Undoes = set.Id };
        var total = ranges.Sum(r => r.LastId - r.FirstId + 1) + changes;
        using var left = new LeftFile(Path.Combine(preparation.FolderOf(arguments.Import), LeftName), cursor.LeftBytes, texts.For(Language.Find(arguments.Language) ?? Language.English));
        if (begins) left.Clear();
        if (run.Cursor is null) await Begin(arguments.Import, run, begins ? undo : null, cursor, ct);
        cursor = await Parts(run, turn, new(cursor, set, ranges, undo, total, left), ct);
        // All is undone: who cancels now comes too late.
        foreach (var room in hears) await room.Imported(source, CancellationToken.None);
        return Json.Write(Report(cursor, left));
    }

    private sealed record Work(UndoCursor From, ChangeSet Set, List<ChangeRange> Ranges, ChangeSet Undo, long Total, LeftFile Left);

    private async Task<UndoCursor> Parts(IJobRun run, SourceTurn turn, Work work, CancellationToken ct)
    {
        var (cursor, started) = (work.From, clock.GetTimestamp());
        // The recorder belongs to a session, and what rooms keep in mind lives for all of them.
        var recorder = new SessionRecorder(work.Undo, cursor.Recorded);
        var what = new Undoing(work.Set, work.Ranges, clock.GetUtcNow(), run.By, () => recorder.Present);
        what.Count(cursor.Gone, cursor.Restored);
        while (cursor.Room < rooms.Length)
        {
            ct.ThrowIfCancellationRequested();
            run.Report(Phase, what.Gone + what.Restored, work.Total);
            await turn.Check(ct);
            await using var session = await BulkSession.BeginNext(contexts, clock, ct);
            recorder.Open(session);
            var begun = clock.GetTimestamp();
            do
            {
                var next = await rooms[cursor.Room].Undo(session, what, cursor.From, ct);
                cursor = cursor with { Room = next is null ? cursor.Room + 1 : cursor.Room, From = next ?? 0 };
                run.Report(Phase, what.Gone + what.Restored, work.Total);
            }
            while (cursor.Room < rooms.Length && clock.GetElapsedTime(begun) < Longest && !session.HoldsUp && !ct.IsCancellationRequested);
            var behind = what.TakeLeft();
            foreach (var one in behind) work.Left.Add(one);
            cursor = cursor with
            {
                Recorded = recorder.Last, LeftBytes = work.Left.Flush(), Gone = what.Gone, Restored = what.Restored, Left = cursor.Left + behind.Count,
                Seconds = work.From.Seconds + clock.GetElapsedTime(started).TotalSeconds,
            };
            if (cursor.Room == rooms.Length) await End(session, work, ct);
            await run.SaveCursor(session, Json.Write(cursor), ct);
            await session.Commit(ct);
        }
        run.Report(Phase, what.Gone + what.Restored, what.Gone + what.Restored);
        return cursor;
    }

    private static UndoReport Report(UndoCursor cursor, LeftFile? left) =>
        new(cursor.Set, cursor.Gone, cursor.Restored, cursor.Left, cursor.Seconds, left?.Path is not null || cursor.LeftBytes > 0);

    private async Task<SourceId> SourceOf(ImportId import, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Imports.Where(i => i.Id == import).Select(i => (SourceId?)i.SourceId).FirstOrDefaultAsync(ct) ?? throw new JobRefusedException(new ImportGone());
    }

    private async Task<(ChangeSet Set, List<ChangeRange> Ranges, int Changes)> SetOf(ImportId import, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Imports.Where(i => i.Id == import).Select(i => i.ChangeSetId).FirstOrDefaultAsync(ct) is not { } id
            || await db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct) is not { } set) throw new JobRefusedException(new NothingToUndo());
        return (set, await db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == id).ToListAsync(ct), await db.Set<ChangeRow>().CountAsync(r => r.ChangeSetId == id, ct));
    }

    /// <summary>The set of the undo comes first, so that what was taken back is told of however the undo ends; one that was cancelled is taken up with its own.</summary>
    private async Task Begin(ImportId import, IJobRun run, ChangeSet? undo, UndoCursor cursor, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (undo is not null)
        {
            session.Db.Add(undo);
            session.Db.Audit.Begin(undo);
        }
        await session.Db.SaveChangesAsync(ct);
        await session.Db.Imports.Where(i => i.Id == import).ExecuteUpdateAsync(row => row.SetProperty(i => i.UndoJobId, run.Id), ct);
        await run.SaveCursor(session, Json.Write(cursor), ct);
        await session.Commit(ct);
    }

    private static async Task End(BulkSession session, Work work, CancellationToken ct)
    {
        var (set, undo) = (work.Set.Id, work.Undo.Id);
        session.Db.Audit.Begin(work.Undo);
        var marked = await session.Db.Set<ChangeSet>().Where(s => s.Id == set && s.UndoneBy == null).ExecuteUpdateAsync(row => row.SetProperty(s => s.UndoneBy, undo), ct);
        if (marked != 1) throw new JobRefusedException(new UndoneAlready());
    }

    /// <summary>One recorder for each session, numbering on.</summary>
    private sealed class SessionRecorder(ChangeSet set, int before)
    {
        public ChangeRecorder? Present { get; private set; }
        public int Last => Present?.Last ?? before;

        public void Open(BulkSession session)
        {
            var next = new ChangeRecorder(session.Db, set);
            next.ContinueAfter(Last);
            Present = next;
        }
    }
}

/// <summary>What stays, in the order in which it was met: what, field, value, reason.</summary>
internal sealed class LeftFile(string path, long keep, Sentences sentences) : IDisposable
{
    private readonly KeptCsv file = new(path, ["what", "field", "value", "reason"], keep);

    public string? Path => file.Path;

    public void Clear() => file.Clear();

    public void Add(LeftBehind left) =>
        file.Add([sentences.Get("imports.left.what", new { entity = left.Entity, name = left.What }), left.Field ?? "", left.Value ?? "", sentences[left.Reason]]);

    public long Flush() => file.Flush();

    public void Dispose() => file.Dispose();
}

internal sealed record NothingToUndo() : Refusal("imports.undo.nothing");
internal sealed record UndoneAlready() : Refusal("imports.undo.already");
