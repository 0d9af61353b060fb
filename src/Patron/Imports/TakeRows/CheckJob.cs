using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.AnswerNames;
using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>Takes all rows of a file without writing one, and keeps what would become of them as the import's plan.</summary>
internal sealed class CheckJob(ImportPreparation preparation, IServiceProvider rooms, NamesInFiles names, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "imports.check";
    public const string ValuesName = "check-values.csv";
    public static readonly RefusedFiles.Names Refused = new("check-rejected.csv", "check-conflicts.csv");
    private const string Phase = "imports.phase.check";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var prepared = await preparation.Prepare(ImportJobArguments.Read(run.Arguments), ct);
        var id = prepared.Import.Id;
        await using (var db = await contexts.CreateDbContextAsync(ct))
            await db.Imports.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.CheckJobId, run.Id).SetProperty(i => i.Plan, (string?)null), ct);

        var started = clock.GetTimestamp();
        var tally = new ImportTally();
        using var refused = new RefusedFiles(preparation.FolderOf(id), Refused, prepared.Columns, keep: default);
        refused.Clear();
        var planned = new PlannedChanges();
        using var values = new ValuesFile(Path.Combine(preparation.FolderOf(id), ValuesName), planned, prepared.Sentences);
        values.Clear();
        using var intake = new Intake(prepared.Source, prepared.Organisation, clock.GetUtcNow(), run.By, planOnly: true, ids) { Rules = prepared.Rules, Planned = planned };
        var decisions = await names.Decisions(prepared, asking: true, ct);
        var limits = await LimitWatch.Of(rooms, prepared.Source, prepared.Survey.Mapping, ct);
        var rows = FileIntake.Of(rooms, prepared.Survey, prepared.Frame, intake, decisions, limits);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var file = JobFile.Open(prepared.Path);
        try
        {
            // One state of the database for the whole check, in which nothing is locked and nothing committed.
            await using var session = await BulkSession.BeginReading(contexts, clock, ct);
            rows.Start(file, reading.Token);
            while (await rows.Next(ct))
            {
                await rows.Take(session, tally, refused, prepared.Sentences, ct, values);
                run.Report(Phase, rows.RowsSoFar, rows.Total);
            }
        }
        finally
        {
            await reading.CancelAsync();
            await rows.Ended;
        }
        refused.Flush();
        values.Flush();
        var plan = Json.Write(tally.Report(prepared.SampleColumns, clock.GetElapsedTime(started).TotalSeconds, refused, null) with
        {
            Changes = planned.Fields, ValuesInFile = values.Count, Questions = await names.Questions(decisions, prepared.Source.Id, ct), Warnings = limits?.Broken(),
        });
        await using (var db = await contexts.CreateDbContextAsync(ct))
            await db.Imports.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Plan, plan), ct);
        return plan;
    }
}
