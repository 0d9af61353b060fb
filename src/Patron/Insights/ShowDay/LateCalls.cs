using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Insights.FindCustomers;
using Patron.Insights.ReckonInsights;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;
using Patron.Workday.Contracts;

namespace Patron.Insights.ShowDay;

/// <summary>Whom to call and why now: the best spenders who are later than their own rhythm lets expect, one's own or nobody's.</summary>
internal sealed class LateCalls(ICustomerBase customerBase, IReckoningDay day, NumbersCache cache, TimeProvider clock) : IDayItems
{
    /// <summary>Some of them are in touch already, and fall out.</summary>
    private const int Offered = 60;

    /// <summary>Rhythms are of days: reckoning them anew for each change of the base would make everybody wait for nothing.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private sealed record Kept(CustomerBaseSnapshot Snapshot, IReadOnlyList<LateBuyer> Late, DateOnly AsOf, DateTimeOffset Until);

    private volatile Kept? kept;

    public Task<IReadOnlyList<DayItem>> For(DayScope scope, CancellationToken ct)
    {
        var now = Now();
        var (owner, ids) = (now.Snapshot[CustomerColumns.Owner], scope.Users.Select(u => u.ToString()).ToHashSet(StringComparer.Ordinal));
        var mine = now.Late.Where(l => owner[l.Index] is not { Length: > 0 } whose || ids.Contains(whose)).Take(Offered);
        return Task.FromResult<IReadOnlyList<DayItem>>([.. mine.Select(l => Item(l, now.Snapshot, scope.Sentences))]);
    }

    private Kept Now()
    {
        var asOf = day.AsOf;
        if (kept is { } known && known.AsOf == asOf && clock.GetUtcNow() < known.Until) return known;
        var snapshot = customerBase.Current;
        return kept = new(snapshot, cache.Of(snapshot, null, asOf, cache.Organisation().LostAfterDays).Late, asOf, clock.GetUtcNow() + Fresh);
    }

    private DayItem Item(LateBuyer late, CustomerBaseSnapshot snapshot, Sentences text)
    {
        var customer = new CustomerId(snapshot.Ids[late.Index]);
        return new(DayGroup.Call, customer, "phone", text.Get("insights.day.late", new { n = late.DaysLate }),
            text.Get("insights.day.why", new { every = Math.Max(1, (int)Math.Round(late.Every)), silent = late.Silent, spent = text.Formats.MoneyShort(late.Spent, cache.Organisation().Currency) }), null, late.Spent, null,
            [
                new(text["insights.day.log"], Urls.CustomerPart(customer.ToString(), "contacts/new"), Post: false, "l"),
                new(text["insights.day.task"], Urls.CustomerPart(customer.ToString(), "tasks/new"), Post: false, "t"),
                new(text["insights.day.open"], Urls.Customer(customer.ToString()), Post: false, "o"),
            ]);
    }
}
