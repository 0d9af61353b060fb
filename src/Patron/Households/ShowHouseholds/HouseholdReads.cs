using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Households.ContributeColumns;
using Patron.Households.KeepHouseholds;
using Patron.Kernel;

namespace Patron.Households.ShowHouseholds;

/// <summary>What is asked of the list.</summary>
internal sealed record HouseholdAddress(string? Words, string? State, string Sort, int Page)
{
    public const string Search = "q", StateOf = "state", Order = "sort", PageOf = "page";
    public const string ByMembers = "members", BySpent = "spent", ByOrders = "orders", Refused = "refused";
    public const int PageSize = 25;

    public string SortKey => Sort.TrimStart('-');
    public bool Descending => Sort.StartsWith('-');

    public static HouseholdAddress Of(string? words, string? state, string? sort, string? page) => new(
        words?.Trim() is { Length: > 0 and <= 200 } typed ? typed : null,
        state is HouseholdColumns.Confirmed or HouseholdColumns.Suggested or Refused ? state : null,
        sort?.TrimStart('-') is ByMembers or BySpent or ByOrders ? sort : "-" + BySpent,
        int.TryParse(page, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 1_000_000 ? n : 1);
}

/// <param name="Name">How the customer is called; null where nothing is known.</param>
/// <param name="Spent">Micros of the organisation's currency.</param>
internal sealed record ShownMember(CustomerId Id, string? Name, string? LatinName, string? Language, string? Address, Verdict? Verdict, SharedBy? Shared, int Orders, long Spent);

/// <param name="Name">As a person named it.</param>
/// <param name="Left">Who was taken out, or refused.</param>
internal sealed record ShownHousehold(HouseholdId Id, string? Name, bool Confirmed, bool Refused, IReadOnlyList<ShownMember> Members, IReadOnlyList<ShownMember> Left)
{
    public long Spent => Members.Sum(m => m.Spent);
    public int Orders => Members.Sum(m => m.Orders);
}

/// <param name="Members">Of everybody whom the user may see.</param>
internal sealed record HouseholdTotals(HouseholdId Id, int Members, bool Confirmed, int Orders, long Spent);

/// <param name="Confirmed">Households in all, whatever is filtered.</param>
internal sealed record HouseholdList(IReadOnlyList<ShownHousehold> Rows, int Found, int Confirmed, int Suggested, int Refused, int Customers);

/// <summary>Reads households for pages: totals from the customer base, names from the database for those that are shown.</summary>
internal sealed class HouseholdReads(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, ICustomerReads customers, IVisibility visibility, IReckoningDay reckoning, TimeProvider clock)
{
    public async Task<HouseholdList> List(HouseholdAddress address, UserId? user, CancellationToken ct)
    {
        var (snapshot, asOf) = (customerBase.Current, reckoning.AsOf.DayNumber);
        var visible = visibility.Set(snapshot, user);
        var all = Totals(snapshot, visible, asOf);
        var refused = await Refused(ct);
        HouseholdId[] ids;
        int found;
        if (address.State == HouseholdAddress.Refused)
        {
            (ids, found) = ([.. refused.Skip((address.Page - 1) * HouseholdAddress.PageSize).Take(HouseholdAddress.PageSize)], refused.Count);
        }
        else
        {
            IEnumerable<HouseholdTotals> some = all.Values;
            if (address.State is { } state) some = some.Where(h => h.Confirmed == (state == HouseholdColumns.Confirmed));
            if (address.Words is { } words)
            {
                var named = Named(snapshot, words, visible);
                some = some.Where(h => named.Contains(h.Id.Value));
            }
            var matching = Sorted(some, address).ToArray();
            (ids, found) = ([.. matching.Skip((address.Page - 1) * HouseholdAddress.PageSize).Take(HouseholdAddress.PageSize).Select(h => h.Id)], matching.Length);
        }
        var rows = (await Shown(ids, user, ct)).ToDictionary(h => h.Id);
        return new([.. ids.Select(i => rows.GetValueOrDefault(i)).OfType<ShownHousehold>()], found, all.Values.Count(h => h.Confirmed), all.Values.Count(h => !h.Confirmed), refused.Count, all.Values.Sum(h => h.Members));
    }

    public async Task<ShownHousehold?> One(HouseholdId id, UserId? user, CancellationToken ct) => (await Shown([id], user, ct)).SingleOrDefault();

    /// <summary>The household of a customer that is confirmed, else the one that was found.</summary>
    public async Task<ShownHousehold?> Of(CustomerId customer, UserId? user, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var of = await Household.Of(session, customer, ct);
        return of.Count == 0 ? null : await Shown(of[0], user, ct);
    }

    /// <summary>Customers by words, for adding one: the first few.</summary>
    public async Task<IReadOnlyList<ShownMember>> Find(string words, UserId? user, int most, CancellationToken ct)
    {
        var (snapshot, hits) = (customerBase.Current, new List<CustomerId>());
        if (IdText.TryRead<CustomerId>(words.Trim(), out var id)) hits.Add(id);
        else
        {
            var found = snapshot.Select(new CustomerQuery.Search(words), visibility.Set(snapshot, user), reckoning.AsOf.DayNumber);
            hits.AddRange(found.Indexes().Take(most).Select(at => new CustomerId(snapshot.Ids[at])));
        }
        return await Members([.. hits.Select(h => new Member(h, null, null, null, default))], user, ct);
    }

    private async Task<IReadOnlyList<ShownHousehold>> Shown(IReadOnlyCollection<HouseholdId> ids, UserId? user, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var shown = new List<ShownHousehold>();
        foreach (var household in await Household.Read(session, ids, ct))
            if (await Shown(household, user, ct) is { } one) shown.Add(one);
        return shown;
    }

    /// <summary>Null where the user may see nobody of it.</summary>
    private async Task<ShownHousehold?> Shown(Household household, UserId? user, CancellationToken ct)
    {
        var members = await Members(household.All, user, ct);
        if (members.Count == 0) return null;
        return new(household.Id, household.Name, household.Confirmed, household.Refused, [.. members.Where(m => m.Verdict is null or Verdict.In)], [.. members.Where(m => m.Verdict is Verdict.Out or Verdict.Refused)]);
    }

    private async Task<IReadOnlyList<ShownMember>> Members(IReadOnlyList<Member> members, UserId? user, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        var (visible, bought) = (visibility.Set(snapshot, user), snapshot.Summary(reckoning.AsOf.DayNumber));
        var cards = await customers.Find([.. members.Select(m => m.Customer)], ct);
        var shown = new List<ShownMember>();
        foreach (var member in members)
        {
            // Who lies in the bin is in no household until they come back.
            if (!snapshot.TryIndex(member.Customer.Value, out var at) || (visible is not null && !visible.Get(at)) || !cards.TryGetValue(member.Customer, out var card)) continue;
            var g = card.Golden;
            shown.Add(new(member.Customer, CustomerName.Shown(g.Name, g.Company, g.Email, g.Phone), g.LatinName, g.Language, string.Join(", ", new[] { g.Street, g.Postal, g.City }.Where(p => p is not null)),
                member.Verdict, member.Shared, bought.Orders[at], bought.Spent[at] + bought.Returned[at]));
        }
        return [.. shown.OrderByDescending(m => m.Spent).ThenBy(m => m.Id.Value)];
    }

    private static Dictionary<long, HouseholdTotals> Totals(CustomerBaseSnapshot snapshot, Bitmap? visible, int asOf)
    {
        var (ids, states, bought, totals) = (snapshot[HouseholdColumns.Household], snapshot[HouseholdColumns.State], snapshot.Summary(asOf), new Dictionary<long, HouseholdTotals>());
        var seen = visible is null ? Bitmap.CopyOf(snapshot.Known) : Bitmap.CopyOf(snapshot.Known).And(visible);
        foreach (var at in seen.Indexes())
        {
            if (ids[at] is var id && id == NumberKey.Missing) continue;
            var sum = totals.GetValueOrDefault(id) ?? new(new(id), 0, false, 0, 0);
            totals[id] = new(sum.Id, sum.Members + 1, sum.Confirmed || states[at] == HouseholdColumns.Confirmed, sum.Orders + bought.Orders[at], sum.Spent + bought.Spent[at] + bought.Returned[at]);
        }
        return totals;
    }

    /// <summary>The households of which somebody is found by these words.</summary>
    private HashSet<long> Named(CustomerBaseSnapshot snapshot, string words, Bitmap? visible)
    {
        var ids = snapshot[HouseholdColumns.Household];
        return [.. snapshot.Select(new CustomerQuery.Search(words), visible, reckoning.AsOf.DayNumber).Indexes().Select(at => ids[at])];
    }

    private static IEnumerable<HouseholdTotals> Sorted(IEnumerable<HouseholdTotals> households, HouseholdAddress address)
    {
        Func<HouseholdTotals, long> key = address.SortKey switch { HouseholdAddress.ByMembers => h => h.Members, HouseholdAddress.ByOrders => h => h.Orders, _ => h => h.Spent };
        return (address.Descending ? households.OrderByDescending(key) : households.OrderBy(key)).ThenBy(h => h.Id.Value);
    }

    /// <summary>Those that were refused, the latest first; the base knows nothing of them.</summary>
    private async Task<IReadOnlyList<HouseholdId>> Refused(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.DecidedMembers.AsNoTracking().GroupBy(m => m.HouseholdId).Where(g => g.All(m => m.Verdict != Verdict.In) && g.Any(m => m.Verdict == Verdict.Refused))
            .Select(g => new { g.Key, At = g.Max(m => m.At) }).OrderByDescending(g => g.At).Select(g => g.Key).ToListAsync(ct);
    }
}
