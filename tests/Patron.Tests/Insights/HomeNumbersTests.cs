using Patron.Analytics.Base;
using Patron.Insights.FindCustomers;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ShowCustomer;
using Patron.Insights.ShowHome;
using Patron.Kernel;

namespace Patron.Tests.Insights;

public sealed class HomeNumbersTests
{
    private static readonly Lazy<BaseNumbers> Reckoned = new(() => BaseNumbers.Reckon(StillBase.Retail, null, StillBase.RetailDay, 90));

    private static BaseNumbers Retail => Reckoned.Value;

    [Fact]
    public void The_half_year_of_invoices_gives_the_published_facts()
    {
        Assert.Equal(2_960, Retail.Insights.Customers);
        Assert.Equal(8_802, Retail.Insights.Orders);
        Assert.Equal(3_993_805_651_000, Retail.Insights.Revenue);
        Assert.Equal(0.717, Retail.Insights.TopFifthShare!.Value, 3);
        Assert.Equal(592, Retail.Insights.Concentration.CustomersIn(ReckonInsights.TopShare));
        Assert.Equal(878, Retail.Insights.CustomersForEightyPercent);
        Assert.Equal(new DateOnly(2010, 12, 1), Retail.FirstSale);
        Assert.Equal(7, Retail.Months.Length);
    }

    [Fact]
    public void Every_view_of_the_cells_adds_up_to_all_buyers_and_all_revenue()
    {
        foreach (var (first, second) in ((RfmAxis, RfmAxis)[])[(RfmAxis.Recency, RfmAxis.Spend), (RfmAxis.Recency, RfmAxis.Frequency), (RfmAxis.Frequency, RfmAxis.Spend)])
        {
            var cells = (from a in Enumerable.Range(1, 5) from b in Enumerable.Range(1, 5) select Retail.Cells.Of(first, a, second, b)).ToList();
            Assert.Equal(Retail.Insights.Customers, cells.Sum(c => c.Customers));
            Assert.Equal(Retail.Insights.Revenue, cells.Sum(c => c.Revenue));
        }
        Assert.Equal(new RfmCell(253, 1_727_557), Retail.Cells.Of(RfmAxis.Recency, 5, RfmAxis.Spend, 5) is var best ? best with { Revenue = best.Revenue / Micros.PerUnit } : default);
    }

    [Fact]
    public void Months_follow_from_each_other_and_their_revenue_is_all_of_it()
    {
        Assert.All(Retail.Months, m => Assert.Equal(m.ActiveStart + m.Won + m.WonBack - m.Lost, m.ActiveEnd));
        Assert.All(Retail.Months.Zip(Retail.Months.Skip(1)), pair => Assert.Equal(pair.First.ActiveEnd, pair.Second.ActiveStart));
        Assert.Equal(Retail.Insights.Customers, Retail.Months.Sum(m => m.Won));
        Assert.Equal(Retail.Insights.Revenue, Retail.Flow.ByMonth.Sum());
        Assert.Equal(Retail.Insights.Revenue, Retail.Flow.Known);
        Assert.Equal(Retail.Insights.AnonymousRevenue, Retail.Flow.Anonymous);
        Assert.False(Retail.Flow.IsYear);
        Assert.Null(Retail.Flow.YearBefore);
    }

    [Fact]
    public void Only_months_in_which_somebody_could_be_lost_are_judged()
    {
        var finding = BucketFinding.Of(Retail)!;
        Assert.Equal(["2011-03", "2011-04", "2011-05", "2011-06"], Retail.ToldMonths.Select(m => $"{m.From:yyyy-MM}"));
        Assert.Equal(4, finding.Months);
        Assert.All(Retail.ToldMonths, m => Assert.True(m.Lost - m.Won - m.WonBack <= finding.Cost));
    }

    [Fact]
    public void The_window_is_a_year_to_the_day_and_the_year_before_only_where_the_data_reaches()
    {
        var asOf = new DateOnly(2024, 2, 29);
        CustomerRow Buyer(params DateOnly[] days) => new CustomerRow(1, true).Lines([.. days.Select((d, i) => StillBase.Sale(i, d, 1))]);
        var edge = new DateOnly(2023, 3, 1);

        var flow = Flow(edge, edge.AddDays(-1), edge.AddYears(-1), asOf, asOf.AddDays(1));
        Assert.Equal((edge, true, 2_000_000, 2_000_000L), (flow.From, flow.IsYear, flow.Known, flow.YearBefore));
        Assert.Null(Flow(edge.AddDays(-1)).YearBefore);
        Assert.Equal(edge.AddDays(5), Flow(edge.AddDays(5)).From);

        RevenueFlow Flow(params DateOnly[] days) => BaseNumbers.Reckon(StillBase.Of(Buyer(days)), null, asOf, 90).Flow;
    }

    [Fact]
    public void An_empty_base_people_without_orders_and_one_order_all_have_numbers()
    {
        var day = StillBase.RetailDay;
        var empty = BaseNumbers.Reckon(StillBase.Of(), null, day, 90);
        Assert.Equal((0, 0, 0), (empty.People, empty.Months.Length, empty.Curve.Length));
        var silent = BaseNumbers.Reckon(StillBase.Of(new CustomerRow(1, true)), null, day, 90);
        Assert.Equal((1, 0, null), (silent.People, silent.Insights.Customers, silent.Month));
        var one = BaseNumbers.Reckon(StillBase.Of(new CustomerRow(1, true).Lines([StillBase.Sale(1, day, 5)])), null, day, 90);
        Assert.Equal((1, 1, 5_000_000L), (one.Active, one.Month!.Won, one.Flow.Known));
        Assert.Null(BucketFinding.Of(one));
    }

    [Fact]
    public void The_seen_alone_are_reckoned()
    {
        var half = Bitmap.Of(StillBase.Retail.Size, Enumerable.Range(0, StillBase.Retail.Size).Where(i => i % 2 == 0));
        var (seen, other) = (BaseNumbers.Reckon(StillBase.Retail, half, StillBase.RetailDay, 90), BaseNumbers.Reckon(StillBase.Retail, Bitmap.CopyOf(half).Not(), StillBase.RetailDay, 90));
        Assert.Equal(Retail.People, seen.People + other.People);
        Assert.Equal(Retail.Insights.Revenue, seen.Insights.Revenue + other.Insights.Revenue);
        Assert.Equal(Retail.Month!.Lost, seen.Month!.Lost + other.Month!.Lost);
    }

    [Fact]
    public void The_late_are_best_spenders_past_their_own_window()
    {
        Assert.NotEmpty(Retail.Late);
        Assert.All(Retail.Late, l => Assert.True(l.DaysLate > 0 && l.Silent >= l.DaysLate && Retail.Insights.Rfm.Monetary[l.Index] == 5));
        Assert.Equal(Retail.Late.OrderByDescending(l => l.Spent).Select(l => l.Spent), Retail.Late.Select(l => l.Spent));
    }

    [Fact]
    public void A_customers_place_and_orders_agree_with_the_base()
    {
        var snapshot = StillBase.Retail;
        var summary = snapshot.Summary(StillBase.RetailDay.DayNumber);
        var best = Enumerable.Range(0, snapshot.Size).Where(i => snapshot.Known.Get(i)).MaxBy(i => summary.Spent[i]);
        var id = new CustomerId(snapshot.Ids[best]);
        Assert.Equal((double)(Retail.Insights.Customers - 1) / Retail.Insights.Customers, CustomerPlace.Of(snapshot, Retail, id)!.SpendsLess);
        var orders = CustomerOrders.Of(snapshot, id, StillBase.RetailDay)!;
        Assert.Equal(summary.Spent[best], orders.Days.Sum(d => d.Amount));
        Assert.Equal(summary.Orders[best], orders.Days.Sum(d => d.Orders));
        Assert.Equal(orders.Days.Count - 1, orders.Rhythm.Gaps.Count);
        Assert.Null(CustomerOrders.Of(snapshot, new(99_999_999), StillBase.RetailDay));
        Assert.Null(CustomerPlace.Of(snapshot, Retail, new(99_999_999)));
    }
}
