using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.AnswerNames;
using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>Where an import stands: committed together with the rows it speaks of.</summary>
/// <param name="Rows">Rows of the file that are behind it.</param>
/// <param name="RejectedBytes">Length of the file of rejected rows.</param>
/// <param name="ConflictBytes">Length of the file of rows in conflict.</param>
internal sealed record ApplyCursor(long Rows, long RejectedBytes, ImportReport SoFar, long ConflictBytes = 0);

/// <summary>
/// Writes a file's rows, some chunks at a time in a transaction with their part of the change set and the cursor.
/// After a crash it begins with the first row again: taking rows a second time changes nothing, and the rooms learn anew what the file says
/// (the k-th equal line of an order, say). Only rows behind the cursor are counted, so the counts are those of one undisturbed run.
/// </summary>
internal sealed class ApplyJob(
    ImportPreparation preparation, ICustomFields customFields, SourceTurns turns, IServiceProvider rooms, NamesInFiles names, ISources sources, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "imports.apply";
    public static readonly RefusedFiles.Names Refused = new("rejected.csv", "conflicts.csv");
    private const string Phase = "imports.phase.apply";

    /// <summary>
    /// Chunks written in one transaction, and for how long it may last: each commit writes every page that it touched, and rows of many customers touch
    /// the same pages of the indexes again and again. Where others wait to write, it ends with its present chunk.
    /// </summary>
    private const int MostChunks = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var prepared = await preparation.Prepare(ImportJobArguments.Read(run.Arguments), ct);
        await using var turn = await turns.Take(prepared.Source.Id, () => run.Report(SourceTurns.Phase, 0, null), ct);
        var cursor = run.Cursor is { } saved ? Json.Read<ApplyCursor>(saved) : null;
        var ranges = await Ranges(prepared.Import, run, ct);
        using var intake = new Intake(prepared.Source, prepared.Organisation, ranges.Set.At, run.By, planOnly: false, ids, ranges.Set, ranges.ChangesBefore) { Rules = prepared.Rules };
        var limits = await LimitWatch.Of(rooms, prepared.Source, prepared.Survey.Mapping, ct);
        var rows = FileIntake.Of(rooms, prepared.Survey, prepared.Frame, intake, await names.Decisions(prepared, asking: false, ct), limits);
        using var refused = new RefusedFiles(preparation.FolderOf(prepared.Import.Id), Refused, prepared.Columns, new(cursor?.RejectedBytes ?? 0, cursor?.ConflictBytes ?? 0));
        if (cursor is null) refused.Clear();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var file = JobFile.Open(prepared.Path);
        ImportReport report;
        try
        {
            rows.Start(file, reading.Token);
            report = await Write(prepared, run, turn, rows, intake, ranges, refused, cursor, limits, ct);
        }
        finally
        {
            await reading.CancelAsync();
            await rows.Ended;
        }
        await sources.ImportedNow(prepared.Source.Id, ct);
        return Json.Write(report);
    }

    private async Task<ImportReport> Write(
        PreparedImport prepared, IJobRun run, SourceTurn turn, FileIntake rows, Intake intake, ChangeRanges ranges, RefusedFiles refused, ApplyCursor? cursor, LimitWatch? limits, CancellationToken ct)
    {
        var (behind, tally, statistics) = (cursor?.Rows ?? 0, new ImportTally(ImportReport.Of(cursor?.SoFar)), new TableStatistics());
        var (started, before) = (clock.GetTimestamp(), cursor?.SoFar.Seconds ?? 0);
        var report = Report();
        // The first chunk stands alone: from then on the import has a change set to be taken back by, and PostgreSQL has statistics.
        // So does one after somebody had to wait: who wrote once will write again, and the more a transaction wrote the longer is its commit.
        for (var (most, heldUp) = (1, false); await rows.Next(ct); most = heldUp ? 1 : Math.Min(MostChunks, most * 4))
        {
            var counted = false;
            await turn.Check(ct);
            await using var session = await BulkSession.BeginNext(contexts, clock, ct);
            if (ranges.IsNew) await Begin(session, prepared, run, ranges, ct);
            var (begun, chunks) = (clock.GetTimestamp(), 0);
            do
            {
                counted = rows.RowsSoFar > behind;
                await rows.Take(session, counted ? tally : null, refused, prepared.Sentences, ct);
                await statistics.Refresh(session, intake, rows.RowsSoFar, ct);
                run.Report(Phase, rows.RowsSoFar, rows.Total);
            }
            while (++chunks < most && clock.GetElapsedTime(begun) < Longest && !session.HoldsUp && !ct.IsCancellationRequested && rows.NextIfReady());
            heldUp = session.HoldsUp;
            await ranges.Write(session, intake, ct);
            if (counted)
            {
                var bytes = refused.Flush();
                report = Report();
                await run.SaveCursor(session, Json.Write(new ApplyCursor(rows.RowsSoFar, bytes.Rejected, report, bytes.Conflicts)), ct);
            }
            await session.Commit(ct);
            ct.ThrowIfCancellationRequested();
        }
        report = report with { Warnings = limits?.Broken() };
        await Finish(prepared, report, ct);
        return report;

        ImportReport Report() => tally.Report(prepared.SampleColumns, before + clock.GetElapsedTime(started).TotalSeconds, refused, ranges.Set.Id);
    }

    /// <summary>An import that was interrupted, or stopped and applied again, has one change set for all that it did: unless that was undone meanwhile.</summary>
    private async Task<ChangeRanges> Ranges(Import import, IJobRun run, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return import.ChangeSetId is { } begun && await ChangeRanges.Find(db, begun, ct) is { Set.UndoneBy: null } there ? there : ChangeRanges.New(ids, clock.GetUtcNow(), run.By);
    }

    private async Task Begin(BulkSession session, PreparedImport prepared, IJobRun run, ChangeRanges ranges, CancellationToken ct)
    {
        await ranges.Begin(session, ct);
        await customFields.Define(session, [.. prepared.Settings.NewFields.Select(f => new CustomFieldInfo(f.Key, f.Type, f.Label, [], Special: false, InUse: false))], ct);
        var (id, set) = (prepared.Import.Id, ranges.Set.Id);
        await session.Db.Imports.Where(i => i.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(i => i.ChangeSetId, set).SetProperty(i => i.ApplyJobId, run.Id).SetProperty(i => i.UndoJobId, (JobId?)null), ct);
    }

    /// <summary>Keeps the result, and how the file was read for the next one of this source and kind.</summary>
    private async Task Finish(PreparedImport prepared, ImportReport report, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var import = await db.Imports.FirstAsync(i => i.Id == prepared.Import.Id, ct);
        import.Result = Json.Write(report);
        var template = await db.ImportTemplates.FirstOrDefaultAsync(t => t.SourceId == import.SourceId && t.Kind == import.Kind, ct);
        // The first file of a source and kind gives the template its name; a person may give it another.
        var settings = Json.Write(ImportSettings.Read(import.Settings).With(prepared.Survey.Mapping) with
        {
            Template = template is null ? NameOf(import.FileName) : ImportSettings.Read(template.Settings).Template ?? NameOf(import.FileName),
        });
        if (template is null) db.ImportTemplates.Add(new() { SourceId = import.SourceId, Kind = import.Kind, Settings = settings });
        else template.Settings = settings;
        await db.SaveChangesAsync(ct);
    }

    private static string NameOf(string fileName) => Path.GetFileNameWithoutExtension(fileName) is { Length: <= Templates.TemplateRoutes.LongestName } name ? name : fileName[..Templates.TemplateRoutes.LongestName];
}
