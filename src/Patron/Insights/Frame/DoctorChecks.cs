using Patron.Analytics.Base;
using Patron.Analytics.Buying;
using Patron.Insights.FindCustomers;

namespace Patron.Insights.Frame;

/// <summary>Checks that several methods share.</summary>
internal static class DoctorChecks
{
    /// <summary>The finding of <see cref="Customers"/>.</summary>
    public const string FewCustomers = "customers";

    private const double GiantBasket = 0.05, GiantCustomer = 0.1, MostAnonymous = 0.2, MostReturned = 0.15, MostFalse = 0.01;
    private const int EarlyDays = 90, LeastInHalf = 50;
    private const double Surely = 3, Notable = 0.2;

    /// <summary>Fewer than <paramref name="few"/> give doubtful numbers, fewer than <paramref name="least"/> none.</summary>
    public static DoctorFinding Customers(int n, int least, int few) =>
        DoctorFinding.Of(FewCustomers, n < least ? Trust.NotHere : n < few ? Trust.WithCare : Trust.Reliable, ("n", n), ("few", few));

    /// <summary>
    /// Did those who came later behave as those who came before? Compared is who bought again within 90 days, among the earlier and the later half of first purchases
    /// that lie far enough back; told where the two proportions differ by a fifth and by three standard errors.
    /// </summary>
    public static IEnumerable<DoctorFinding> Drift(BuyingDays days, int asOf)
    {
        var firsts = Enumerable.Range(0, days.Customers).Where(c => days.DaysOf(c) is [var first, ..] && first + EarlyDays <= asOf)
            .Select(c => (First: days.DaysOf(c)[0], Again: days.DaysOf(c) is [var one, var two, ..] && two - one <= EarlyDays)).OrderBy(c => c.First).ToArray();
        var half = firsts.Length / 2;
        if (half < LeastInHalf) yield break;
        var (before, after) = ((double)firsts.Take(half).Count(c => c.Again) / half, (double)firsts.Skip(half).Count(c => c.Again) / (firsts.Length - half));
        var pooled = (double)firsts.Count(c => c.Again) / firsts.Length;
        var error = Math.Sqrt(pooled * (1 - pooled) * (1.0 / half + 1.0 / (firsts.Length - half)));
        var drifted = error > 0 && Math.Abs(after - before) > Surely * error && Math.Abs(after - before) > Notable * before;
        yield return DoctorFinding.Of(drifted ? "drift" : "no-drift", drifted ? Trust.WithCare : Trust.Reliable, ("before", before), ("after", after), ("days", EarlyDays));
    }

    /// <summary>What does not belong among customers or outweighs them: one giant basket or buyer, tests, staff, likely duplicates, sales without a person, many returns.</summary>
    public static IEnumerable<DoctorFinding> FalseSamples(CustomerBaseSnapshot snapshot, int[] buyers, DateOnly asOf)
    {
        var odd = OddBuyers.Of(snapshot, buyers, asOf);
        if (odd.Revenue <= 0) yield break;
        var (basket, buyer) = ((double)odd.GreatestBasket / odd.Revenue, (double)odd.GreatestSpent / odd.Revenue);
        yield return basket > GiantBasket ? DoctorFinding.Of("giant-basket", Trust.WithCare, ("share", basket))
            : buyer > GiantCustomer ? DoctorFinding.Of("giant-customer", Trust.WithCare, ("share", buyer))
            : DoctorFinding.Of("no-giant", Trust.Reliable, ("share", basket));
        yield return DoctorFinding.Of("false-samples", odd.Named + odd.Alike > MostFalse * buyers.Length ? Trust.WithCare : Trust.Reliable, ("named", odd.Named), ("alike", odd.Alike));
        yield return DoctorFinding.Of("anonymous", odd.AnonymousShare > MostAnonymous ? Trust.WithCare : Trust.Reliable, ("share", odd.AnonymousShare));
        var returned = (double)odd.Returned / odd.Revenue;
        if (returned > MostReturned) yield return DoctorFinding.Of("returns", Trust.WithCare, ("share", returned));
    }
}
