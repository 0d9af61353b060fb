namespace Patron.Data;

/// <summary>
/// Whose rows of a table a change set created. Rows are found by customer, and the set knows only ids: so the table is looked through once, its key alone,
/// and not again for each part.
/// </summary>
internal sealed class CreatedRows
{
    private readonly List<(long Customer, long Rows)> customers = [];

    private CreatedRows(long first, long last) => (First, Last) = (first, last);

    /// <summary>All created ids lie between these, and perhaps some of other writers.</summary>
    public long First { get; }
    public long Last { get; }

    public static ValueTask<CreatedRows> Of(BulkSession session, Undoing what, string table, CancellationToken ct) =>
        what.Remember(table, () => Find(session, what.Created(table), table, ct));

    private static async Task<CreatedRows> Find(BulkSession session, IReadOnlyList<(long First, long Last)> ranges, string table, CancellationToken ct)
    {
        var found = new CreatedRows(ranges[0].First, ranges.Max(r => r.Last));
        await using var command = session.Command($"select customer_id, count(*) from {table} where id between @first and @last group by customer_id order by customer_id");
        command.Add("@first", found.First);
        command.Add("@last", found.Last);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.customers.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return found;
    }

    /// <summary>The next customers from <paramref name="from"/> on who have about so many rows together, and the one behind them.</summary>
    public (IReadOnlyList<long> Customers, long? Next) Part(long from, int rows)
    {
        var at = customers.BinarySearch((from, 0));
        if (at < 0) at = ~at;
        var part = new List<long>();
        for (var sum = 0L; at < customers.Count && sum < rows; at++)
        {
            part.Add(customers[at].Customer);
            sum += customers[at].Rows;
        }
        return (part, at < customers.Count ? customers[at].Customer : null);
    }
}
