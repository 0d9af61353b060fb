using System.Globalization;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>Makes filters and columns of the customers list over columns of the base that hold numbers, or the numbers of words.</summary>
internal static class ColumnParts
{
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
}
