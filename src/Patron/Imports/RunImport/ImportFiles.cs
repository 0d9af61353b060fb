using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.AnswerNames;
using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;
using Patron.Imports.UnpackFile;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.RunImport;

/// <summary>A file imported here and now, read where it lies.</summary>
internal sealed class ImportFiles(
    ImportPreparation preparation, Unpacker unpacker, ImportLimits limits, NamesInFiles names, ISources sources, IJobs jobs, IDbContextFactory<PatronDb> contexts, IdMaker ids,
    TimeProvider clock, Texts texts) : IImportFiles
{
    private const int LongestName = 300;

    public async Task<Result<ImportOutcome>> Run(ImportFileRequest request, Action<ImportProgress>? progress, CancellationToken ct)
    {
        var sentences = texts.For(Language.Find(request.Language) ?? Language.English);
        var id = ids.Next<ImportId>();
        var decided = await Decide(request, id, ct);
        if (decided.Value is not { } found) return Refused(new ImportRefused(ReasonText.Of(sentences, decided.Problem!)));
        var (settings, path) = found;
        var source = await sources.FindOrMake(request.SourceName, request.Demo, ct);
        if (source.Refusal is { } refusal) return Refused(refusal);
        var import = await Add(id, request, source.Value!, settings, ct);
        if (request.AcceptNear) await AcceptNear(import, request, settings, path, ct);
        var (started, arguments) = (clock.GetTimestamp(), Json.Write(new ImportJobArguments(import, request.Language, path)));
        var job = await jobs.RunNow(request.PlanOnly ? CheckJob.JobKind : ApplyJob.JobKind, arguments, request.By, Report, ct);
        ct.ThrowIfCancellationRequested();
        if (job is not { State: JobState.Done, Result: { } result }) return new ImportRefused(sentences[job.Error ?? "imports.refused.stopped"]);
        return Outcome(import, job.Id, ImportReport.Read(result)!, request.PlanOnly);

        // What was unpacked on the way goes with it.
        Result<ImportOutcome> Refused(Refusal why)
        {
            if (Directory.Exists(preparation.FolderOf(id))) Directory.Delete(preparation.FolderOf(id), recursive: true);
            return why;
        }

        void Report(JobProgress now) => progress?.Invoke(Pace.Of(now.Done, now.Total, clock.GetElapsedTime(started)));
    }

    public async Task<IReadOnlyList<ChangeSetId>> ChangeSetsOf(IReadOnlyCollection<SourceId> sources, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var made = await db.Imports.Where(i => sources.Contains(i.SourceId) && i.ChangeSetId != null).Select(i => i.ChangeSetId).ToListAsync(ct);
        var undos = await db.Set<ChangeSet>().Where(s => made.Contains(s.Undoes)).Select(s => s.Id).ToListAsync(ct);
        return [.. made.OfType<ChangeSetId>(), .. undos];
    }

    /// <summary>Everything that can be wrong with a request is found out before anything is written.</summary>
    private async Task<Parsed<Decided>> Decide(ImportFileRequest request, ImportId id, CancellationToken ct)
    {
        if (ImportFields.KindOf(request.Kind) is not { } kind)
            return Reason.Of("imports.problem.kind_unknown", ("kind", request.Kind), ("known", string.Join(", ", ImportFields.Kinds.Select(ImportFields.WordOf))));
        if (BuiltInSources.IsOwn(request.SourceName)) return Reason.Of("imports.new.sourceOwn");
        var wishes = FormatWishes.Parse(request.Encoding, request.Delimiter, null);
        if (wishes.Value is not { } wished) return wishes.Problem!;
        if (request.Decimal is not (null or "." or ",")) return Reason.Of("imports.problem.decimal_unknown", ("sign", request.Decimal));

        if (request.Quote is not (null or "\"" or "'" or ImportSettings.NoQuote)) return Reason.Of("imports.problem.quote_unknown", ("sign", request.Quote));

        var template = await TemplateOf(request.SourceName, kind, ct);
        var set = await preparation.Fields(kind, template ?? new(), ct);
        var (dates, ownDates) = Dates(request.DateFormat);
        var settings = (template ?? new()).ForNext() with
        {
            Encoding = wished.Encoding ?? template?.Encoding, Delimiter = wished.Delimiter?.ToString() ?? template?.Delimiter,
            DateFormat = dates ?? template?.DateFormat, Dates = ownDates.Count > 0 ? ownDates : template?.Dates ?? [], Quote = request.Quote ?? template?.Quote, Decimal = request.Decimal?[0] ?? template?.Decimal, Sheet = request.Sheet,
            Rules = (request.Rules ?? template?.Rules ?? IntakeRules.Default) with { FromBin = request.FromBin, FileWins = request.FileWins },
        };
        var path = request.Path;
        if (Unpacking.Needs(path))
        {
            path = unpacker.RowsOf(id);
            if (Unpacking.Unpack(request.Path, path, settings, limits, _ => { }, ct).Problem is { } packed) return packed;
        }
        var surveyed = FileSurvey.Of(path, set, settings, template?.Remembered, limits);
        if (surveyed.Value is not { } survey) return surveyed.Problem!;
        if (survey.Format.Empty) return Reason.Of("imports.detected.empty");

        var choices = request.Map is null ? new([], null) : MapChoices.Parse(request.Map, set, [.. survey.Mapping.OfFile.Select(c => c.Name)]);
        if (choices.Value is not { } chosen) return choices.Problem!;
        if (chosen.Any(c => c.Made is not null))
        {
            // What is put together is looked at as the columns of the file are.
            settings = settings with { Made = [.. settings.Made.Where(m => !chosen.Any(c => c.Field?.Key == m.Field)), .. chosen.Where(c => c.Made is not null).Select(c => new MadeChoice(c.Field!.Key, c.Made!))] };
            survey = FileSurvey.Of(path, set, settings, template?.Remembered, limits).Value!;
        }
        var mapped = Mapped(request, chosen, survey.Mapping);
        if (mapped.Missing.Count > 0) return mapped.Missing[0];
        if (survey.QuestionsOf(mapped, settings) is [var question, ..]) return question.Advice;
        var same = SameNames.Parse(request.Same, kind);
        return same.Value is { } answers ? new Decided(settings.With(answers).With(mapped), path) : same.Problem!;
    }

    /// <summary>"Column=dd/MM/yyyy" is of that column, a pattern alone of every column that may be written so.</summary>
    private static (string? Dates, List<ColumnDate> Own) Dates(string? said)
    {
        if (said is null) return (null, []);
        var pieces = said.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToLookup(p => p.LastIndexOf('=') > 0);
        List<ColumnDate> own = [.. pieces[true].Select(p => new ColumnDate(p[..p.LastIndexOf('=')], p[(p.LastIndexOf('=') + 1)..]))];
        return (own.Count > 0 && !pieces[false].Any() ? null : string.Join('|', pieces[false]), own);
    }

    /// <summary>The answers are kept before the job begins, so that it goes on with them after a crash.</summary>
    private async Task AcceptNear(ImportId id, ImportFileRequest request, ImportSettings settings, string path, CancellationToken ct)
    {
        var near = await names.AcceptNear(await preparation.Prepare(new(id, request.Language, path), ct), ct);
        if (near.Count == 0) return;
        var kept = Json.Write(settings.With(near));
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Imports.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Settings, kept), ct);
    }

    /// <param name="Path">Of the text that is read: the file itself, or what it was unpacked to.</param>
    private sealed record Decided(ImportSettings Settings, string Path);

    private static ColumnMapping Mapped(ImportFileRequest request, IReadOnlyList<MapChoice> chosen, ColumnMapping proposed)
    {
        if (request.Map is null) return proposed;
        var choices = chosen.Where(c => c.Made is null).ToArray();
        var named = choices.Select(c => c.Column).ToHashSet();
        return ColumnMapper.Override(proposed, request.OnlyMapped ? [.. choices, .. proposed.OfFile.Where(c => !named.Contains(c.Column)).Select(c => new MapChoice(c.Column, null))] : choices);
    }

    private async Task<ImportSettings?> TemplateOf(string sourceName, ImportKind kind, CancellationToken ct)
    {
        if (await sources.Find(sourceName, ct) is not { } known) return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await ImportPreparation.Template(db, known.Id, ImportFields.WordOf(kind), ct);
    }

    private async Task<ImportId> Add(ImportId id, ImportFileRequest request, SourceInfo source, ImportSettings settings, CancellationToken ct)
    {
        var name = Path.GetFileName(request.Path);
        var import = new Import
        {
            Id = id, SourceId = source.Id, Kind = ImportFields.WordOf(ImportFields.KindOf(request.Kind)!.Value), FileName = name.Length <= LongestName ? name : name[..LongestName],
            Settings = Json.Write(settings), CreatedAt = clock.GetUtcNow(), CreatedBy = request.By,
        };
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Imports.Add(import);
        await db.SaveChangesAsync(ct);
        return import.Id;
    }

    private ImportOutcome Outcome(ImportId import, JobId job, ImportReport report, bool planOnly)
    {
        var c = report.Counts;
        var (folder, names) = (preparation.FolderOf(import), planOnly ? CheckJob.Refused : ApplyJob.Refused);
        return new(import, job, c.Read, c.Created, c.Updated, c.Unchanged, c.Conflicts, c.Rejected, report.Seconds, report.HasRejectedFile ? Path.Combine(folder, names.Rejected) : null, report.ChangeSet)
        {
            Warnings = report.Warnings ?? [], ConflictsFile = report.HasConflictsFile ? Path.Combine(folder, names.Conflicts) : null,
        };
    }
}
