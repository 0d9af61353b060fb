using Microsoft.AspNetCore.Mvc;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Messaging.WriteTemplates;

/// <summary>The mail itself, for the frame of the preview: with a policy of its own, for mails are styled in their elements. No script runs in it, whatever a template holds.</summary>
internal static class TemplateRoutes
{
    private const string MailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    public static void MapTemplates(this IEndpointRouteBuilder app) => app.MapGet("/templates/{id}/shown", Show).RequirePermission(Permissions.ManageCampaigns).WithMetadata(new ContentPolicyAttribute(MailPolicy));

    private static async Task<IResult> Show(string id, string customer, [FromServices] TemplateBook book, [FromServices] PreviewPeople people, CancellationToken ct)
    {
        if (!IdText.TryRead<TemplateId>(id, out var template) || !IdText.TryRead<CustomerId>(customer, out var who) || people.Known(who) is null) return TypedResults.NotFound();
        var shown = await book.Preview(template, who, ct);
        return shown.Value?.Html is { } html ? TypedResults.Content(html, "text/html", System.Text.Encoding.UTF8) : TypedResults.NotFound();
    }
}
