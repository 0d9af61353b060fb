using Patron.Analytics.Base;
using Patron.Analytics.Buying;
using Patron.Customers.Contracts;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;
using Patron.Insights.ReckonBought;
using Patron.Insights.ReckonClusters;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ShowBought;
using Patron.Insights.ShowBucket;
using Patron.Insights.ShowLoyal;
using Patron.Insights.WarnOfChurn;

namespace Patron.Tests.Insights.Frame;

/// <summary>Each thing that the doctor looks for, in data that have it and in the same data without it.</summary>
public sealed class DoctorTests
{
    private const int Customers = 600;
    private static readonly DateOnly End = MadeShop.End;
    private static readonly List<PurchaseLine>[] Bought = [.. MadeShop.Lines(Customers, 7)];
    private static readonly Lazy<DoctorVerdict> Sound = new(() => Verdict(Shop()));

    private static CustomerBaseSnapshot Shop(Func<int, CustomerRow, CustomerRow>? change = null, params CustomerRow[] more) =>
        StillBase.Of([.. Bought.Select((lines, n) => change is null ? Row(n, lines) : change(n, Row(n, lines))), .. more]);

    private static CustomerRow Row(int n, IReadOnlyList<PurchaseLine> lines) => new CustomerRow(n + 1, true).Text(CustomerColumns.Name, $"Customer {Letters(n)}").Lines(lines);

    private static string Letters(int n) => $"{(char)('a' + n / 26)}{(char)('a' + n % 26)}";

    /// <summary>One model is enough: what is looked at hangs on none.</summary>
    private static DoctorVerdict Verdict(CustomerBaseSnapshot shop, LifetimeSettings? settings = null) => LifetimeReckoning.Fit(shop, End, (settings ?? LifetimeSettings.Default) with { Model = "bgnbd" }).Verdict;

    private static string[] Careful(DoctorVerdict verdict) => [.. verdict.Findings.Where(f => f.Level != Trust.Reliable).Select(f => f.Name).Order()];

    /// <summary>What is said of these data and not of the sound ones.</summary>
    private static string[] Added(DoctorVerdict verdict) => [.. Careful(verdict).Except(Careful(Sound.Value))];

    private static DoctorFinding Finding(DoctorVerdict verdict, string name) => verdict.Findings.Single(f => f.Name == name);

    [Theory, InlineData(0, Trust.NotHere), InlineData(29, Trust.NotHere), InlineData(30, Trust.WithCare), InlineData(499, Trust.WithCare), InlineData(500, Trust.Reliable)]
    public void So_many_customers_are_needed(int n, Trust level) => Assert.Equal(level, DoctorChecks.Customers(n, 30, 500).Level);

    [Fact]
    public void Sound_data_pass_every_check()
    {
        Assert.Equal(Trust.Reliable, Finding(Sound.Value, "customers").Level);
        Assert.Superset(new HashSet<string> { "customers", "repeaters", "weeks", "uncorrelated", "no-drift", "no-giant", "false-samples", "anonymous" }, Sound.Value.Findings.Where(f => f.Level == Trust.Reliable).Select(f => f.Name).ToHashSet());
    }

    [Theory, InlineData(9, Trust.NotHere), InlineData(10, Trust.WithCare), InlineData(99, Trust.WithCare), InlineData(100, Trust.Reliable)]
    public void So_many_repeat_buyers_are_needed(int repeaters, Trust level)
    {
        var shop = StillBase.Of(Enumerable.Range(0, Customers).Select(n => Row(n, [.. Enumerable.Range(0, n < repeaters ? 2 : 1).Select(order => StillBase.Sale(order + 1, MadeShop.Start.AddDays(n % 200 + 40 * order), 10 + n % 7))])));
        var result = LifetimeReckoning.Fit(shop, End, LifetimeSettings.Default with { Model = "bgnbd" });
        Assert.Equal(level, Finding(result.Verdict, "repeaters").Level);
        // What is refused is told of nobody.
        Assert.Equal(level == Trust.NotHere, result.Whole is null);
    }

    [Fact]
    public void One_giant_basket_outweighs_the_others() =>
        Assert.Equal(["giant-basket"], Added(Verdict(Shop((n, row) => n == 5 ? row.Lines([.. Bought[5], StillBase.Sale(900, End.AddDays(-5), 40_000)]) : row))));

    [Fact]
    public void One_giant_customer_outweighs_the_others()
    {
        var often = Enumerable.Range(0, 250).Select(n => StillBase.Sale(900 + n, MadeShop.Start.AddDays(2 * n), 400));
        var found = Added(Verdict(Shop((n, row) => n == 5 ? row.Lines([.. often]) : row)));
        Assert.Contains("giant-customer", found);
        Assert.DoesNotContain("giant-basket", found);
    }

    [Fact]
    public void Spend_that_grows_with_frequency_is_told_where_spend_is_modelled_apart()
    {
        var shop = Shop((n, row) => row.Lines([.. Bought[n].Select(l => l with { Amount = (long)Bought[n].Count * Bought[n].Count * Patron.Kernel.Micros.PerUnit + l.Amount / 50 })]));
        Assert.Contains("correlated", Added(Verdict(shop)));
        Assert.True(Finding(Verdict(shop), "correlated").Numbers["r"] > .3);
    }

    [Fact]
    public void Purchases_of_no_amount_and_of_one_amount_tell_nothing_of_spend()
    {
        Assert.Contains("no-spend", Added(Verdict(Shop((n, row) => row.Lines([.. Bought[n].Select(l => l with { Amount = 0 })])))));
        foreach (var amount in (long[])[10_000_000, 10_100_000, 333_333])
            Assert.Contains("spend-alike", Added(Verdict(Shop((n, row) => row.Lines([.. Bought[n].Select(l => l with { Amount = amount })])))));
    }

    [Fact]
    public void Customers_who_behave_otherwise_than_those_before_them_are_told()
    {
        // Of the early half every second comes again within 90 days, of the later half every eighth.
        DoctorFinding Drift(int every) => DoctorChecks.Drift(Days(400, n => n < 200 ? n % 2 == 0 : n % every == 0), End.DayNumber).Single();
        Assert.Equal(("drift", Trust.WithCare), (Drift(8).Name, Drift(8).Level));
        Assert.Equal((.5, .125), (Drift(8).Numbers["before"], Drift(8).Numbers["after"]));
        Assert.Equal("no-drift", Drift(2).Name);
        // Too few to tell, and those whose 90 days are not over do not count.
        Assert.Empty(DoctorChecks.Drift(Days(98, n => n < 49), End.DayNumber));
        Assert.Empty(DoctorChecks.Drift(Days(400, n => n < 200), MadeShop.Start.AddDays(120).DayNumber));
    }

    [Fact]
    public void Who_is_called_lost_and_comes_back_was_called_so_too_early()
    {
        DoctorVerdict Of(int lostAfter, int every, int times)
        {
            var shop = StillBase.Of(Enumerable.Range(0, 300).Select(n => Row(n, [.. Enumerable.Range(0, times).Select(k => StillBase.Sale(k + 1, MadeShop.Start.AddDays(n % 100 + every * k), 10))])));
            var asOf = MadeShop.Start.AddDays(500);
            return BucketDoctor.Examine(shop, [.. shop.Known.Indexes()], BaseNumbers.Reckon(shop, null, asOf, lostAfter), asOf);
        }
        Assert.Contains("bucket-early", Careful(Of(lostAfter: 90, every: 110, times: 5)));
        Assert.DoesNotContain("bucket-early", Careful(Of(lostAfter: 120, every: 110, times: 5)));
        Assert.Equal(Trust.Reliable, Finding(Of(lostAfter: 90, every: 110, times: 1), "bucket-gone").Level);
        // No month began late enough for anybody to be lost before it.
        Assert.Equal(Trust.NotHere, Finding(Of(lostAfter: 600, every: 110, times: 1), "bucket-months").Level);
    }

    [Fact]
    public void A_rule_that_looks_back_further_than_the_purchases_is_told()
    {
        string[] Of(int covered, int alive) => Careful(LoyalDoctor.Examine(Shop(), [.. Enumerable.Range(0, Customers)], new(4, 180, 90, alive), null, End.AddDays(1 - covered), End));
        var asked = 180 + End.DayNumber - End.AddMonths(-5).DayNumber;
        Assert.Contains("loyal-short", Of(asked - 1, 0));
        Assert.DoesNotContain("loyal-short", Of(asked, 0));
        Assert.Contains("loyal-unasked", Of(asked, 50));
        Assert.DoesNotContain("loyal-unasked", Of(asked, 0));
    }

    private static BuyingDays Days(int count, Func<int, bool> again)
    {
        var rows = Enumerable.Range(0, count).SelectMany(n => Enumerable.Range(0, again(n) ? 2 : 1).Select(k => (Who: n, Day: MadeShop.Start.DayNumber + n + 30 * k))).ToArray();
        return BuyingDays.Of(count, [.. rows.Select(r => r.Who)], [.. rows.Select(r => r.Day)], [.. rows.Select(_ => 5_000_000L)]);
    }

    [Theory]
    [InlineData("Test Account", 1)]
    [InlineData("test123", 1)]
    [InlineData("STAFF-PURCHASE", 1)]
    [InlineData("테스트고객", 1)]
    [InlineData("员工内购", 1)]
    [InlineData("測試帳號", 1)]
    [InlineData("Testa Rossi", 0)]
    [InlineData("Anna Stafford", 0)]
    [InlineData("Contest Winner", 0)]
    public void Test_accounts_and_staff_are_known_by_their_names(string name, int named)
    {
        var shop = Shop((n, row) => n < 20 ? row.Text(CustomerColumns.Name, name + (named == 1 ? "" : " " + Letters(n))) : row);
        Assert.Equal(named == 1 ? ["false-samples"] : [], Added(new([.. DoctorChecks.FalseSamples(shop, [.. shop.Known.Indexes()], End)])));
        Assert.Equal(20 * named, Finding(new([.. DoctorChecks.FalseSamples(shop, [.. shop.Known.Indexes()], End)]), "false-samples").Numbers["named"]);
    }

    [Fact]
    public void Staff_are_known_by_their_membership_and_one_in_a_hundred_is_borne()
    {
        DoctorFinding Found(int staff) => Finding(Verdict(Shop((n, row) => n < staff ? row.Category(CustomerColumns.Membership, "Staff discount") : row)), "false-samples");
        Assert.Equal((6.0, Trust.Reliable), (Found(6).Numbers["named"], Found(6).Level));
        Assert.Equal((7.0, Trust.WithCare), (Found(7).Numbers["named"], Found(7).Level));
    }

    [Fact]
    public void Equal_names_of_one_city_are_likely_duplicates()
    {
        var twice = Shop((n, row) => row.Category(CustomerColumns.City, "Daegu").Text(CustomerColumns.Name, $"Customer {Letters(n < 20 ? n / 2 : n)}"));
        var apart = Shop((n, row) => row.Category(CustomerColumns.City, n % 2 == 0 ? "Daegu" : "Busan").Text(CustomerColumns.Name, $"Customer {Letters(n < 20 ? n / 2 : n)}"));
        Assert.Equal(10, Finding(Verdict(twice), "false-samples").Numbers["alike"]);
        Assert.Equal(["false-samples"], Added(Verdict(twice)));
        Assert.Empty(Added(Verdict(apart)));
    }

    [Fact]
    public void Sales_without_a_person_and_many_returns_are_told()
    {
        var all = Bought.Sum(lines => lines.Sum(l => l.Amount)) / Patron.Kernel.Micros.PerUnit;
        Assert.Equal(["anonymous"], Added(Verdict(Shop(null, new CustomerRow(9_999, false).Lines([StillBase.Sale(1, End, all / 2m)])))));
        Assert.Equal(["returns"], Added(Verdict(Shop((n, row) => row.Lines([.. Bought[n], .. Bought[n].Where((_, at) => at % 4 == 0).Select(l => l with { Kind = LineKind.Return, Amount = -l.Amount })])))));
    }

    [Fact]
    public void A_horizon_far_beyond_what_could_be_checked_is_told()
    {
        Assert.Equal(["far"], Added(Verdict(Shop(), LifetimeSettings.Default with { HorizonMonths = 60 })));
        Assert.Equal(Trust.NotHere, Finding(LifetimeReckoning.Fit(Shop(), MadeShop.Start.AddDays(55), LifetimeSettings.Default).Verdict, "weeks").Level);
        Assert.Equal(Trust.WithCare, Finding(LifetimeReckoning.Fit(Shop(), MadeShop.Start.AddDays(56), LifetimeSettings.Default).Verdict, "weeks").Level);
    }

    [Theory, InlineData(19, 19, "warnings-few"), InlineData(20, 10, "warnings-vain"), InlineData(20, 20, "warnings-true")]
    public void Warnings_are_trusted_by_what_became_of_them(int warned, int silent, string said)
    {
        var shop = Shop();
        var week = new ChurnWeek(End.AddDays(-70), End.AddDays(-70), true, warned, 5, Settled: true, silent, 0, OthersSilent: .5, Spent: 0, Plain: new(warned, silent - 1, 0));
        var verdict = ChurnDoctor.Examine(shop, [.. shop.Known.Indexes()], null, [week], [], End);
        Assert.Contains(verdict.Findings, f => f.Name == said && f.Level == (said == "warnings-true" ? Trust.Reliable : Trust.WithCare));
        // The plain rule is preferred where it does as well.
        string Rule(int longest) => ChurnDoctor.Examine(shop, [.. shop.Known.Indexes()], null, [week with { Plain = new(warned, longest, 0) }], [], End).Findings.Select(f => f.Name).SingleOrDefault(n => n.StartsWith("plain", StringComparison.Ordinal)) ?? "";
        Assert.Equal(warned < 20 ? ("", "") : ("plain-worse", "plain-better"), (Rule(silent - 1), Rule(silent)));
    }

    /// <summary>Of forty on the lists 26 bought nothing; a tenth more by the plain rule is four.</summary>
    [Theory, InlineData(28, Trust.Reliable), InlineData(29, Trust.Reliable), InlineData(31, Trust.WithCare)]
    public void Lists_that_come_true_far_less_often_than_the_plain_rule_are_read_with_care(int longest, Trust level)
    {
        var shop = Shop();
        var week = new ChurnWeek(End.AddDays(-70), End.AddDays(-70), true, 40, 5, Settled: true, 26, 0, OthersSilent: .1, Spent: 0, Plain: new(40, longest, 0));
        Assert.Equal(level, Finding(ChurnDoctor.Examine(shop, [.. shop.Known.Indexes()], null, [week], [], End), "plain-better").Level);
    }

    [Theory, InlineData(49, 30, 3, Trust.NotHere, ""), InlineData(50, 30, 3, Trust.WithCare, ""), InlineData(1_000, 60, 3, Trust.Reliable, ""), InlineData(1_000, 61, 3, Trust.WithCare, "bought-giant")]
    public void Baskets_need_orders_and_no_giant_among_them(int orders, int largest, int usual, Trust level, string said)
    {
        var verdict = BoughtPage.Verdict(new(BoughtSetting.Usual, orders, orders, largest, usual, 0, false, [], [], [], null));
        Assert.Equal(level, verdict.Level);
        if (said.Length > 0) Assert.Contains(said, Careful(verdict));
    }

    [Theory, InlineData(.59, .5, Trust.NotHere), InlineData(.6, .5, Trust.WithCare), InlineData(.8, .5, Trust.Reliable), InlineData(.9, .24, Trust.WithCare)]
    public void Clusters_must_come_again_and_lie_apart(double stability, double silhouette, Trust level) =>
        Assert.Equal(level, ClusterDoctor.Examine(new(ClusterSetting.Usual, [], [], [], [150, 50], [], silhouette, stability, 200)).Level);

    [Fact]
    public void Buyers_who_are_all_alike_are_told_so_and_those_who_differ_are_sorted()
    {
        ClusterResult Found(int buyers, Func<int, decimal> amount) => ReckonsClusters.Found(
            StillBase.Of(Enumerable.Range(1, buyers).Select(n => new CustomerRow(n, true).Lines([StillBase.Sale(1, End.AddDays(-20), amount(n)), StillBase.Sale(2, End.AddDays(-10), amount(n))]))), Bitmap.All(buyers), End.DayNumber, ClusterSetting.Usual, []);
        Assert.Equal((ClusterLack.Alike, 40, 0), (Found(40, _ => 12).Lack, Found(40, _ => 12).Buyers, Found(40, _ => 12).Sizes.Length));
        Assert.Equal(ClusterLack.Few, Found(9, n => n).Lack);
        Assert.Equal([20, 20], Found(40, n => n % 2 == 0 ? 5 : 500).Sizes);
        var (alike, empty) = (ClusterDoctor.Lack(Found(40, _ => 12)), ClusterDoctor.Lack(Found(9, n => n)));
        Assert.Equal([("cluster-alike", Trust.NotHere, "variables"), ("cluster-unknown", Trust.NotHere, "rfm")], new[] { alike, empty }.Select(v => (v.Findings.Single().Name, v.Level, v.Instead!)));
    }
}
