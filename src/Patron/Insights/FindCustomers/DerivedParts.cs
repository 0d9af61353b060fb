using System.Globalization;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Insights.FitLifetimes;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>The list's filters and columns of what is expected of a customer: as of the reckoning day, whatever day the list is shown for.</summary>
internal sealed class DerivedParts(LifetimeColumns columns) : IListParts
{
    public const string Alive = "alive", Purchases = "expected-purchases", Value = "expected-value";
    private const long PerCent = Micros.PerUnit / 100;

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (text, currency, day) = (scope.Sentences, scope.Organisation.Currency, columns.Book?.AsOf);
        return ValueTask.FromResult(new ListParts(
        [
            Range(Alive, LifetimeColumns.Alive, 94, "%", PerCent, micros => text.Formats.Percent(micros / 1e6, 0)),
            Range(Purchases, LifetimeColumns.Purchases, 95, null, Micros.PerUnit, micros => text.Formats.Number(micros / 1e6, 1)),
            Range(Value, LifetimeColumns.Value, 96, currency, Micros.PerUnit, micros => text.Formats.MoneyWhole(micros, currency)),
        ],
        [
            Column(Alive, LifetimeColumns.Alive, 140, micros => text.Formats.Percent(micros / 1e6, 0)),
            Column(Purchases, LifetimeColumns.Purchases, 141, micros => text.Formats.Number(micros / 1e6, 1)),
            Column(Value, LifetimeColumns.Value, 142, micros => text.Formats.MoneyWhole(micros, currency)),
        ], []));

        ListFilter Range(string key, NumberKey column, int order, string? unit, long scale, Func<long, string> show) =>
            RangeFilter.Numbers(key, scope.Label(text[$"insights.column.{key}"], day), order, unit, scale, scope, show, (from, to) => new CustomerQuery.NumberBetween(column, from, to));

        ListColumn Column(string key, NumberKey column, int order, Func<long, string> show) => new(key, scope.Label(text[$"insights.column.{key}"], day), order)
        {
            Number = true, Sort = new SortBy.Number(column),
            Show = row => scope.Snapshot[column][row.Index] is var micros && micros != NumberKey.Missing ? show(micros) : Formats.Missing,
            Plain = row => scope.Snapshot[column][row.Index] is var micros && micros != NumberKey.Missing ? Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture) : null,
        };
    }

    /// <summary>The query for values from one limit up to, but without, another; in millionths.</summary>
    public static string Query(string key, long from, long? below, long scale)
    {
        var least = string.Create(CultureInfo.InvariantCulture, $"{key}-from={(decimal)from / scale:0.########}");
        return below is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{least}&{key}-to={(decimal)(limit - 1) / scale:0.########}") : least;
    }

    public static string AliveQuery(long from, long? below) => Query(Alive, from, below, PerCent);

    public static string ValueQuery(long from, long? below) => Query(Value, from, below, Micros.PerUnit);
}
