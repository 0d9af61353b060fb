using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.Insights.FitLifetimes;
using Patron.Interactions.Contracts;
using Patron.Purchases.Contracts;
using Patron.ServiceDesk.Contracts;

namespace Patron.Insights.ReckonProfit;

/// <summary>All that one customer's profit of a year hangs on beside the own rows: the day, the rules, and what was reckoned of all.</summary>
/// <param name="SalaryAnOrder">Salaries shared out among the orders of all.</param>
/// <param name="HoldFrom">Micros of profit from which a customer is held.</param>
/// <param name="Limits">Of the four groups of buyers.</param>
/// <param name="Lifetimes">What customers are expected to buy; null where nobody can tell.</param>
internal sealed record ProfitModel(DateOnly AsOf, ProfitSetting Setting, ProductMargins Products, long SalaryAnOrder, long HoldFrom, GroupLimits Limits, LifetimeBook? Lifetimes)
{
    private const double MonthsOfAYear = 12;

    /// <summary>How customers were served in the year of another day; null: as the columns of the base say.</summary>
    public ServedThen? Then { get; init; }

    public CustomerProfit YearOf(CustomerBaseSnapshot snapshot, int index) =>
        new(PurchaseYear.Of(snapshot.Purchases, index, AsOf.DayNumber, Setting.Rules, Products), Served(snapshot, index), Setting.Rules, SalaryAnOrder);

    public BuyerGroup GroupOf(CustomerProfit year) => Limits.Of(year.Bought.Orders / MonthsOfAYear, year.Bought.Orders == 0 ? 0 : year.Bought.Sales / year.Bought.Orders);

    /// <summary>Profit expected within the horizon of lifetime value; null where nobody can tell.</summary>
    public long? ExpectedOf(CustomerBaseSnapshot snapshot, int index, CustomerProfit year) => Lifetimes?.At(AsOf) is { } book && book.Of(snapshot, index) is { } forecast
        ? year.Expected(LifetimeColumns.ToMicros(forecast.Value), forecast.Purchases, book.Result.Settings.HorizonMonths / MonthsOfAYear) : null;

    /// <param name="expected">See <see cref="ExpectedOf"/>; compared with the year's profits as what it comes to in a year.</param>
    public (Proposal Proposal, ProposalReason Reason) ProposalOf(CustomerBaseSnapshot snapshot, int index, CustomerProfit year, long? expected) =>
        CustomerProposals.Of(year, HoldFrom, ChancesOf(snapshot, index).Length > 0, expected is { } will ? (long)(will * MonthsOfAYear / Lifetimes!.Result.Settings.HorizonMonths) : null);

    /// <summary>Reckons what hangs on all members.</summary>
    public static ProfitModel Of(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf, ProfitSetting setting, ProductMargins products, LifetimeBook? lifetimes = null)
    {
        var summary = snapshot.Summary(asOf.DayNumber, asOf.DayNumber - PurchaseYear.Days + 1);
        var buyers = members.Indexes().Where(i => summary.Orders[i] > 0).ToArray();
        var model = new ProfitModel(asOf, setting, products, CustomerProfit.SharedSalary(setting.Rules.Salaries, buyers.Sum(i => (long)summary.Orders[i])), 0,
            new(setting.Often > 0 ? setting.Often : Median(buyers, i => summary.Orders[i]) / MonthsOfAYear, setting.Costly > 0 ? setting.Costly : Median(buyers, summary.AverageOrder)), lifetimes);
        var all = members.ToIndexes();
        var profits = new long[all.Length];
        Parallel.For(0, all.Length, at => profits[at] = model.YearOf(snapshot, all[at]).Profit);
        return model with { HoldFrom = CustomerProposals.HoldFrom(profits, setting.HoldPart) };
    }

    private ServedYear Served(CustomerBaseSnapshot snapshot, int index)
    {
        long Known(NumberKey key) => snapshot[key][index] is var value && value == NumberKey.Missing ? 0 : value;
        return Then?.Of(snapshot.Ids[index]) ?? new(Known(ContactColumns.Contacts), Known(TicketColumns.Tickets), Known(TicketColumns.Goodwill), Known(HoldingColumns.Income), Known(DiscountColumns.Discounts));
    }

    /// <summary>Kinds of holdings that the customer might take; empty for none.</summary>
    public string ChancesOf(CustomerBaseSnapshot snapshot, int index) => Then?.ChancesOf(snapshot.Ids[index]) ?? snapshot[HoldingColumns.Chances][index];

    private static long Median(int[] of, Func<int, long> value)
    {
        if (of.Length == 0) return 1;
        var sorted = Array.ConvertAll(of, i => value(i));
        Array.Sort(sorted);
        return Math.Max(1, sorted[sorted.Length / 2]);
    }
}
