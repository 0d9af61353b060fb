using Microsoft.AspNetCore.Mvc;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Web;

namespace Patron.Messaging.WriteTemplates;

/// <summary>The mail itself, for the frame of the preview.</summary>
internal static class TemplateRoutes
{
    public static void MapTemplates(this IEndpointRouteBuilder app) => app.MapGet("/templates/{id}/shown", Show).RequirePermission(Permissions.ManageCampaigns).WithMetadata(new ContentPolicyAttribute(RenderedMessage.PagePolicy));

    private static async Task<IResult> Show(string id, string customer, [FromServices] TemplateBook book, [FromServices] PreviewPeople people, CancellationToken ct)
    {
        if (!IdText.TryRead<TemplateId>(id, out var template) || !IdText.TryRead<CustomerId>(customer, out var who) || people.Known(who) is null) return TypedResults.NotFound();
        var shown = await book.Preview(template, who, TemplateBook.SampleOffer, ct);
        return shown.Value?.Html is { } html ? TypedResults.Content(html, "text/html", System.Text.Encoding.UTF8) : TypedResults.NotFound();
    }
}
