using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Settings.TakeEverything;

/// <param name="Path">Absolute.</param>
/// <param name="Language">Of the notes.</param>
/// <param name="Uploaded">It was kept for this alone, and goes when it is in.</param>
internal sealed record TakeArguments(string Path, string Language, bool Uploaded = false);

/// <summary>Where it stands: files that are behind it, and what became of their rows.</summary>
/// <param name="Restores">There were no customers when it began.</param>
internal sealed record TakeCursor(ChangeSetId Set, bool Restores, IReadOnlyList<TakenFile> Files, IReadOnlyList<string> Notes);

/// <summary>
/// Takes an archive file after file, each through the room that takes such rows. A file that was interrupted is taken once more from its beginning:
/// what is there already stays.
/// </summary>
internal sealed class TakeJob(
    IEnumerable<IExportPart> parts, IEnumerable<ITakesExport> former, ExportsSources exportsSources, ISources sources, Origin origin, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock, Texts texts) : IJobHandler
{
    public const string JobKind = "everything.take";
    private const string Phase = "settings.everything.phase.take", Checking = "settings.everything.phase.check";
    private const int MostNotes = 50;
    private readonly Dictionary<string, ITakesExport> parts = parts.Concat(former).ToDictionary(p => p.Kind, StringComparer.Ordinal);

    public string Kind => JobKind;

    public IReadOnlyCollection<string> Kinds => parts.Keys;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var arguments = JsonSerializer.Deserialize<TakeArguments>(run.Arguments)!;
        run.Report(Checking, 0, null);
        if (!File.Exists(arguments.Path)) throw new JobRefusedException(new NoExport());
        using var archive = Archives.Open(arguments.Path) ?? throw new JobRefusedException(new NoExport());
        var manifest = Manifest.Read(archive) ?? throw new JobRefusedException(new NoExport());
        try
        {
            if ((manifest.Judge(archive, Kinds, ct) ?? await origin.Judge(manifest, ct)) is { } refusal) throw new JobRefusedException(refusal);
            var cursor = run.Cursor is { } saved ? JsonSerializer.Deserialize<TakeCursor>(saved)! : await Begin(run, manifest, ct);
            foreach (var file in manifest.Files.Skip(cursor.Files.Count)) cursor = await Take(run, archive, manifest, file, cursor, texts.For(Language.Find(arguments.Language) ?? Language.English), ct);
            foreach (var name in manifest.Files.Select(f => f.Source).OfType<string>().Distinct())
                if (await sources.Find(name, ct) is { } source) await sources.ImportedNow(source.Id, ct);
            await Finish(cursor, ct);
            if (arguments.Uploaded) File.Delete(arguments.Path);
            return JsonSerializer.Serialize(new TakenExport(cursor.Files, cursor.Notes));
        }
        catch (Exception e) when (e is ExportDamagedException or InvalidDataException or System.Text.DecoderFallbackException)
        {
            throw new JobRefusedException(new ExportNotWhole());
        }
    }

    private async Task<TakeCursor> Begin(IJobRun run, Manifest manifest, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = run.By, Kind = JobKind };
        session.Db.Add(set);
        await session.Db.SaveChangesAsync(ct);
        // What was stopped half-way and begun anew found no customers when it first began.
        var restores = await session.Db.Read<string>(SettingsKeys.Restoring, ct) == manifest.Digest || await IsEmpty(session, ct);
        if (restores)
        {
            await session.Db.Write(SettingsKeys.Restoring, manifest.Digest, ct);
            await session.Db.Write(SettingsKeys.Origin, manifest.Origin, ct);
        }
        await session.Db.SaveChangesAsync(ct);
        var cursor = new TakeCursor(set.Id, restores, [], []);
        await run.SaveCursor(session, JsonSerializer.Serialize(cursor), ct);
        await session.Commit(ct);
        return cursor;
    }

    private static async Task<bool> IsEmpty(BulkSession session, CancellationToken ct)
    {
        await using var any = session.Command("select 1 from customers limit 1");
        return await any.ExecuteScalarAsync(ct) is null;
    }

    private async Task Finish(TakeCursor cursor, CancellationToken ct)
    {
        if (!cursor.Restores) return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Write<string>(SettingsKeys.Restoring, null, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<TakeCursor> Take(IJobRun run, ZipArchive archive, Manifest manifest, ManifestFile file, TakeCursor cursor, Sentences sentences, CancellationToken ct)
    {
        var tally = new Tally(file.Name, sentences);
        var before = cursor.Files.Sum(f => f.Read);
        using var reader = new ExportReader(archive.GetEntry(file.Name)!.Open());
        Intake? intake = null;
        if (file.Kind == ExportsSources.FileKind)
        {
            while (reader.Next(Tally.Chunk) is { Count: > 0 } rows) tally.Add(rows, await exportsSources.Take(rows, run.By, ct));
        }
        else
        {
            intake = await IntakeOf(file, cursor, run, ct);
            var room = parts[file.Kind].Begin(intake);
            while (reader.Next(Tally.Chunk) is { Count: > 0 } rows)
            {
                await using var session = await BulkSession.Begin(contexts, clock, ct);
                tally.Add(rows, await room.Take(session, rows, ct));
                if (session.IsPostgres && tally.HasDoubled) await session.Execute("analyze", ct);
                await session.Commit(ct);
                run.Report(Phase, before + tally.Read, manifest.Rows);
            }
        }
        var after = cursor with { Files = [.. cursor.Files, tally.File], Notes = [.. cursor.Notes.Concat(tally.Notes).Take(MostNotes)] };
        await End(run, intake, after, ct);
        return after;
    }

    private async Task<Intake> IntakeOf(ManifestFile file, TakeCursor cursor, IJobRun run, CancellationToken ct)
    {
        var id = cursor.Set;
        var source = file.Source is null ? IExportPart.NoSource : await sources.Find(file.Source, ct) ?? throw new JobRefusedException(new ExportNotWhole());
        await using var db = await contexts.CreateDbContextAsync(ct);
        var set = await db.Set<ChangeSet>().AsNoTracking().SingleAsync(s => s.Id == id, ct);
        var rows = await db.Set<ChangeRow>().Where(r => r.ChangeSetId == id).MaxAsync(r => (int?)r.Seq, ct) ?? 0;
        var ranges = await db.Set<ChangeRange>().Where(r => r.ChangeSetId == id).MaxAsync(r => (int?)r.Seq, ct) ?? 0;
        return new(source, await db.Organisation(ct), set.At, run.By, planOnly: false, ids, set, Math.Max(rows, ranges)) { Restores = cursor.Restores };
    }

    private async Task End(IJobRun run, Intake? intake, TakeCursor cursor, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (intake?.Changes(session) is { } recorder)
        {
            foreach (var (table, first, last) in intake.Created) recorder.Range(table, first, last);
            await session.Db.SaveChangesAsync(ct);
        }
        await run.SaveCursor(session, JsonSerializer.Serialize(cursor), ct);
        await session.Commit(ct);
    }
}

/// <summary>Counts what became of one file's rows, and says it of those that were not taken.</summary>
internal sealed class Tally(string file, Sentences sentences)
{
    public const int Chunk = 2_000;
    private readonly long[] counts = new long[Enum.GetValues<Fate>().Length + 1];
    private long doubled = Chunk;

    public long Read { get; private set; }
    public List<string> Notes { get; } = [];

    /// <summary>Since it was last asked and said yes.</summary>
    public bool HasDoubled
    {
        get
        {
            if (Read < doubled) return false;
            doubled = Read * 2;
            return true;
        }
    }

    public TakenFile File => new(file, Read, counts[(int)Fate.Created], counts[(int)Fate.Updated] + counts[(int)Fate.Returned], counts[(int)Fate.Unchanged], counts[(int)Fate.Conflict], counts[(int)Fate.Rejected]);

    public void Add(IReadOnlyList<ExportedRow> rows, IReadOnlyList<RowFate> fates)
    {
        if (fates.Count != rows.Count) throw new InvalidOperationException($"{fates.Count} fates for {rows.Count} rows.");
        Read += rows.Count;
        foreach (var fate in fates)
        {
            counts[(int)fate.Fate]++;
            if (fate.Why is { } why) Notes.Add(sentences.Get("settings.everything.note", new { file, line = fate.Line, why = sentences.Get(why.Key, why.Arguments ?? new { }) }));
        }
    }
}
