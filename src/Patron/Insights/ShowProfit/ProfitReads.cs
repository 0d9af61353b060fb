using System.Runtime.CompilerServices;
using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.Customers.Contracts;
using Patron.Insights.Frame;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonLadder;
using Patron.Insights.ReckonProfit;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.Contracts;

namespace Patron.Insights.ShowProfit;

/// <summary>One of the fifteen parts of relationship profitability, as far as the data tells.</summary>
/// <param name="Measured">In words; null where it must be asked.</param>
internal sealed record RelationPart(int Number, string? Measured);

/// <summary>Customers won and kept in a year, and what that cost; micros.</summary>
/// <param name="WinTold">As people said: advertising and the like.</param>
/// <param name="Leads">What leads cost.</param>
/// <param name="WinWork">Contacts, tickets, goodwill and salaries of those won, as the partnership's sheet has them.</param>
/// <param name="KeepWork">The same of those kept.</param>
internal sealed record WinAndKeepCosts(int Won, int Kept, long WinTold, long KeepTold, long Leads, long WinWork, long KeepWork)
{
    public WinAndKeep Whole => new(Won, WinTold + Leads + WinWork, Kept, KeepTold + KeepWork);
}

/// <summary>Keeps what was reckoned for as long as the state of the base is in use.</summary>
internal sealed class ProfitCache
{
    private readonly ConditionalWeakTable<CustomerBaseSnapshot, Known> known = [];

    private sealed record Known(Bitmap? Members, ProfitNumbers Numbers);

    public ProfitNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members, ProfitModel model)
    {
        if (known.TryGetValue(snapshot, out var kept) && kept.Numbers.Model == model && kept.Members!.SameAs(members)) return kept.Numbers;
        var numbers = ProfitNumbers.Of(snapshot, members, model);
        known.AddOrUpdate(snapshot, new(members, numbers));
        return numbers;
    }
}

/// <summary>What the page of profits says, for one reader.</summary>
internal sealed class ProfitReads(InsightsView view, VisibleMembers visible, ProfitColumns columns, ProfitCache cache, ProductBook products, RuleBook rules, ILeadSources leads, ServedOnDay served, Sentences text)
{
    private const int FewCustomers = 100, LeastCustomers = 5;

    private readonly Lazy<ProfitNumbers?> numbers = new(() => columns.Model is { } model ? cache.Of(visible.Snapshot, visible.All, model) : null);

    public ProfitNumbers? Numbers => numbers.Value;

    /// <summary>Won and kept in the year that ends with a day: kept is who bought in the year before and in this one.</summary>
    /// <remarks>What was told and what leads cost is of the whole organisation: whoever sees a part of it is shown only what serving these customers cost.</remarks>
    public async Task<WinAndKeepCosts> WinAndKeep(DateOnly day, CancellationToken ct)
    {
        var (asOf, days, model, whole) = (day.DayNumber, PurchaseYear.Days, served.At(Numbers!.Model, visible.Snapshot, day), view.Visible is null);
        var told = whole ? model.Setting.YearCost(day) : default;
        var (year, before) = (visible.Snapshot.Summary(asOf, asOf - days + 1), visible.Snapshot.Summary(asOf - days));
        var (won, kept, winWork, keepWork) = (0, 0, 0L, 0L);
        foreach (var i in visible.All.Indexes())
        {
            if (year.Orders[i] == 0) continue;
            var work = model.YearOf(visible.Snapshot, i).Work;
            if (before.Orders[i] == 0) (won, winWork) = (won + 1, winWork + work); else (kept, keepWork) = (kept + 1, keepWork + work);
        }
        return new(won, kept, told.Win, told.Keep, whole ? await Leads(day, ct) : 0, winWork, keepWork);
    }

    /// <summary>Micros that the leads of the year cost: each its part of what its source cost in all.</summary>
    private async Task<long> Leads(DateOnly day, CancellationToken ct)
    {
        decimal cost = 0;
        foreach (var source in await leads.All(ct))
        {
            var came = source.Leads.Count(l => DateOnly.FromDayNumber(Instants.DayNumber(Instants.ToMicroseconds(l.At), view.Organisation.Zone)) is var on && on <= day && on > day.AddDays(-PurchaseYear.Days));
            if (came > 0) cost += (decimal)source.Cost * came / source.Leads.Count;
        }
        return (long)cost;
    }

    public DoctorVerdict Verdict
    {
        get
        {
            var (n, table) = (Numbers!, products.Now());
            List<DoctorFinding> findings = [DoctorChecks.Customers(Buyers(visible.Snapshot.Summary(n.Model.AsOf.DayNumber)).Length, LeastCustomers, FewCustomers)];
            findings.Add(rules.IsSet(ProfitSetting.Key) ? DoctorFinding.Of("profit-rules-set", Trust.Reliable) : DoctorFinding.Of("profit-rules", Trust.WithCare, ("margin", (double)n.Model.Setting.Rules.Margin)));
            var known = table.Count == 0 ? 0 : (double)table.WithCost / table.Count;
            findings.Add(DoctorFinding.Of("profit-cost", known < .5 ? Trust.WithCare : Trust.Reliable, ("share", known)));
            if (view.Numbers.FirstSale is { } first && n.Model.AsOf.DayNumber - first.DayNumber < PurchaseYear.Days) findings.Add(DoctorFinding.Of("profit-short", Trust.WithCare, ("days", n.Model.AsOf.DayNumber - first.DayNumber + 1)));
            return new(findings);
        }
    }

    public IReadOnlyList<RelationPart> Parts
    {
        get
        {
            var (n, snapshot, f) = (Numbers!, visible.Snapshot, text.Formats);
            var all = snapshot.Summary(n.Model.AsOf.DayNumber);
            var buyers = Buyers(all);
            var lengths = Array.ConvertAll(buyers, i => all.LastDay[i] - all.FirstDay[i]);
            Array.Sort(lengths);
            var again = buyers.Count(i => all.Orders[i] > 1);
            var agreed = new LadderFacts(snapshot, n.Model.AsOf.DayNumber, 0);
            var (bound, contracted) = (visible.All.Indexes().Count(i => agreed.Of(i).Member), visible.All.Indexes().Count(i => agreed.Of(i).Contract));
            var returns = buyers.Sum(i => all.Returned[i] < 0 ? 1 : 0);
            var value = new Analytics.Buying.DeliveredValue(n.Model.Setting.Benefits, n.Model.Setting.Sacrifice);
            var asked = value.Ratio is { } ratio ? text.Get("insights.fifteen.2.measured", new { benefits = value.Benefits, cost = value.Cost, ratio = f.Number(ratio, 2), difference = value.Difference }) : null;
            string Money(long micros) => f.MoneyWhole(micros, view.Currency);
            return
            [
                new(1, null), new(2, asked), new(3, asked),
                new(4, text.Get("insights.fifteen.4.measured", new { again, of = buyers.Length })),
                new(5, null),
                new(6, text.Get("insights.fifteen.6.measured", new { members = bound, contracts = contracted })),
                new(7, null),
                new(8, text.Get("insights.fifteen.8.measured", new { orders = f.Number(n.Customers == 0 ? 0 : (double)n.Sheet.Purchases / n.Customers, 1), contacts = n.Contacts })),
                new(9, text.Get("insights.fifteen.9.measured", new { tickets = n.Tickets, returns })),
                new(10, null),
                new(11, lengths.Length == 0 ? null : text.Get("insights.fifteen.11.measured", new { days = lengths[lengths.Length / 2] })),
                new(12, text.Get("insights.fifteen.12.measured", new { orders = n.Sheet.Purchases, contacts = n.Contacts, tickets = n.Tickets })),
                new(13, Money(n.Sheet.Sales)), new(14, Money(n.Sheet.Result)), new(15, Money(n.Sheet.Sales - n.Sheet.Result)),
            ];
        }
    }

    private int[] Buyers(PurchaseSummary all) => [.. visible.All.Indexes().Where(i => all.Orders[i] > 0)];
}
