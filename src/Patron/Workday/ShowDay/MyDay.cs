using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Forms;
using Patron.Workday.Contracts;

namespace Patron.Workday.ShowDay;

/// <param name="Users">Whose day it is.</param>
/// <param name="Team">Of a team's day; null of a person's.</param>
internal sealed record DayOf(IReadOnlyList<UserId> Users, Team? Team);

/// <param name="Groups">In the order of <see cref="DayGroup"/>; those without items are not among them.</param>
internal sealed record Day(IReadOnlyList<(DayGroup Group, IReadOnlyList<DayItem> Items)> Groups, TimeZoneInfo Zone, DateOnly Today)
{
    public int Of(DayGroup group) => Groups.FirstOrDefault(g => g.Group == group).Items?.Count ?? 0;
}

/// <summary>Puts together what the rooms have for somebody today. Whom to call is suggested only where nobody has talked with them lately, or will.</summary>
internal sealed class MyDay(
    IEnumerable<IDayItems> sources, IEnumerable<IKnowsContacts> contacts, ITeams teams, ICustomerBase customerBase, IVisibility visibility, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    private const int Most = 100, MostCalls = 10;
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    public async Task<Day> Of(DayOf whose, UserId? viewer, Sentences sentences, CancellationToken ct)
    {
        TimeZoneInfo zone;
        await using (var db = await contexts.CreateDbContextAsync(ct)) zone = (await db.Organisation(ct)).Zone;
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var all = await teams.All(ct);
        TeamId[] queues = whose.Team is { } team ? [team.Id] : [.. whose.Users.Select(u => all.Of(u)?.Id).OfType<TeamId>().Distinct()];
        var led = whose.Team is null && whose.Users is [var one] && one == viewer ? all.LedBy(one) : [];
        var scope = new DayScope(whose.Users, queues, led, now, LocalTimes.Midnight(today.AddDays(1), zone), Most, sentences);
        var items = new List<DayItem>();
        foreach (var source in sources) items.AddRange(await source.For(scope, ct));
        var seen = await Seen(items, viewer, now, ct);
        return new([.. seen.GroupBy(i => i.Group).OrderBy(g => g.Key).Select(g =>
            (g.Key, (IReadOnlyList<DayItem>)[.. g.OrderByDescending(i => i.Rank).ThenBy(i => i.At).Take(g.Key == DayGroup.Call ? MostCalls : Most)]))], zone, today);
    }

    /// <summary>How many are due or overdue until the end of today, for the number beside the navigation.</summary>
    public async Task<int> Count(UserId user, CancellationToken ct)
    {
        TimeZoneInfo zone;
        await using (var db = await contexts.CreateDbContextAsync(ct)) zone = (await db.Organisation(ct)).Zone;
        var tomorrow = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime).AddDays(1);
        var count = 0;
        foreach (var source in sources) count += await source.Count([user], LocalTimes.Midnight(tomorrow, zone), ct);
        return count;
    }

    /// <summary>Without customers whom the viewer may not see or who are gone, and without suggestions to call somebody who is in touch.</summary>
    private async Task<IEnumerable<DayItem>> Seen(List<DayItem> items, UserId? viewer, DateTimeOffset now, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        var set = visibility.Set(snapshot, viewer);
        bool MaySee(CustomerId customer) => set is null || (snapshot.TryIndex(customer.Value, out var at) && set.Get(at));
        items.RemoveAll(i => i.Customer is { } customer && !MaySee(customer));
        CustomerId[] suggested = [.. items.Where(i => i.Group == DayGroup.Call).Select(i => i.Customer).OfType<CustomerId>().Distinct()];
        if (suggested.Length == 0) return items;
        var inTouch = items.Where(i => i.Group != DayGroup.Call).Select(i => i.Customer).OfType<CustomerId>().ToHashSet();
        foreach (var room in contacts) inTouch.UnionWith(await room.InTouch(suggested, now - Lately, ct));
        return items.Where(i => i.Group != DayGroup.Call || !inTouch.Contains(i.Customer!.Value));
    }
}
