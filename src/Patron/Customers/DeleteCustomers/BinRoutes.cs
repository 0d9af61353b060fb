using Microsoft.AspNetCore.WebUtilities;
using Patron.Access.Contracts;
using Patron.Customers.ChangeMany;
using Patron.Customers.Contracts;
using Patron.Customers.ExportCustomers;
using Patron.Customers.FindCustomers;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Customers.DeleteCustomers;

/// <summary>To the bin and back: one customer from its page, those picked in a list, or all that match.</summary>
internal static class BinRoutes
{
    public static void MapBin(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup("").RequirePermission(Permissions.WriteCustomers);
        write.MapPost(Urls.DeleteCustomers, DeleteMany);
        write.MapPost(Urls.RestoreCustomers, RestoreMany);
        write.MapPost(Urls.CustomerPart("{id}", "delete"), (string id, DeletesMany deed, HttpContext http, IVisibility visibility, IManyChanges many, ICurrentUser who, CancellationToken ct) =>
            One(id, deed, inBin: false, http, visibility, many, who, ct));
        write.MapPost(Urls.CustomerPart("{id}", "restore"), (string id, RestoresMany deed, HttpContext http, IVisibility visibility, IManyChanges many, ICurrentUser who, CancellationToken ct) =>
            One(id, deed, inBin: true, http, visibility, many, who, ct));
    }

    private static async Task<IResult> DeleteMany(HttpContext http, DeletesMany deed, IFindsListed listed, IManyChanges many, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        var address = ListAddress.Of(await http.Request.ReadFormAsync(ct));
        var back = Urls.CustomersWith(address.With((CustomerExport.Picked, null), (CustomerExport.Everything, null), (ListAddress.Page, null), (ListAddress.Columns, null), (ListAddress.Fields, null)));
        if (!CustomerExport.IsPicked(address)) return ManyRoutes.Go(http, back);
        var customers = await listed.Ids(address.ToString(), anonymous: false, who.Id, sentences, ct);
        return ManyRoutes.Go(http, await many.Begin(deed, "", [.. customers.Select(c => c.Id)], who.Id!.Value, ct), back);
    }

    private static async Task<IResult> RestoreMany(HttpContext http, RestoresMany deed, BinList bin, IManyChanges many, ICurrentUser who, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var address = BinAddress.Of(form[BinAddress.Search], null, null);
        var back = address.Words is { } words ? QueryHelpers.AddQueryString(Urls.Bin, BinAddress.Search, words) : Urls.Bin;
        IReadOnlyCollection<CustomerId> customers = await bin.Ids(address.Words, who.Id, ct);
        if (form[CustomerExport.Everything] != "true")
        {
            var picked = form[CustomerExport.Picked].Select(text => IdText.TryRead<CustomerId>(text, out var id) ? id : default).ToHashSet();
            customers = [.. customers.Where(picked.Contains)];
        }
        return customers.Count == 0 ? ManyRoutes.Go(http, back) : ManyRoutes.Go(http, await many.Begin(deed, "", customers, who.Id!.Value, ct), back);
    }

    /// <summary>The customer's page stays where it was: it says that it lies in the bin, and offers the way back.</summary>
    private static async Task<IResult> One(string id, IManyDeed deed, bool inBin, HttpContext http, IVisibility visibility, IManyChanges many, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !await visibility.Sees(customer, who.Id, ct, inBin)) return TypedResults.NotFound();
        var begun = await many.Begin(deed, "", [customer], who.Id!.Value, ct);
        return begun.Ended ? ManyRoutes.Go(http, Urls.Customer(id)) : ManyRoutes.Go(http, begun, Urls.Customer(id));
    }
}
