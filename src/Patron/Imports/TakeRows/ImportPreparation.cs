using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.UploadFile;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.TakeRows;

/// <summary>What a job of this room is told.</summary>
/// <param name="Language">Of the sentences in the file of rejected rows.</param>
/// <param name="Path">Where the file lies, if it is not stored with the import.</param>
internal sealed record ImportJobArguments(ImportId Import, string Language, string? Path)
{
    public static ImportJobArguments Read(string json) => Json.Read<ImportJobArguments>(json);
}

/// <summary>Everything a run over a file's rows needs.</summary>
internal sealed record PreparedImport(Import Import, SourceInfo Source, Organisation Organisation, string Path, FileSurvey Survey, TimeFrame Frame, Sentences Sentences)
{
    public ImportSettings Settings { get; } = ImportSettings.Read(Import.Settings);

    public IReadOnlyList<string> Columns => [.. Survey.Mapping.OfFile.Select(c => c.Name)];

    public IntakeRules Rules => Settings.Rules;

    /// <summary>Of the columns that samples show.</summary>
    public IReadOnlyList<string> SampleColumns => [.. Survey.Mapping.OfFile.Where(c => c.Field is not null).Take(FileIntake.SampleColumns).Select(c => c.Name)];
}

/// <summary>Looks at an import's file, for jobs and pages alike.</summary>
internal sealed class ImportPreparation(IDbContextFactory<PatronDb> contexts, ISources sources, ICustomFields customFields, DataLocation location, TimeProvider clock, Texts texts, ImportLimits limits)
{
    /// <summary>The folder of an import's files: the upload, the rejected rows.</summary>
    public string FolderOf(ImportId id) => Path.Combine(location.Directory, "imports", id.ToString());

    public string PathOf(Import import) => Path.Combine(location.Directory, import.StoredFile ?? "");

    public async Task<PreparedImport> Prepare(ImportJobArguments arguments, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var import = await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == arguments.Import, ct) ?? throw new JobRefusedException(new ImportGone());
        var source = (await sources.All(ct)).FirstOrDefault(s => s.Id == import.SourceId) ?? throw new JobRefusedException(new ImportGone());
        var path = arguments.Path ?? PathOf(import);
        var surveyed = await Survey(db, import, path, ct);
        if (surveyed.Value is not { } survey) throw new JobRefusedException(new ImportFileUnreadable());
        if (survey.Mapping.Missing.Count > 0) throw new JobRefusedException(new ImportColumnMissing());
        if (survey.Questions.Count > 0) throw new JobRefusedException(new ImportUnclear());
        var organisation = await db.Organisation(ct);
        return new(import, source, organisation, path, survey, FrameOf(source, organisation), texts.For(Language.Find(arguments.Language) ?? Language.English));
    }

    public async Task<Parsed<FileSurvey>> Survey(PatronDb db, Import import, string path, CancellationToken ct)
    {
        var kind = ImportFields.KindOf(import.Kind) ?? throw new InvalidOperationException($"No kind {import.Kind}.");
        var settings = ImportSettings.Read(import.Settings);
        return FileSurvey.Of(path, await Fields(kind, settings, ct), settings, (await Template(db, import.SourceId, import.Kind, ct))?.Remembered, limits);
    }

    /// <param name="settings">Tell of fields that the file will make.</param>
    public async Task<ImportFieldSet> Fields(ImportKind kind, ImportSettings settings, CancellationToken ct)
    {
        if (kind == ImportKind.Customers)
            return ImportFields.Of(kind, TypesOf((await customFields.All(ct)).Select(f => (f.Key, f.Type)).Concat(settings.NewFields.Select(f => (f.Key, f.Type))).DistinctBy(f => f.Key)));
        RowSubject? subject = kind switch { ImportKind.Tickets => RowSubject.Ticket, ImportKind.Tasks => RowSubject.Task, ImportKind.Leads => RowSubject.Lead, ImportKind.Opportunities => RowSubject.Deal, _ => null };
        if (subject is not { } of) return ImportFields.Of(kind);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return ImportFields.Of(kind, TypesOf((await RowFields.Read(db, of, ct)).All.Select(f => (f.Key, f.Type))));
    }

    /// <summary>How the last file of this source and kind was read; null for the first.</summary>
    public static async Task<ImportSettings?> Template(PatronDb db, SourceId source, string kind, CancellationToken ct) =>
        await db.ImportTemplates.AsNoTracking().Where(t => t.SourceId == source && t.Kind == kind).Select(t => t.Settings).FirstOrDefaultAsync(ct) is { } json
            ? ImportSettings.Read(json).AsTemplate() : null;

    /// <summary>What the rows are: what files of the source with these columns were before, else what the columns look like.</summary>
    public static async Task<ImportKind> KindOf(PatronDb db, SourceId source, FileSurvey survey, CancellationToken ct)
    {
        var templates = await db.ImportTemplates.AsNoTracking().Where(t => t.SourceId == source).Select(t => new { t.Kind, t.Settings }).ToListAsync(ct);
        string[] usual = [.. templates.Where(t => ImportSettings.Read(t.Settings).Remembered is { } known && survey.Mapping.OfFile.All(c => known.ContainsKey(c.Name))).Select(t => t.Kind)];
        return usual is [var kind] && ImportFields.KindOf(kind) is { } found ? found : KindGuess.Of(survey);
    }

    private TimeFrame FrameOf(SourceInfo source, Organisation organisation)
    {
        var zone = source.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var own) ? own : organisation.Zone;
        return new(zone, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime));
    }

    private static Dictionary<string, FieldType> TypesOf(IEnumerable<(string Key, CustomFieldType Type)> fields) => fields.ToDictionary(f => f.Key, f => f.Type switch
    {
        CustomFieldType.Number => FieldType.Number,
        CustomFieldType.Day => FieldType.Day,
        CustomFieldType.YesNo => FieldType.YesNo,
        _ => FieldType.Text,
    });
}

internal sealed record ImportGone() : Refusal("imports.refused.gone");
internal sealed record ImportFileUnreadable() : Refusal("imports.refused.unreadable");
internal sealed record ImportColumnMissing() : Refusal("imports.refused.columnMissing");
internal sealed record ImportUnclear() : Refusal("imports.refused.unclear");
internal sealed record ImportUnpacksTooLarge() : Refusal("imports.refused.unpacksTooLarge");
