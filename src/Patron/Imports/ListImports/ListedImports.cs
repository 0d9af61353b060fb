using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.TakeRows;
using Patron.Imports.UndoImport;
using Patron.Kernel;

namespace Patron.Imports.ListImports;

/// <param name="State">Last part of the key of its sentence.</param>
/// <param name="Left">Of an import that was undone: rows and fields that stayed.</param>
internal sealed record ListedImport(ImportId Id, string File, string Source, ImportKind Kind, DateTimeOffset At, string? By, ImportCounts? Counts, string State, long Left);

/// <summary>The latest imports, as the list shows them.</summary>
internal sealed class ListedImports(IDbContextFactory<PatronDb> contexts, ISources sources, IUserAccounts accounts)
{
    public const int Most = 200;

    public async Task<IReadOnlyList<ListedImport>> Latest(string? sort, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Imports.AsNoTracking().OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).Take(Most).ToListAsync(ct);
        var jobs = rows.SelectMany(r => new[] { r.ApplyJobId ?? r.CheckJobId, r.UndoJobId }).OfType<JobId>().ToArray();
        var states = await db.Set<JobRow>().AsNoTracking().Where(j => jobs.Contains(j.Id)).ToDictionaryAsync(j => j.Id, j => new JobEnd(j.State, j.Result), ct);
        var sets = rows.Select(r => r.ChangeSetId).OfType<ChangeSetId>().ToArray();
        var undone = (await db.Set<ChangeSet>().AsNoTracking().Where(s => sets.Contains(s.Id) && s.UndoneBy != null).Select(s => s.Id).ToListAsync(ct)).ToHashSet();
        var names = await accounts.Names([.. rows.Select(r => r.CreatedBy).OfType<UserId>().Distinct()], ct);
        var from = (await sources.All(ct)).ToDictionary(s => s.Id, s => s.Name);
        return Sorted(rows.Select(r => new ListedImport(r.Id, r.FileName, from.GetValueOrDefault(r.SourceId, ""), ImportFields.KindOf(r.Kind)!.Value, r.CreatedAt,
            r.CreatedBy is { } by ? names.GetValueOrDefault(by) : null, ImportReport.Read(r.Result)?.Counts,
            UndoStateOf(r, undone, states) ?? StateOf(r, states), LeftOf(r, states))), sort);
    }

    private static IReadOnlyList<ListedImport> Sorted(IEnumerable<ListedImport> all, string? sort)
    {
        Func<ListedImport, object?> by = sort?.TrimStart('-') switch
        {
            "file" => i => i.File.ToUpperInvariant(),
            "source" => i => i.Source.ToUpperInvariant(),
            "kind" => i => (int)i.Kind,
            "read" => i => i.Counts?.Read,
            "created" => i => i.Counts?.Created,
            "updated" => i => i.Counts?.Updated,
            "rejected" => i => i.Counts is { } c ? c.Conflicts + c.Rejected : null,
            _ => i => i.At,
        };
        return [.. sort is null or ['-', ..] ? all.OrderByDescending(by) : all.OrderBy(by)];
    }

    private readonly record struct JobEnd(JobState State, string? Result);

    /// <summary>Null where the import stands and nobody takes it back.</summary>
    private static string? UndoStateOf(Import row, HashSet<ChangeSetId> undone, Dictionary<JobId, JobEnd> states)
    {
        if (row.ChangeSetId is { } set && undone.Contains(set)) return "undone";
        return row.UndoJobId is { } undo && states.TryGetValue(undo, out var job) ? job.State switch
        {
            JobState.Waiting or JobState.Running => "undoing",
            JobState.Paused => "undoPaused",
            JobState.Cancelled or JobState.Failed => "undoStopped",
            _ => null,
        } : null;
    }

    private static long LeftOf(Import row, Dictionary<JobId, JobEnd> states) =>
        row.UndoJobId is { } undo && states.TryGetValue(undo, out var job) && UndoReport.Read(job.Result) is { } report ? report.Left : 0;

    private static string StateOf(Import row, Dictionary<JobId, JobEnd> states)
    {
        var applied = row.ApplyJobId is not null;
        if (row is { Waits: not null, ApplyJobId: null }) return "waiting";
        if ((row.ApplyJobId ?? row.CheckJobId) is not { } job || !states.TryGetValue(job, out var end)) return "columns";
        return end.State switch
        {
            JobState.Done => applied ? "done" : "checked",
            JobState.Failed => "failed",
            JobState.Cancelled => "stopped",
            JobState.Paused => "paused",
            _ => applied ? "importing" : "checking",
        };
    }
}
