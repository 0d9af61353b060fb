using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Customers.ShowCustomer;

/// <summary>GET /customers/{id}/timeline?show=KIND&amp;before=MICROSECONDS-ID: a page of the timeline as a fragment.</summary>
internal static class TimelineRoutes
{
    public static void MapTimeline(this IEndpointRouteBuilder app) => app.MapGet("/customers/{id}/timeline", Show).RequirePermission(Permissions.ReadCustomers);

    /// <param name="show">One of the kinds of the timeline; null for all.</param>
    public static string Url(CustomerId customer, string? show, TimelinePoint? before) => string.Create(CultureInfo.InvariantCulture,
        $"{Urls.CustomerPart(customer.ToString(), "timeline")}?show={show}{(before is { } point ? "&before=" + Word(point) : "")}");

    /// <summary>A point in an address.</summary>
    public static string Word(TimelinePoint point) => string.Create(CultureInfo.InvariantCulture, $"{Instants.ToMicroseconds(point.At)}-{point.Id}");

    /// <summary>What <see cref="Word"/> wrote; null for anything else.</summary>
    public static TimelinePoint? Point(string? word) => word?.Split('-') is [var instant, var number]
        && long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= Instants.ToMicroseconds(DateTimeOffset.MaxValue)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new(Instants.FromMicroseconds(at), id) : null;

    private static async Task<IResult> Show(string id, string? show, string? before, IVisibility visibility, ICurrentUser who, CancellationToken ct) =>
        IdText.TryRead<CustomerId>(id, out var customer) && await visibility.Sees(customer, who.Id, ct)
            ? new RazorComponentResult<TimelineEntries>(new { Customer = customer, Show = string.IsNullOrEmpty(show) ? null : show, Before = Point(before) })
            : TypedResults.NotFound();
}
