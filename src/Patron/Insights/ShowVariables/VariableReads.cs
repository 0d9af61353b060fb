using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.Analytics.Segmentation;
using Patron.Insights.ReckonProfit;
using Patron.Insights.SegmentBy;
using Patron.Kernel.Texts;

namespace Patron.Insights.ShowVariables;

/// <summary>One class of a variable as the page shows it.</summary>
/// <param name="Buys">The products that most of its buyers bought.</param>
internal sealed record ClassRow(int At, string Label, ClassTotals Totals, IReadOnlyList<string> Buys);

/// <summary>What the classes of one or two variables bring, for one reader.</summary>
internal sealed class VariableReads(InsightsView view, VisibleMembers visible, VariableSets sets, ProductBook products, ProfitColumns profitColumns, Sentences text, ServedOnDay served)
{
    private const int MostShown = 30, Products = 3;

    private readonly Lazy<VariableScope> scope = new(() => sets.Scope(visible.Snapshot, visible.All, view.AsOf, text));

    public CustomersYear Year => year ??= Reckoned();

    private CustomersYear? year;

    public IReadOnlyList<Variable> All { get; } = sets.All;

    /// <summary>Each is made once: the page asks for all of them again and again.</summary>
    private readonly Dictionary<Variable, VariableClasses?> made = [];
    private readonly Dictionary<Variable, bool> known = [];

    /// <summary>Variables of which anything is known, and those that must be asked.</summary>
    public bool IsKnown(Variable variable)
    {
        if (known.TryGetValue(variable, out var already)) return already;
        return known[variable] = ClassesOf(variable) is { Labels.Count: > 1 } classes && visible.All.Indexes().Any(i => classes.Of(i) != 0);
    }

    private VariableClasses? ClassesOf(Variable variable) => made.TryGetValue(variable, out var classes) ? classes : made[variable] = variable.Classes?.Invoke(scope.Value);

    /// <summary>The classes with the most profit first where there are many, in their own order where they have one.</summary>
    public IReadOnlyList<ClassRow> Rows(Variable variable)
    {
        var classes = ClassesOf(variable)!;
        var table = ClassTable.Of(visible.All.Indexes(), Year, classes.Of, classes.Labels.Count);
        var rows = Enumerable.Range(0, classes.Labels.Count).Where(c => table.Row(c).Customers > 0);
        if (classes.Labels.Count > MostShown) rows = rows.OrderByDescending(c => table.Row(c).Profit).Take(MostShown);
        var buys = MostBought(classes, [.. rows]);
        return [.. rows.Select(c => new ClassRow(c, classes.Labels[c], table.Row(c), buys.GetValueOrDefault(c, [])))];
    }

    /// <summary>Two at once; the classes with the most customers where there are many.</summary>
    public (ClassTable Table, IReadOnlyList<(int At, string Label)> Rows, IReadOnlyList<(int At, string Label)> Columns) Cross(Variable first, Variable second)
    {
        const int most = 12;
        var (rows, columns) = (ClassesOf(first)!, ClassesOf(second)!);
        var table = ClassTable.Of(visible.All.Indexes(), Year, rows.Of, rows.Labels.Count, columns.Of, columns.Labels.Count);
        return (table, Chosen(rows, table.Row), Chosen(columns, table.Column));

        static IReadOnlyList<(int, string)> Chosen(VariableClasses of, Func<int, ClassTotals> total) =>
            [.. Enumerable.Range(0, of.Labels.Count).Where(c => total(c).Customers > 0).OrderByDescending(c => total(c).Customers).Take(most).Order().Select(c => (c, of.Labels[c]))];
    }

    /// <summary>Who bought a product against who was thought to.</summary>
    public ProfileCheck Check(Variable variable, int at, int product)
    {
        var classes = ClassesOf(variable)!;
        var bought = visible.Snapshot.Select(new CustomerQuery.Bought(product), visible.All, view.AsOf.DayNumber);
        var (customers, buyers, fitting, both) = (0, 0, 0, 0);
        foreach (var i in visible.All.Indexes())
        {
            var (fits, buys) = (classes.Of(i) == at, bought.Get(i));
            customers++;
            if (buys) buyers++;
            if (fits) fitting++;
            if (fits && buys) both++;
        }
        return new(customers, buyers, fitting, both);
    }

    /// <summary>Products with the most buyers, to choose from.</summary>
    public IReadOnlyList<int> Sold(int most) => [.. ProductBuyers.Of(visible.Snapshot, visible.All, view.AsOf.DayNumber, 1, _ => 0)[0].Take(most).Select(p => p.Product)];

    private Dictionary<int, IReadOnlyList<string>> MostBought(VariableClasses classes, int[] shown)
    {
        var (places, table) = (shown.Index().ToDictionary(c => c.Item, c => c.Index), products.Now());
        var buyers = ProductBuyers.Of(visible.Snapshot, visible.All, view.AsOf.DayNumber, shown.Length, i => places.TryGetValue(classes.Of(i), out var at) ? at : -1);
        return shown.ToDictionary(c => c, c => (IReadOnlyList<string>)[.. buyers[places[c]].Take(Products).Select(p => table.Name(p.Product))]);
    }

    private CustomersYear Reckoned()
    {
        var (asOf, days, profit) = (view.AsOf.DayNumber, PurchaseYear.Days, visible.Snapshot[ProfitColumns.Profit]);
        // The column holds the profit of one day; of another it is reckoned anew, by the same function.
        var other = profitColumns.Model is { } model && model.AsOf != view.AsOf ? served.At(model, visible.Snapshot, view.AsOf) : null;
        var (now, before) = (visible.Snapshot.Summary(asOf, asOf - days + 1), visible.Snapshot.Summary(asOf - days, asOf - 2 * days + 1));
        var profits = new long[visible.Snapshot.Size];
        for (var i = 0; i < profits.Length; i++) profits[i] = other?.YearOf(visible.Snapshot, i).Profit ?? (profit[i] == NumberKey.Missing ? 0 : profit[i]);
        return new(now.Orders, now.Spent, before.Spent, profits);
    }
}
