using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;
using Patron.Imports.UnpackFile;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Imports.UploadFile;

/// <summary>POST /data/imports: the form's fields, then the file, which goes to the disk as it comes and never whole into memory.</summary>
internal static class UploadFile
{
    /// <summary>What a file's name may end with; what is in it is looked at all the same.</summary>
    public static readonly IReadOnlyList<string> Endings = [".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xlsm", ".vcf"];

    private const long RoomForFields = 1 << 20;
    private const int LongestField = 1_000;

    public static void MapUploadFile(this IEndpointRouteBuilder app) =>
        app.MapPost(Urls.UploadImport, Upload).WithMetadata(new ChecksTokenItselfAttribute()).RequirePermission(Permissions.ImportData);

    private static async Task<IResult> Upload(HttpContext http, IAntiforgery antiforgery, UploadHandler handler, ImportLimits limits, ICurrentUser user, CancellationToken ct)
    {
        var largest = limits.Upload + RoomForFields;
        if (http.Request.ContentLength > largest) return Back("tooLarge");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = largest;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return Results.BadRequest();

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new MultipartReader(boundary, http.Request.Body);
        var (checkedToken, import, fileName) = (false, default(ImportId), (string?)null);
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) continue;
            if (!part.IsFileDisposition())
            {
                fields[HeaderUtilities.RemoveQuotes(part.Name).Value ?? ""] = await Field(section, ct);
                continue;
            }
            if (!checkedToken && !await Guards.IsStreamValid(http, antiforgery, fields.GetValueOrDefault(antiforgery.GetTokens(http).FormFieldName))) return Results.BadRequest();
            checkedToken = true;
            fileName = Path.GetFileName((part.FileNameStar.HasValue ? part.FileNameStar : HeaderUtilities.RemoveQuotes(part.FileName)).Value ?? "");
            if (fileName.Length == 0) continue;
            if (!Endings.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase)) return Back("unknownKind");
            import = handler.NewId();
            if (!await handler.Store(import, section.Body, ct)) return Back("tooLarge");
        }
        if (!checkedToken && !await Guards.IsStreamValid(http, antiforgery, fields.GetValueOrDefault(antiforgery.GetTokens(http).FormFieldName))) return Results.BadRequest();
        if (string.IsNullOrEmpty(fileName)) return Back("noFile");
        return await handler.Add(import, fileName, fields, user.Id, ct) is { } refused ? Back(refused) : Results.Redirect(Urls.Import(import.ToString()));
    }

    private static IResult Back(string problem) => Results.Redirect($"{Urls.NewImport}?problem={problem}");

    private static async Task<string> Field(MultipartSection section, CancellationToken ct)
    {
        var buffer = new byte[LongestField];
        var length = await section.Body.ReadAtLeastAsync(buffer, LongestField, throwOnEndOfStream: false, ct);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>Keeps what was uploaded and finds out what it is.</summary>
internal sealed class UploadHandler(
    ImportPreparation preparation, Unpacker unpacker, ImportLimits limits, ISources sources, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    private const int LongestName = 300;

    public ImportId NewId() => ids.Next<ImportId>();

    /// <summary>False when it is larger than we take; then nothing is kept.</summary>
    public async Task<bool> Store(ImportId import, Stream body, CancellationToken ct)
    {
        Directory.CreateDirectory(preparation.FolderOf(import));
        var whole = false;
        try
        {
            await using var file = new FileStream(unpacker.UploadOf(import), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
            var buffer = new byte[1 << 17];
            while (await body.ReadAsync(buffer, ct) is var read and > 0)
            {
                if (file.Length + read > limits.Upload) return false;
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            return whole = true;
        }
        finally
        {
            if (!whole) Directory.Delete(preparation.FolderOf(import), recursive: true);
        }
    }

    /// <summary>Null, or the last part of the key of what is wrong; then the file is thrown away.</summary>
    public async Task<string?> Add(ImportId id, string fileName, Dictionary<string, string> fields, UserId? by, CancellationToken ct)
    {
        var named = fields.GetValueOrDefault("newSource") is { } made && !string.IsNullOrWhiteSpace(made) ? made.Trim() : fields.GetValueOrDefault("source", "");
        if (named.Length == 0) return Drop(id, "noSource");
        if (BuiltInSources.IsOwn(named)) return Drop(id, "sourceOwn");
        var needs = unpacker.Needs(id);
        var later = needs && !unpacker.IsSmall(id);
        var kind = ImportFields.KindOf(fields.GetValueOrDefault("kind", ""));
        var usual = needs ? await UsualSheet(named, kind, ct) : null;
        if (needs && !later && unpacker.Unpack(id, new() { UsualSheet = usual }, _ => { }, ct).Problem is { } packed) return Drop(id, Word(packed));
        if (!later)
        {
            var looked = FileSurvey.Of(needs ? unpacker.RowsOf(id) : unpacker.UploadOf(id), ImportFields.Of(ImportKind.Customers), new(), null, limits);
            if (looked.Value is not { } survey) return Drop(id, Word(looked.Problem!));
            if (survey.Format.Empty) return Drop(id, "empty");
            if (kind is null)
            {
                await using var known = await contexts.CreateDbContextAsync(ct);
                kind = await sources.Find(named, ct) is { } before ? await ImportPreparation.KindOf(known, before.Id, survey, ct) : KindGuess.Of(survey);
            }
        }
        var source = await sources.FindOrMake(named, demo: false, ct);
        if (source.Value is not { } from) return Drop(id, "sourceRefused");

        var word = ImportFields.WordOf(kind ?? ImportKind.Customers);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var template = await ImportPreparation.Template(db, from.Id, word, ct);
        db.Imports.Add(new()
        {
            Id = id, SourceId = from.Id, Kind = word, FileName = fileName.Length <= LongestName ? fileName : fileName[..LongestName], StoredFile = Unpacker.Stored(id, needs && !later),
            Settings = Json.Write((template ?? new()).ForNext() with { UsualSheet = usual }), CreatedAt = clock.GetUtcNow(), CreatedBy = by,
        });
        await db.SaveChangesAsync(ct);
        if (later) await unpacker.Later(db, id, findKind: kind is null, by, ct);
        return null;
    }

    /// <summary>The sheet that the source's last workbook was read of; null where its templates name none, or several.</summary>
    private async Task<string?> UsualSheet(string source, ImportKind? kind, CancellationToken ct)
    {
        if (await sources.Find(source, ct) is not { } known) return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var templates = await db.ImportTemplates.AsNoTracking().Where(t => t.SourceId == known.Id).Select(t => new { t.Kind, t.Settings }).ToListAsync(ct);
        string[] sheets = [.. templates.Where(t => kind is null || t.Kind == ImportFields.WordOf(kind.Value)).Select(t => ImportSettings.Read(t.Settings).ForNext().UsualSheet).OfType<string>().Distinct()];
        return sheets is [var sheet] ? sheet : null;
    }

    private static string Word(Reason problem) => problem.Key["imports.problem.".Length..];

    private string Drop(ImportId id, string why)
    {
        Directory.Delete(preparation.FolderOf(id), recursive: true);
        return why;
    }
}
