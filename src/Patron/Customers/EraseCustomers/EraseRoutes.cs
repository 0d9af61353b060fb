using Patron.Data.Erasing;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Customers.EraseCustomers;

internal static class EraseUrls
{
    public const string List = Urls.Erasures;

    public static string Erase(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "erase");
    public static string Proof(string id) => $"{List}/{id}";
    public static string File(string id) => $"{List}/{id}/proof.json";
}

internal static class EraseRoutes
{
    public static void MapErase(this IEndpointRouteBuilder app) => app.MapGet(EraseUrls.File("{id}"), File).RequirePermission(Permissions.EraseCustomers);

    /// <summary>The bytes that the digest is reckoned over.</summary>
    private static async Task<IResult> File(string id, IErasures erasures, CancellationToken ct) =>
        IdText.TryRead<JobId>(id, out var job) && await erasures.Find(job, ct) is { } proof
            ? TypedResults.File(System.Text.Encoding.UTF8.GetBytes(proof.Json), "application/json", $"erasure-{id}.json") : TypedResults.NotFound();
}
