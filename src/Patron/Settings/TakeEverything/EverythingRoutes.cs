using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Patron.Access.Contracts;
using Patron.Data.Audit;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Settings.TakeEverything;

/// <summary>What the page asks for: only administrators manage settings, and whoever takes everything away must be allowed to export as well.</summary>
internal static class EverythingRoutes
{
    private const int LongestToken = 4_000;

    public static void MapEverything(this IEndpointRouteBuilder app)
    {
        var everything = app.MapGroup("").RequirePermission(Permissions.ManageSettings);
        everything.MapPost(Urls.ExportEverything, Export);
        everything.MapGet(Urls.ExportEverything, Download);
        everything.MapGet(Urls.EverythingProgress, Progress);
        everything.MapPost(Urls.TakeEverything, Take).WithMetadata(new ChecksTokenItselfAttribute());
    }

    private static async Task<IResult> Export(ShownEverything shown, ICurrentUser user, CancellationToken ct) =>
        user.Can(Permissions.ExportData) ? Back(await shown.Export(user.Id, ct)) : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static async Task<IResult> Download(ShownEverything shown, ICurrentUser user, AuditChain audit, CancellationToken ct)
    {
        if (!user.Can(Permissions.ExportData)) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if ((await shown.State(ct)).Archive is not { } archive) return TypedResults.NotFound();
        await audit.Tell(notes => notes.Event("export-everything", user.Id), ct);
        return TypedResults.PhysicalFile(shown.FileOf(archive.Id), "application/zip", "patron-everything.zip");
    }

    private static async Task<IResult> Progress(ShownEverything shown, IJobs jobs, Fragments fragments, CancellationToken gone)
    {
        if ((await shown.State(gone)).Running is not { } job) return TypedResults.NotFound();
        return fragments.Stream<EverythingProgress>(States, gone);

        async IAsyncEnumerable<Dictionary<string, object?>> States([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var state in jobs.Watch(job.Id, ct)) yield return EverythingProgress.Of(state);
        }
    }

    /// <summary>The form's token, then the file, which goes to the disk as it comes.</summary>
    private static async Task<IResult> Take(HttpContext http, IAntiforgery antiforgery, ShownEverything shown, ICurrentUser user, Sentences sentences, CancellationToken ct)
    {
        if (!user.Can(Permissions.ImportData)) return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary) return Results.BadRequest();
        var reader = new MultipartReader(boundary, http.Request.Body);
        string? token = null;
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) continue;
            if (!part.IsFileDisposition())
            {
                if (HeaderUtilities.RemoveQuotes(part.Name).Value == antiforgery.GetTokens(http).FormFieldName) token = await Text(section, ct);
                continue;
            }
            if (!await Guards.IsStreamValid(http, antiforgery, token)) return Results.BadRequest();
            return Back(await Keep(section.Body, shown, sentences, user, ct));
        }
        return await Guards.IsStreamValid(http, antiforgery, token) ? Back(new NoFile()) : Results.BadRequest();
    }

    /// <summary>A file that cannot be taken is not kept.</summary>
    private static async Task<Refusal?> Keep(Stream body, ShownEverything shown, Sentences sentences, ICurrentUser user, CancellationToken ct)
    {
        var path = shown.NewFile();
        Refusal? refused = new NoFile();
        try
        {
            await using (var file = Archives.Create(path))
                await body.CopyToAsync(file, ct);
            return refused = await shown.Take(path, sentences.Language, user.Id, ct);
        }
        finally
        {
            if (refused is not null) File.Delete(path);
        }
    }

    private static async Task<string> Text(MultipartSection section, CancellationToken ct)
    {
        var buffer = new byte[LongestToken];
        return System.Text.Encoding.UTF8.GetString(buffer, 0, await section.Body.ReadAtLeastAsync(buffer, LongestToken, throwOnEndOfStream: false, ct));
    }

    private static IResult Back(Refusal? refused) => Results.Redirect(refused is null ? Urls.Everything : $"{Urls.Everything}?problem={refused.Key["settings.everything.".Length..]}");
}

internal sealed record NoFile() : Refusal("settings.everything.noFile");
