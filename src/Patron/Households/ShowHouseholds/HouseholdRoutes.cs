using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Households.FindHouseholds;
using Patron.Households.KeepHouseholds;
using Patron.Kernel;

namespace Patron.Households.ShowHouseholds;

internal static class HouseholdUrls
{
    public const string List = "/households";
    public const string Search = "/households/search";
    public const string New = "/households/new";

    /// <summary>In the query of a household's page: the change set that was just made; and the key of what was refused.</summary>
    public const string Done = "done", Refused = "refused", Add = "add";

    public static string One(HouseholdId id) => $"{List}/{id}";
    public static string Deed(HouseholdId id, string deed) => $"{List}/{id}/{deed}";
}

/// <summary>The deeds of a household's page: each ends on that page, which says what was done and offers Undo.</summary>
internal static class HouseholdRoutes
{
    public static void MapDeeds(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup(HouseholdUrls.List).RequirePermission(Permissions.WriteCustomers);
        write.MapPost("search", Look);
        write.MapPost("new", Begin);
        write.MapPost("{id}/confirm", (string id, [FromForm] string? name, HouseholdDeeds deeds, HouseholdReads reads, ICurrentUser who, CancellationToken ct) => On(id, reads, who, h => deeds.Confirm(h, name, who.Id, ct), ct));
        write.MapPost("{id}/refuse", (string id, HouseholdDeeds deeds, HouseholdReads reads, ICurrentUser who, CancellationToken ct) => On(id, reads, who, h => deeds.Refuse(h, who.Id, ct), ct));
        write.MapPost("{id}/name", (string id, [FromForm] string? name, HouseholdDeeds deeds, HouseholdReads reads, ICurrentUser who, CancellationToken ct) => On(id, reads, who, h => deeds.Name(h, name, who.Id, ct), ct));
        write.MapPost("{id}/take-out", TakeOut);
        write.MapPost("{id}/add", Add);
        write.MapPost("{id}/undo/{set}", Undo);
    }

    private static async Task<IResult> Look(Searches searches, ICurrentUser who, CancellationToken ct)
    {
        await searches.Soon(who.Id, ct);
        return TypedResults.LocalRedirect(HouseholdUrls.List);
    }

    private static async Task<IResult> Begin([FromForm] string? customer, HouseholdDeeds deeds, IVisibility visibility, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(customer, out var first) || !await visibility.Sees(first, who.Id, ct)) return TypedResults.NotFound();
        var begun = await deeds.Begin(first, who.Id, ct);
        return begun.Value is { } done ? Go(done.Household, done) : TypedResults.LocalRedirect(Web.Urls.Customer(first.ToString()));
    }

    private static Task<IResult> TakeOut(string id, [FromForm] string? customer, HouseholdDeeds deeds, HouseholdReads reads, ICurrentUser who, CancellationToken ct) =>
        On(id, reads, who, h => deeds.TakeOut(h, IdText.TryRead<CustomerId>(customer, out var one) ? one : default, who.Id, ct), ct);

    private static async Task<IResult> Add(string id, [FromForm] string? customer, HouseholdDeeds deeds, HouseholdReads reads, IVisibility visibility, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(customer, out var one) || !await visibility.Sees(one, who.Id, ct)) return TypedResults.NotFound();
        return await On(id, reads, who, h => deeds.Add(h, one, who.Id, ct), ct);
    }

    /// <summary>A household of which the user sees nobody is none for him.</summary>
    private static async Task<IResult> On(string id, HouseholdReads reads, ICurrentUser who, Func<HouseholdId, Task<Result<HouseholdChanged>>> deed, CancellationToken ct)
    {
        if (!IdText.TryRead<HouseholdId>(id, out var household) || await reads.One(household, who.Id, ct) is null) return TypedResults.NotFound();
        var result = await deed(household);
        return result.Refusal is HouseholdGone ? TypedResults.NotFound() : result.Refusal is { } refusal ? Refuse(household, refusal) : Go(household, result.Value!);
    }

    private static async Task<IResult> Undo(string id, string set, HouseholdDeeds deeds, HouseholdReads reads, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<HouseholdId>(id, out var household) || !IdText.TryRead<ChangeSetId>(set, out var change) || await reads.One(household, who.Id, ct) is null) return TypedResults.NotFound();
        var undone = await deeds.Undo(change, who.Id, ct);
        if (undone.Refusal is HouseholdGone) return TypedResults.NotFound();
        if (undone.Refusal is { } refusal) return Refuse(household, refusal);
        // Of one that a person had begun nothing is left.
        return TypedResults.LocalRedirect(await reads.One(household, who.Id, ct) is null ? HouseholdUrls.List : HouseholdUrls.One(household));
    }

    private static RedirectHttpResult Go(HouseholdId id, HouseholdChanged done) => TypedResults.LocalRedirect(done.Set is { } set ? $"{HouseholdUrls.One(id)}?{HouseholdUrls.Done}={set}" : HouseholdUrls.One(id));

    private static RedirectHttpResult Refuse(HouseholdId id, Refusal why) => TypedResults.LocalRedirect($"{HouseholdUrls.One(id)}?{HouseholdUrls.Refused}={why.Key["households.refused.".Length..]}");
}
