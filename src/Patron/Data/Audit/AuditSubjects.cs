using System.Globalization;
using System.Text;

namespace Patron.Data.Audit;

/// <summary>
/// Which rows an entry tells of, as short text: <c>customers 17 20 +4980; purchases_orders 100-220</c>.
/// Ids singly up to <see cref="MostNamed"/> for a table, then how many more; ids made in bulk as ranges. The change rows have every id.
/// </summary>
internal sealed class AuditSubjects
{
    private const int MostNamed = 10;
    private readonly Dictionary<string, (List<string> Named, int More)> tables = new(StringComparer.Ordinal);

    public void Add(string table, long id)
    {
        var (named, more) = Of(table);
        if (named.Count < MostNamed) named.Add(id.ToString(CultureInfo.InvariantCulture)); else more++;
        tables[table] = (named, more);
    }

    public void Add(string table, long first, long last)
    {
        var (named, more) = Of(table);
        named.Add(string.Create(CultureInfo.InvariantCulture, $"{first}-{last}"));
        tables[table] = (named, more);
    }

    private (List<string> Named, int More) Of(string table) => tables.TryGetValue(table, out var known) ? known : ([], 0);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (table, (named, more)) in tables.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (text.Length > 0) text.Append("; ");
            text.Append(table).Append(' ').AppendJoin(' ', named);
            if (more > 0) text.Append(CultureInfo.InvariantCulture, $" +{more}");
        }
        return text.ToString();
    }

    /// <summary>Tables and how many rows of each; a range counts the ids in it.</summary>
    public static IReadOnlyList<(string Table, long Rows)> Counts(string subjects) =>
        [.. subjects.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(' ')).Select(words => (words[0], words.Skip(1).Sum(Rows)))];

    private static long Rows(string word)
    {
        if (word[0] == '+') return long.Parse(word.AsSpan(1), CultureInfo.InvariantCulture);
        var dash = word.IndexOf('-', 1);
        return dash < 0 ? 1 : long.Parse(word.AsSpan(dash + 1), CultureInfo.InvariantCulture) - long.Parse(word.AsSpan(0, dash), CultureInfo.InvariantCulture) + 1;
    }
}
