using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Segments.FromFile;
using Patron.Web.Deeds;

namespace Patron.Segments.EditSegment;

/// <summary>POST /segments/{id}/delete and /restore, and the file of a set.</summary>
internal static class SegmentRoutes
{
    public static void MapSegmentDeeds(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup("").RequirePermission(Permissions.ManageSegments);
        write.MapPost(SegmentUrls.List + "/{id}/delete", async (string id, SegmentDeeds deeds, ICurrentUser who, CancellationToken ct) => Back(SegmentUrls.List, await deeds.Delete(Read(id), who.Id, ct), SegmentUrls.One(Read(id))));
        write.MapPost(SegmentUrls.List + "/{id}/restore", async (string id, SegmentDeeds deeds, ICurrentUser who, CancellationToken ct) => Back(SegmentUrls.One(Read(id)), await deeds.Restore(Read(id), who.Id, ct), SegmentUrls.Bin));
        write.MapPost(SegmentUrls.TakeFile, Take);
    }

    private static async Task<IResult> Take([FromForm] string? name, IFormFile? file, TakesList takes, ICurrentUser who, CancellationToken ct)
    {
        if (file is null || file.Length == 0) return TypedResults.LocalRedirect(SegmentUrls.FromFile + "?refused=empty");
        await using var stream = file.OpenReadStream();
        var taken = await takes.Take(name, stream, who.Id, ct);
        return TypedResults.LocalRedirect(taken.Refusal is { } refusal ? $"{SegmentUrls.FromFile}?refused={refusal.Key.Split('.')[^1]}" : $"{SegmentUrls.One(taken.Value!.Segment)}?found={taken.Value.Found}&unknown={taken.Value.Unknown}");
    }

    private static SegmentId Read(string id) => IdText.TryRead<SegmentId>(id, out var segment) ? segment : default;

    private static RedirectHttpResult Back(string page, Result<(SegmentId Id, ChangeSetId? Set)> done, string refused) => TypedResults.LocalRedirect(
        done.Refusal is { } refusal ? DeedUrls.With(refused, DeedUrls.Failed, refusal is SegmentNeeded ? "segments.refused.needed.short" : refusal.Key) : done.Value.Set is { } set ? DeedUrls.Done(page, set) : page);
}
