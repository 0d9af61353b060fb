using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Customers.ShowCustomer;

/// <summary>GET /customers/{id}/timeline?show=KIND&amp;before=MICROSECONDS: a page of the timeline as a fragment.</summary>
internal static class TimelineRoutes
{
    public static void MapTimeline(this IEndpointRouteBuilder app) => app.MapGet("/customers/{id}/timeline", Show).RequirePermission(Permissions.ReadCustomers);

    /// <param name="show">One of the kinds of the timeline; null for all.</param>
    public static string Url(CustomerId customer, string? show, long? before) => string.Create(CultureInfo.InvariantCulture,
        $"{Urls.CustomerPart(customer.ToString(), "timeline")}?show={show}{(before is null ? "" : "&before=")}{before}");

    public static DateTimeOffset? Instant(string? microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= Instants.ToMicroseconds(DateTimeOffset.MaxValue) ? Instants.FromMicroseconds(at) : null;

    private static async Task<IResult> Show(string id, string? show, string? before, IVisibility visibility, ICurrentUser who, CancellationToken ct) =>
        IdText.TryRead<CustomerId>(id, out var customer) && await visibility.Sees(customer, who.Id, ct)
            ? new RazorComponentResult<TimelineEntries>(new { Customer = customer, Show = string.IsNullOrEmpty(show) ? null : show, Before = Instant(before) })
            : TypedResults.NotFound();
}
