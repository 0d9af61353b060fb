using Patron.Analytics.Base;
using Patron.Customers.Contracts;

namespace Patron.Insights.FindCustomers;

/// <summary>Buyers who may be no customers: test accounts, staff, the same person twice; and what outweighs all others.</summary>
/// <param name="Named">Buyers whose name, membership or form of relation says test or staff.</param>
/// <param name="Alike">Buyers who bear the name of another buyer of the same city.</param>
/// <param name="GreatestBasket">Micros of the greatest day of one buyer.</param>
/// <param name="GreatestSpent">Micros of the greatest buyer.</param>
/// <param name="Returned">Micros that came back, zero or above.</param>
internal sealed record OddBuyers(int Named, int Alike, long Revenue, long GreatestBasket, long GreatestSpent, double AnonymousShare, long Returned)
{
    public const string ByName = "named", ByLikeness = "alike";

    private static readonly string[] Words = ["test", "testing", "tester", "dummy", "staff", "employee", "employees"];

    /// <summary>In writing without blanks between words they count wherever they stand.</summary>
    private static readonly string[] Parts = ["테스트", "직원", "测试", "员工", "測試", "員工"];
    private static readonly char[] Between = [' ', '.', '-', '_', '(', ')', '[', ']', ',', '/', '+', '#', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    public static OddBuyers Of(CustomerBaseSnapshot snapshot, int[] buyers, DateOnly asOf)
    {
        var (summary, lines) = (snapshot.Summary(asOf.DayNumber), snapshot.Purchases);
        var (revenue, greatest, basket, returned) = (0L, 0L, 0L, 0L);
        foreach (var i in buyers)
        {
            revenue += summary.Spent[i];
            returned -= summary.Returned[i];
            greatest = Math.Max(greatest, summary.Spent[i]);
            // A day cannot bring more than the buyer did.
            if (summary.Spent[i] > basket) basket = Math.Max(basket, GreatestDay(lines, i, asOf.DayNumber));
        }
        var anonymous = 0L;
        for (var i = 0; i < snapshot.Size; i++)
            if (snapshot.Present.Get(i) && !snapshot.Known.Get(i)) anonymous += summary.Spent[i];
        return new(NamedSo(snapshot, buyers).Count(), AlikeIn(snapshot, buyers).Count(), revenue, basket, greatest, revenue + anonymous == 0 ? 0 : (double)anonymous / (revenue + anonymous), returned);
    }

    /// <summary>Those of the buyers whose name, membership or form of relation has a word for tests or staff in it.</summary>
    public static IEnumerable<int> NamedSo(CustomerBaseSnapshot snapshot, IEnumerable<int> buyers)
    {
        var (names, membership, level) = (snapshot[CustomerColumns.Name], Said(snapshot[CustomerColumns.Membership]), Said(snapshot[CustomerColumns.Level]));
        return buyers.Where(i => membership(i) || level(i) || IsOdd(names[i]));
    }

    /// <summary>Few words are said of many customers: each is looked at once.</summary>
    private static Func<int, bool> Said(CategoryColumn column)
    {
        bool[] odd = [.. Enumerable.Range(0, column.Dictionary.Count).Select(code => IsOdd(column.Dictionary.Name(code)))];
        return i => odd[column.Code(i)];
    }

    private static bool IsOdd(string? said) => !string.IsNullOrEmpty(said)
        && (said.Split(Between, StringSplitOptions.RemoveEmptyEntries).Any(w => Words.Contains(w, StringComparer.OrdinalIgnoreCase)) || Parts.Any(p => said.Contains(p, StringComparison.Ordinal)));

    /// <summary>Those of the buyers who bear a name that a buyer of the same city bore before them.</summary>
    public static IEnumerable<int> AlikeIn(CustomerBaseSnapshot snapshot, IEnumerable<int> buyers)
    {
        var (names, cities, seen) = (snapshot[CustomerColumns.Name], snapshot[CustomerColumns.City], new HashSet<(string, int)>());
        return buyers.Where(i => cities.Code(i) != 0 && names[i] is { Length: > 0 } name && !seen.Add((name.ToUpperInvariant(), cities.Code(i))));
    }

    private static long GreatestDay(PurchaseColumns lines, int customer, int asOf)
    {
        var (greatest, sum, day) = (0L, 0L, int.MinValue);
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= asOf; i++)
        {
            if (lines.Kind[i] != LineKind.Sale) continue;
            if (lines.Day[i] != day) (sum, day) = (0, lines.Day[i]);
            sum += lines.Amount[i];
            greatest = Math.Max(greatest, sum);
        }
        return greatest;
    }
}
