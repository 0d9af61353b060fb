using System.Globalization;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>Filters and columns of the customers list over derived columns.</summary>
internal static class DerivedParts
{
    private const decimal MostUnits = 1_000_000_000_000;

    /// <summary>Both limits included; either may be left out.</summary>
    /// <param name="scale">What a unit that is typed counts in the column.</param>
    public static ListFilter Range(string key, string label, int order, string? unit, long scale, NumberKey column, Func<long, string> show, Sentences text) => new(key, label, order)
    {
        Names = [key + "-from", key + "-to"],
        Control = new FilterControl.Range("number", unit),
        Read = values =>
        {
            var (from, to) = (Limit(values[0], scale), Limit(values[1], scale));
            return from is null && to is null ? null : new(new CustomerQuery.NumberBetween(column, from, to),
                text.Get("insights.range.limits", new { has = from is null ? "to" : to is null ? "from" : "both", from = show(from ?? 0), to = show(to ?? 0) }));
        },
    };

    /// <param name="of">The number in the column, the value in the address, the word.</param>
    public static ListFilter OneOf<T>(string key, string label, int order, NumberKey column, IEnumerable<T> all, Func<T, (int Number, string Value, string Word)> of, Sentences text)
    {
        var choices = all.Select(of).ToArray();
        return ListFilter.OneOf(key, label, order, several: true, [.. choices.Select(c => new FilterChoice(c.Value, c.Word))],
            values => new CustomerQuery.Any([.. choices.Where(c => values.Contains(c.Value)).Select(c => new CustomerQuery.NumberBetween(column, c.Number, c.Number))]), text);
    }

    public static ListColumn Number(string key, string label, int order, NumberKey column, ListScope scope, Func<long, string> show, Func<long, string> plain) => new(key, label, order)
    {
        Number = true,
        Sort = new SortBy.Number(column),
        Show = row => scope.Snapshot[column][row.Index] is not NumberKey.Missing and var value ? show(value) : Formats.Missing,
        Plain = row => scope.Snapshot[column][row.Index] is not NumberKey.Missing and var value ? plain(value) : null,
    };

    public static ListColumn Word(string key, string label, int order, NumberKey column, ListScope scope, Func<long, string> word) => new(key, label, order)
    {
        Sort = new SortBy.Number(column),
        Show = row => scope.Snapshot[column][row.Index] is not NumberKey.Missing and var value ? word(value) : Formats.Missing,
        Plain = row => scope.Snapshot[column][row.Index] is not NumberKey.Missing and var value ? value.ToString(CultureInfo.InvariantCulture) : null,
    };

    private static long? Limit(IReadOnlyList<string> values, long scale) =>
        values is [var text, ..] && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= MostUnits ? (long)(number * scale) : null;
}
