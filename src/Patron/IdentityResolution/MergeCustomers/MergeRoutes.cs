using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.SplitCustomers;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;
using Patron.Web;

namespace Patron.IdentityResolution.MergeCustomers;

/// <summary>The addresses of the merge: whom it concerns stands in them, what was chosen in the form.</summary>
internal static class MergeRoutes
{
    public const string Page = "/customers/merge", Deed = Page + "/do";

    /// <summary>Names in the query: those picked, all that a list shows, the words somebody is looked for by, and that a choice could not be kept.</summary>
    public const string Picked = "id", Everything = "everything", Words = "find", Again = "again";

    /// <summary>Names of the form's radio buttons begin so; the field follows.</summary>
    private const string Choice = "choose.";

    public static void MapMerge(this IEndpointRouteBuilder app) => app.MapPost(Deed, Merge).RequirePermission(Permissions.JoinRecords);

    public static string With(params IEnumerable<CustomerId> customers) => $"{Page}?{string.Join('&', customers.Select(c => $"{Picked}={c}"))}";

    public static string NameOf(MergedField field) => Choice + (field.Custom ? GoldenValues.CustomPrefix : "") + field.Field;

    private static async Task<IResult> Merge(HttpContext http, Merges merges, ICustomers customers, ICurrentUser who, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var chosen = new List<CustomerId>();
        foreach (var text in form[Picked].Take(Merges.Most))
        {
            if (!IdText.TryRead<CustomerId>(text, out var id)) return TypedResults.NotFound();
            // Asked twice, the second time some of them are part of another already.
            if (await customers.Resolve(id, ct) is not { } home || !await SplitRoutes.Sees(http, home)) return TypedResults.NotFound();
            chosen.Add(id);
        }
        var done = await merges.Merge(chosen, Choices(form), who.Id, ct);
        if (done.Value is { } outcome) return TypedResults.LocalRedirect(SplitRoutes.Shown(outcome.Survivor, outcome.Set));
        if (done.Refusal is MergeOneAlready) return TypedResults.LocalRedirect(Urls.Customer((await customers.Resolve(chosen[0], ct) ?? chosen[0]).ToString()));
        // The page asks anew, and says what stands in the way.
        return TypedResults.LocalRedirect(With(chosen) + (done.Refusal is MergeValueGone ? $"&{Again}=1" : ""));
    }

    /// <summary>What was chosen in the form; where nothing was, the rules decide.</summary>
    private static IReadOnlyList<MergeChoice> Choices(IFormCollection form) =>
    [
        .. from field in form
           where field.Key.StartsWith(Choice, StringComparison.Ordinal) && field.Value is [{ Length: > 0 }]
           let name = field.Key[Choice.Length..]
           let custom = name.StartsWith(GoldenValues.CustomPrefix, StringComparison.Ordinal)
           select new MergeChoice(custom ? name[GoldenValues.CustomPrefix.Length..] : name, custom, field.Value[0]!),
    ];
}
