using System.Globalization;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.FindCustomers;

/// <summary>The list's filters and columns about what a customer bought, out of the base's order lines.</summary>
internal sealed class PurchaseParts : IListParts
{
    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct) => ValueTask.FromResult(new ListParts([.. Filters(scope)], [.. Columns(scope)],
    [
        new(scope.Sentences["customers.view.bought"], "bought=yes", 10),
        new(scope.Sentences["customers.view.prospects"], "bought=no", 20),
    ]));

    /// <summary>Twelve months end on the reckoning day.</summary>
    private static int YearFrom(ListScope scope) => scope.AsOf.AddMonths(-12).AddDays(1).DayNumber;

    private static IEnumerable<ListFilter> Filters(ListScope scope)
    {
        var text = scope.Sentences;
        yield return ListFilter.OneOf("bought", text["customers.filter.bought"], 60, several: false, [new("yes", text["customers.filter.bought.yes"]), new("no", text["customers.filter.bought.no"])],
            values => values[0] == "yes" ? new CustomerQuery.Measured(PurchaseMeasure.Orders, 1, null) : new CustomerQuery.Measured(PurchaseMeasure.Orders, null, 0), text);
        yield return RangeFilter.Numbers("last", text["customers.column.last"], 70, text["customers.unit.days"], 1, scope, days => text.Formats.Days(days),
            (from, to) => new CustomerQuery.Measured(PurchaseMeasure.DaysSinceLast, from, to));
        yield return RangeFilter.Numbers("orders", text["customers.column.orders"], 80, null, 1, scope, n => text.Formats.Number(n),
            (from, to) => new CustomerQuery.Measured(PurchaseMeasure.Orders, from, to));
        yield return Money("spent", PurchaseMeasure.Spent, 90, null);
        yield return Money("spent-year", PurchaseMeasure.Spent, 91, YearFrom(scope));
        yield return Money("average", PurchaseMeasure.AverageOrder, 92, null);

        ListFilter Money(string key, PurchaseMeasure measure, int order, int? fromDay) => RangeFilter.Numbers(key, text[$"customers.column.{key}"], order, scope.Organisation.Currency, Micros.PerUnit, scope,
            micros => text.Formats.MoneyWhole(micros, scope.Organisation.Currency), (from, to) => new CustomerQuery.Measured(measure, from, to, fromDay));
    }

    private static IEnumerable<ListColumn> Columns(ListScope scope)
    {
        var (text, asOf, currency) = (scope.Sentences, scope.AsOf.DayNumber, scope.Organisation.Currency);
        yield return Measured("last", PurchaseMeasure.DaysSinceLast, 30, null, days => text.Formats.Days(days), days => days.ToString(CultureInfo.InvariantCulture)) with { AtFirst = true };
        yield return Measured("orders", PurchaseMeasure.Orders, 40, null, n => text.Formats.Number(n), n => n.ToString(CultureInfo.InvariantCulture)) with { AtFirst = true };
        yield return Money("spent", PurchaseMeasure.Spent, 50, null) with { AtFirst = true };
        yield return Money("spent-year", PurchaseMeasure.Spent, 60, YearFrom(scope)) with { AtFirst = true };
        yield return Money("average", PurchaseMeasure.AverageOrder, 70, null) with { AtFirst = true };
        yield return Measured("first", PurchaseMeasure.DaysSinceFirst, 80, null, days => text.Formats.DayShort(scope.AsOf.AddDays((int)-days)), days => $"{scope.AsOf.AddDays((int)-days):yyyy-MM-dd}");

        ListColumn Money(string key, PurchaseMeasure measure, int order, int? fromDay) => Measured(key, measure, order, fromDay,
            micros => text.Formats.MoneyWhole(micros, currency), micros => Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture));

        ListColumn Measured(string key, PurchaseMeasure measure, int order, int? fromDay, Func<long, string> show, Func<long, string> plain)
        {
            var summary = new Lazy<PurchaseSummary>(() => scope.Snapshot.Summary(asOf, fromDay));
            return new(key, text[$"customers.column.{key}"], order)
            {
                Number = true, Sort = new SortBy.Measured(measure, asOf, fromDay),
                Show = row => Value(row) is { } value ? show(value) : Formats.Missing,
                Plain = row => Value(row) is { } value ? plain(value) : null,
            };

            // Who never bought has spent nothing: a dash says so better than a nought.
            long? Value(ListRow row) => summary.Value.Measure(measure, row.Index) is var value && (value == NumberKey.Missing || (measure == PurchaseMeasure.Spent && summary.Value.Orders[row.Index] == 0)) ? null : value;
        }
    }
}
