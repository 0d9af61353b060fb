using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Insights.FindCustomers;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ShowChurn;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;
using Patron.Workday.Contracts;

namespace Patron.Insights.ShowDay;

/// <summary>Whom to call and why now: the best spenders who are later than their own rhythm lets expect, then who is on the week's list of warnings; one's own or nobody's.</summary>
internal sealed class LateCalls(ICustomerBase customerBase, IReckoningDay day, NumbersCache cache, WarningBook warnings, TimeProvider clock) : IDayItems
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
        var mine = now.Late.Where(l => IsMine(l.Index)).Take(Offered).ToArray();
        var late = mine.Select(l => now.Snapshot.Ids[l.Index]).ToHashSet();
        // Whoever is late and a best spender is named once, as that.
        var warned = warnings.Latest.Values.Where(w => !late.Contains(w.CustomerId.Value) && now.Snapshot.TryIndex(w.CustomerId.Value, out var index) && IsMine(index))
            .OrderByDescending(w => w.Value).Take(Offered);
        return Task.FromResult<IReadOnlyList<DayItem>>([.. mine.Select(l => Item(l, now.Snapshot, scope.Sentences)), .. warned.Select(w => Item(w, scope.Sentences))]);

        bool IsMine(int index) => owner[index] is not { Length: > 0 } whose || ids.Contains(whose);
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
            text.Get("insights.day.why", new { every = Math.Max(1, (int)Math.Round(late.Every)), silent = late.Silent, spent = text.Formats.MoneyShort(late.Spent, cache.Organisation().Currency) }), null, late.Spent, null, Deeds(customer, text));
    }

    private DayItem Item(ChurnWarning warning, Sentences text) => new(DayGroup.Call, warning.CustomerId, "phone", text.Get("insights.day.warning", new { reasons = WarningWords.Short(text, warning.Reasons) }),
        text.Get("insights.day.warning.why", new { why = WarningWords.Why(text, warning), value = text.Formats.MoneyShort(warning.Value, cache.Organisation().Currency) }),
        null, warning.Value, null, Deeds(warning.CustomerId, text));

    private static DayDeed[] Deeds(CustomerId customer, Sentences text) =>
    [
        new(text["insights.day.log"], Urls.CustomerPart(customer.ToString(), "contacts/new"), Post: false, "l"),
        new(text["insights.day.task"], Urls.CustomerPart(customer.ToString(), "tasks/new"), Post: false, "t"),
        new(text["insights.day.open"], Urls.Customer(customer.ToString()), Post: false, "o"),
    ];
}
