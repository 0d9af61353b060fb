using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Customers.Relations;

internal static class RelationUrls
{
    /// <summary>In the query of the page: the change set just made, the word of a refusal, words to find somebody by.</summary>
    public const string Done = "done", Refused = "refused", Find = "find";

    /// <summary>Behind a kind in a form: it goes from the second to the first.</summary>
    public const string Reversed = "-by";

    public static string Page(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "relations");
    public static string Set(CustomerId customer) => Page(customer) + "/set";
    public static string Remove(CustomerId customer) => Page(customer) + "/remove";
    public static string Undo(CustomerId customer, ChangeSetId set) => $"{Page(customer)}/{set}/undo";
}

/// <summary>The deeds of the page about relations: each ends there, with Undo.</summary>
internal static class RelationRoutes
{
    public static void MapRelations(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup(Urls.CustomerPart("{id}", "relations")).RequirePermission(Permissions.WriteCustomers);
        write.MapPost("set", (string id, [FromForm] string? from, [FromForm] string? to, [FromForm] string? kind, [FromForm] string? role, [FromForm] string? buying, RelationDeeds deeds, IVisibility visibility, ICustomerBase customerBase, ICurrentUser who, CancellationToken ct) =>
            Change(id, from, to, kind, visibility, customerBase, who, (f, t, k) => deeds.Set(f, t, k, role, who.Id, ct, Enum.TryParse<BuyingRole>(buying, out var part) && Enum.IsDefined(part) ? part : null), ct));
        write.MapPost("remove", (string id, [FromForm] string? from, [FromForm] string? to, [FromForm] string? kind, RelationDeeds deeds, IVisibility visibility, ICustomerBase customerBase, ICurrentUser who, CancellationToken ct) =>
            Change(id, from, to, kind, visibility, customerBase, who, (f, t, k) => deeds.Remove(f, t, k, who.Id, ct), ct));
        write.MapPost("{set}/undo", Undo);
    }

    /// <summary>Both must be somebody whom the user may see.</summary>
    private static async Task<IResult> Change(
        string id, string? from, string? to, string? kind, IVisibility visibility, ICustomerBase customerBase, ICurrentUser who, Func<CustomerId, CustomerId, RelationKind, Task<Result<ChangeSetId?>>> deed, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<CustomerId>(from, out var one) || !IdText.TryRead<CustomerId>(to, out var other)
            || !Enum.TryParse<RelationKind>(kind?.Replace(RelationUrls.Reversed, "", StringComparison.Ordinal), out var of) || !of.IsBetweenCustomers
            || !await visibility.Sees(customer, who.Id, ct) || !await visibility.Sees(one, who.Id, ct) || !await visibility.Sees(other, who.Id, ct)) return TypedResults.NotFound();
        var done = kind!.EndsWith(RelationUrls.Reversed, StringComparison.Ordinal) ? await deed(other, one, of) : await deed(one, other, of);
        if (done.Refusal is { } refusal) return Refuse(customer, refusal);
        await customerBase.CatchUp(ct);
        return TypedResults.LocalRedirect(done.Value is { } set ? $"{RelationUrls.Page(customer)}?{RelationUrls.Done}={set}" : RelationUrls.Page(customer));
    }

    private static async Task<IResult> Undo(string id, string set, RelationDeeds deeds, IVisibility visibility, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<ChangeSetId>(set, out var change) || !await visibility.Sees(customer, who.Id, ct)) return TypedResults.NotFound();
        return (await deeds.Undo(change, who.Id, ct)).Refusal switch { NoSuchRelation => TypedResults.NotFound(), { } refusal => Refuse(customer, refusal), null => TypedResults.LocalRedirect(RelationUrls.Page(customer)) };
    }

    private static Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult Refuse(CustomerId customer, Refusal why) => TypedResults.LocalRedirect($"{RelationUrls.Page(customer)}?{RelationUrls.Refused}={why.Key["customers.relation.refused.".Length..]}");
}
