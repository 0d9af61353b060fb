using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Consents.Contracts;
using Patron.Consents.EditPolicy;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Consents.SayForCustomer;

/// <summary>What is entered on a customer's page of consents. Whether the customer may be seen is asked before, of everything below a customer's address.</summary>
internal static class CustomerRoutes
{
    public static string Page(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "consents");

    public static void MapCustomerConsents(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup(Urls.CustomerPart("{id}", "consents")).RequirePermission(Permissions.WriteCustomers);
        write.MapPost("/say", async (string id, [FromForm] string? purpose, [FromForm] string? channel, [FromForm] bool given, [FromForm] string? evidence, [FromForm] long? text, CustomerDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            IdText.TryRead<CustomerId>(id, out var customer) ? PolicyRoutes.Answer(await deeds.Say(customer, purpose, channel, given, evidence, text, who.Id, ct), Page(customer)) : TypedResults.NotFound());
        write.MapPost("/stop", async (string id, [FromForm] string? channel, CustomerDeeds deeds, ICurrentUser who, CancellationToken ct) =>
        {
            if (!IdText.TryRead<CustomerId>(id, out var customer)) return Results.NotFound();
            var set = await deeds.Suppress(customer, ContactChannels.All.Contains(channel) ? channel : null, SuppressionReason.Asked, who.Name, who.Id, ct);
            return PolicyRoutes.Answer(set, Page(customer));
        });
        write.MapPost("/links", async (string id, IContactLinks links, CancellationToken ct) =>
        {
            if (!IdText.TryRead<CustomerId>(id, out var customer)) return Results.NotFound();
            await links.Revoke(customer, ct);
            return Results.LocalRedirect(Page(customer) + "?revoked=1");
        });
    }
}
