using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reasons.Contracts;
using Patron.Web.Deeds;

namespace Patron.Reasons.ShowReasons;

internal static class ReasonRoutes
{
    public static void MapReasonDeeds(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup(ReasonUrls.List).RequirePermission(Permissions.ManageSettings);
        write.MapPost("add", (string? kind, [FromForm] string? name, [FromForm] string? parent, ReasonDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Back(kind, deeds.Add(ReasonUrls.KindOf(kind), IdText.TryRead<ReasonId>(parent, out var wider) ? wider : null, name, who.Id, ct)));
        write.MapPost("begin", (string? kind, ReasonDeeds deeds, Sentences text, ICurrentUser who, CancellationToken ct) => Back(kind, deeds.Begin(ReasonUrls.KindOf(kind), UsualReasons.In(text), who.Id, ct)));
        write.MapPost("{id}/edit", (string id, string? kind, [FromForm] string? name, [FromForm] string? parent, [FromForm] string? shown, ReasonDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Back(kind, deeds.Edit(IdText.TryRead<ReasonId>(id, out var reason) ? reason : default, name, IdText.TryRead<ReasonId>(parent, out var wider) ? wider : null, shown, who.Id, ct)));
        write.MapPost("{id}/retire", (string id, string? kind, [FromForm] bool retired, ReasonDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Back(kind, deeds.Retire(IdText.TryRead<ReasonId>(id, out var reason) ? reason : default, retired, who.Id, ct)));
    }

    private static async Task<IResult> Back(string? kind, Task<Result<ChangeSetId?>> deed)
    {
        var (page, done) = (ReasonUrls.Of(ReasonUrls.KindOf(kind)), await deed);
        return TypedResults.LocalRedirect(done.Refusal is { } refusal ? $"{page}&refused={refusal.Key["reasons.refused.".Length..]}" : done.Value is { } set ? DeedUrls.Done(page, set) : page);
    }
}
