using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Customers.RelationForm;

internal static class FormUrls
{
    public static string Page(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "form");
    public static string Remove(CustomerId customer, long agreement) => string.Create(CultureInfo.InvariantCulture, $"{Page(customer)}/agreements/{agreement}/remove");
}

/// <summary>Takes a contract or membership away; leads back to the page, with Undo.</summary>
internal static class FormRoutes
{
    public static void MapRelationForm(this IEndpointRouteBuilder app) => app.MapGroup(Urls.CustomerPart("{id}", "form")).RequirePermission(Permissions.WriteCustomers).MapPost("agreements/{agreement:long}/remove", Remove);

    private static async Task<IResult> Remove(string id, long agreement, FormDeeds deeds, IVisibility visibility, ICustomerBase customerBase, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !await visibility.Sees(customer, who.Id, ct)) return TypedResults.NotFound();
        var done = await deeds.Remove(customer, agreement, who.Id, ct);
        if (done.Refusal is not null) return TypedResults.NotFound();
        await customerBase.CatchUp(ct);
        return TypedResults.LocalRedirect(done.Value is { } set ? DeedUrls.Done(FormUrls.Page(customer), set) : FormUrls.Page(customer));
    }
}
