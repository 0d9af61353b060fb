using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;
using Patron.Imports.UploadFile;
using Patron.Kernel;

namespace Patron.Imports.UnpackFile;

/// <param name="FindKind">Nobody has said what the rows are: it is found out once they can be read.</param>
internal sealed record UnpackArguments(ImportId Import, bool FindKind);

/// <summary>Unpacks an import's upload: here and now where it is small, as a job where that takes long.</summary>
internal sealed class Unpacker(ImportPreparation preparation, IJobs jobs, ImportLimits limits)
{
    public const string StoredName = "upload";

    /// <summary>About a second's work.</summary>
    private const long SmallEnough = 8 << 20;

    public string UploadOf(ImportId id) => Path.Combine(preparation.FolderOf(id), StoredName);

    public string RowsOf(ImportId id) => UploadOf(id) + RowsFileInfo.Extension;

    public bool Needs(ImportId id) => Unpacking.Needs(UploadOf(id));

    public bool IsSmall(ImportId id) => new FileInfo(UploadOf(id)).Length <= SmallEnough;

    public Parsed<RowsFileInfo> Unpack(ImportId id, ImportSettings settings, Action<long> progress, CancellationToken ct) =>
        Unpacking.Unpack(UploadOf(id), RowsOf(id), settings, limits, progress, ct);

    /// <summary>The same as a job, in the place of the check.</summary>
    public async Task Later(PatronDb db, ImportId id, bool findKind, UserId? by, CancellationToken ct)
    {
        JobId? job = await jobs.Start(UnpackJob.JobKind, Json.Write(new UnpackArguments(id, findKind)), by, null, ct);
        var waiting = Stored(id, unpacked: false);
        // The job may be through already: then it has its place no longer.
        await db.Imports.Where(i => i.Id == id && i.StoredFile == waiting).ExecuteUpdateAsync(set => set.SetProperty(i => i.CheckJobId, job), ct);
    }

    /// <summary>As an import names its stored file: relative to the data directory.</summary>
    public static string Stored(ImportId id, bool unpacked) => Path.Combine("imports", id.ToString(), unpacked ? StoredName + RowsFileInfo.Extension : StoredName);
}

/// <summary>
/// Unpacks a large upload. While it waits or works it stands where the check will stand, so the import's page shows it; then the columns
/// are chosen. After a crash it begins again: text that is not whole is not taken for one.
/// </summary>
internal sealed class UnpackJob(Unpacker unpacker, IDbContextFactory<PatronDb> contexts) : IJobHandler
{
    public const string JobKind = "imports-unpack";
    private const string Phase = "imports.phase.unpack";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var arguments = Json.Read<UnpackArguments>(run.Arguments);
        var id = arguments.Import;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var import = await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) ?? throw new JobRefusedException(new ImportGone());
        var settings = ImportSettings.Read(import.Settings);
        var made = unpacker.Unpack(id, settings, rows => run.Report(Phase, rows, null), ct);
        if (made.Problem is { } problem)
            throw new JobRefusedException(problem.Key is "imports.problem.shared_strings" or "imports.problem.unpacks_too_large" ? new WorkbookTooLarge() : new ImportFileUnreadable());

        var kind = arguments.FindKind && FileSurvey.Of(unpacker.RowsOf(id), ImportFields.Of(ImportKind.Customers), settings, null).Value is { } survey
            ? ImportFields.WordOf(await ImportPreparation.KindOf(db, import.SourceId, survey, ct)) : import.Kind;
        var stored = Unpacker.Stored(id, unpacked: true);
        await db.Imports.Where(i => i.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Kind, kind).SetProperty(i => i.StoredFile, stored).SetProperty(i => i.CheckJobId, (JobId?)null), ct);
        return null;
    }
}

internal sealed record WorkbookTooLarge() : Refusal("imports.refused.workbookTooLarge");
