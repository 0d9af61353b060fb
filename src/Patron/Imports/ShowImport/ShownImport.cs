using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Imports.ShowImport;

internal enum ImportStep { File, Columns, Check, Done }

/// <summary>The import that a request shows, as the database has it; scoped, so that the page's parts share it.</summary>
internal sealed class ShownImport(ImportPreparation preparation, IDbContextFactory<PatronDb> contexts, ISources sources, IJobs jobs, Sentences text)
{
    public Import Row { get; private set; } = null!;
    public SourceInfo Source { get; private set; } = null!;
    public ImportKind Kind { get; private set; }
    public ImportSettings Settings { get; private set; } = new();
    public JobProgress? Check { get; private set; }
    public JobProgress? Apply { get; private set; }
    public ImportReport? Plan { get; private set; }
    public ImportReport? Result { get; private set; }
    public FileSurvey? Survey { get; private set; }
    public ImportFieldSet Fields { get; private set; } = null!;

    /// <summary>Why the file cannot be read.</summary>
    public Reason? Problem { get; private set; }
    /// <summary>Why a file that came by itself was not applied by itself.</summary>
    public IReadOnlyList<WatchFolders.Exceeded> Waits { get; private set; } = [];
    public bool Remembered { get; private set; }

    /// <summary>When the import was taken back, in the organisation's time.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }
    public ImportStep Step { get; private set; }

    public string Url => Urls.Import(Row.Id.ToString());

    /// <summary>False where there is no such import.</summary>
    /// <param name="columns">The columns are asked for, though the file was checked before.</param>
    public async Task<bool> Load(string? idText, bool columns, CancellationToken ct)
    {
        if (!IdText.TryRead(idText, out ImportId id)) return false;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is not { } row) return false;
        Row = row;
        Source = (await sources.All(ct)).First(s => s.Id == row.SourceId);
        Kind = ImportFields.KindOf(row.Kind) ?? throw new InvalidOperationException($"No kind {row.Kind}.");
        Settings = ImportSettings.Read(row.Settings);
        Waits = row.Waits is { } waits ? Json.Read<WatchFolders.Exceeded[]>(waits) : [];
        Check = row.CheckJobId is { } check ? await jobs.Find(check, ct) : null;
        Apply = row.ApplyJobId is { } apply ? await jobs.Find(apply, ct) : null;
        // A job that ended since the import was read left its plan or result there before it said so.
        if ((Check?.State is JobState.Done && row.Plan is null) || (Apply?.State is JobState.Done && row.Result is null))
            Row = row = await db.Imports.AsNoTracking().FirstAsync(i => i.Id == id, ct);
        (Plan, Result) = (ImportReport.Read(row.Plan), ImportReport.Read(row.Result));
        Step = Apply is not null ? ImportStep.Done : Check is not null && !columns ? ImportStep.Check : ImportStep.Columns;
        if (row.ChangeSetId is { } set) UndoneAt = await Undone(db, set, ct);
        if (Step != ImportStep.Done && row.StoredFile is not null) await Look(db, ct);
        return true;
    }

    public IReadOnlyList<string> Steps => [text["imports.step.file"], text["imports.step.columns"], text["imports.step.check"], text["imports.step.done"]];

    public string KindName => ReasonText.Kind(text, Kind);

    private static async Task<DateTimeOffset?> Undone(PatronDb db, ChangeSetId set, CancellationToken ct)
    {
        var sets = db.Set<ChangeSet>().AsNoTracking();
        if (await sets.Where(s => s.Undoes == set).Select(s => (DateTimeOffset?)s.At).FirstOrDefaultAsync(ct) is not { } at) return null;
        return await sets.AnyAsync(s => s.Id == set && s.UndoneBy != null, ct) ? TimeZoneInfo.ConvertTime(at, (await Data.Settings.Organisation(db, ct)).Zone) : null;
    }

    private async Task Look(PatronDb db, CancellationToken ct)
    {
        Fields = await preparation.Fields(Kind, Settings, ct);
        var looked = await preparation.Survey(db, Row, preparation.PathOf(Row), ct);
        (Survey, Problem) = (looked.Value, looked.Problem);
        Remembered = await ImportPreparation.Template(db, Row.SourceId, Row.Kind, ct) is not null;
    }
}
