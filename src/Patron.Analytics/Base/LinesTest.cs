using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>What is reckoned over some of a customer's lines.</summary>
public enum LinesMeasure
{
    /// <summary>Distinct orders with such a sale line.</summary>
    Orders,
    /// <summary>Micros of pieces on the sale lines.</summary>
    Pieces,
    /// <summary>Micros of money on the sale lines.</summary>
    Spent,
    /// <summary>Micros of money on the return lines, as a number above zero.</summary>
    Returned,
    /// <summary>Micros spent divided by orders, rounded down; missing without an order.</summary>
    AverageOrder,
    /// <summary>Days from the last such sale line to the day asked for; missing where there is none.</summary>
    DaysSinceLast,
    /// <summary>Days from the first such sale line to the day asked for; missing where there is none.</summary>
    DaysSinceFirst,
}

/// <summary>A measure over the lines of some products within some days lies between two limits (included). Lines after the day asked for do not exist; a missing measure is never between.</summary>
/// <param name="products">By dense product index; a product beyond its end is not among them. Null: all products.</param>
/// <param name="fromDay">Day number of the first day that counts; null: open.</param>
/// <param name="toDay">Day number of the last day that counts; null: the day asked for.</param>
public sealed class LinesTest(LinesMeasure measure, long min, long max, bool[]? products = null, int? fromDay = null, int? toDay = null)
{
    private const long None = NumberKey.Missing;

    /// <summary>Whether it holds for a customer.</summary>
    /// <param name="lines">Of the snapshot.</param>
    /// <param name="index">The customer's.</param>
    /// <param name="asOf">The day asked for.</param>
    public bool Holds(PurchaseColumns lines, int index, int asOf)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var value = Measure(lines, index, asOf);
        return value != None && value >= min && value <= max;
    }

    /// <summary>The measure; <see cref="NumberKey.Missing"/> where it has no value.</summary>
    [MethodImpl(Hot.Loop)]
    public long Measure(PurchaseColumns lines, int index, int asOf)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var (earliest, latest) = (fromDay ?? int.MinValue, Math.Min(toDay ?? asOf, asOf));
        var start = lines.Start[index];
        var (days, kinds, wanted) = (lines.Day, lines.Kind, measure == LinesMeasure.Returned ? LineKind.Return : LineKind.Sale);
        var (orders, sum, first, last, previous) = (0L, 0L, 0, 0, 0);
        // From the end: most questions are about what was lately, and the lines stand by day.
        for (var i = start + lines.Length[index] - 1; i >= start && days[i] >= earliest; i--)
        {
            if (days[i] > latest || kinds[i] != wanted || products is not null && !((uint)lines.Product[i] < (uint)products.Length && products[lines.Product[i]])) continue;
            if (orders == 0) last = days[i];
            if (orders == 0 || lines.Order[i] != previous) orders++;
            (previous, first) = (lines.Order[i], days[i]);
            sum += measure == LinesMeasure.Pieces ? lines.Quantity[i] : lines.Amount[i];
            if (measure == LinesMeasure.DaysSinceLast) break;
        }
        return measure switch
        {
            LinesMeasure.Orders => orders,
            LinesMeasure.Pieces or LinesMeasure.Spent => sum,
            LinesMeasure.Returned => -sum,
            _ when orders == 0 => None,
            LinesMeasure.AverageOrder => sum >= 0 ? sum / orders : (sum - orders + 1) / orders,
            LinesMeasure.DaysSinceLast => asOf - last,
            LinesMeasure.DaysSinceFirst => asOf - first,
            _ => throw new InvalidOperationException($"No such measure: {measure}."),
        };
    }
}
