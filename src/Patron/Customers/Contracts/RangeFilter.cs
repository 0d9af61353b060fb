using System.Globalization;
using Patron.Analytics.Base;

namespace Patron.Customers.Contracts;

/// <summary>Filters with two limits, both included; either may be left out.</summary>
public static class RangeFilter
{
    private const long MostUnits = 1_000_000_000_000;

    /// <param name="scale">What a unit that is typed counts in the query: 1, or micros for money.</param>
    /// <param name="show">A limit as the chip writes it.</param>
    public static ListFilter Numbers(string key, string label, int order, string? unit, long scale, ListScope scope, Func<long, string> show, Func<long?, long?, CustomerQuery> query) =>
        Of(key, label, order, new FilterControl.Range("number", unit), scope, text => Number(text, scale), show, "customers.filter.from", "customers.filter.to", query);

    public static ListFilter Days(string key, string label, int order, ListScope scope, Func<long?, long?, CustomerQuery> query) =>
        Of(key, label, order, new FilterControl.Range("date", null), scope, Day, day => scope.Sentences.Formats.DayShort(DateOnly.FromDayNumber((int)day)), "customers.filter.after", "customers.filter.before", query);

    private static ListFilter Of(string key, string label, int order, FilterControl control, ListScope scope,
        Func<string, long?> read, Func<long, string> show, string least, string most, Func<long?, long?, CustomerQuery> query) => new(key, label, order)
    {
        Names = [key + "-from", key + "-to"],
        Control = control,
        Read = values =>
        {
            var (from, to) = (Limit(values[0], read), Limit(values[1], read));
            return from is null && to is null ? null : new(query(from, to), Words(scope, from, to, show, least, most));
        },
    };

    private static long? Limit(IReadOnlyList<string> values, Func<string, long?> read) => values is [var first, ..] ? read(first) : null;

    private static string Words(ListScope scope, long? from, long? to, Func<long, string> show, string least, string most) => (from, to) switch
    {
        ({ } a, { } b) when a == b => show(a),
        ({ } a, { } b) => scope.Sentences.Get("customers.filter.between", new { from = show(a), to = show(b) }),
        ({ } a, null) => scope.Sentences.Get(least, new { from = show(a) }),
        _ => scope.Sentences.Get(most, new { to = show(to!.Value) }),
    };

    private static long? Number(string text, long scale) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= MostUnits
            ? (long)(number * scale) : null;

    private static long? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null;
}
