using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Workday.ShowDay;

/// <summary>The number beside My day: what is due or overdue. Registered for each request, since it is each user's own.</summary>
internal sealed class DayCount(MyDay day, ICurrentUser who) : INavigationCount
{
    public string Href => WorkdayUrls.Day;
    public string Key => "workday.day.count";
    public string? Live => WorkdayUrls.Count;

    public async Task<int> Of(CancellationToken ct) => who.Id is { } user ? await day.Count(user, ct) : 0;
}

internal static class DayRoutes
{
    /// <summary>GET /day/count: the number alone, asked for while a page stays open.</summary>
    public static void MapDayCount(this IEndpointRouteBuilder app) => app.MapGet(WorkdayUrls.Count, async (MyDay day, ICurrentUser who, Kernel.Texts.Sentences text, CancellationToken ct) =>
        Results.Text(await day.Count(who.Id!.Value, ct) is > 0 and var n ? text.Formats.Number((long)n) : "", "text/html")).RequirePermission(Permissions.ReadCustomers);
}
