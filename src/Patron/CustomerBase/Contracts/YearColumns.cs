using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Data;
using Patron.Kernel;

namespace Patron.CustomerBase.Contracts;

/// <summary>
/// Numbers that a room counts or adds up from rows of its customers in the last year: 0 where there are none. The year ends when the base is loaded or the customer's rows change:
/// what grows older than that meanwhile is taken off at the next load.
/// </summary>
public abstract class YearColumns(TimeProvider clock, string topic, params NumberKey[] keys) : IContributesColumns
{
    private const int Days = 365;

    public IReadOnlyList<ColumnKey> Keys => keys;

    // Merges and splits move the rows; the feed tells of them under the customers' topic.
    public IReadOnlyList<string> Topics { get; } = [topic, Data.Topics.Customers];

    /// <summary>A query of customer_id and one number for each key, grouped by customer_id.</summary>
    /// <param name="since">The instant at which the year begins, to compare a column with.</param>
    /// <param name="which">A further condition, which begins with "and", or nothing.</param>
    protected abstract string Sql(string since, string which);

    /// <summary>The same query for a year that is over: what came to its rows after <paramref name="end"/> is not counted.</summary>
    /// <param name="end">The instant at which the year ended, to compare a column with.</param>
    protected virtual string SqlThen(string since, string end, string which) => Sql(since, which);

    /// <summary>The column of instants by which a row is of a year or not, as the query names it; null where rows have none.</summary>
    protected virtual string? Dated => null;

    /// <summary>The numbers of the year that ended with an instant, by customer, in the order of the keys; who has none is not among them. Null where rows have no dates.</summary>
    /// <param name="only">Of these customers; null of all.</param>
    public IReadOnlyDictionary<long, long[]>? Ended(DbConnection connection, DateTimeOffset end, IReadOnlyCollection<long>? only)
    {
        if (Dated is not { } column) return null;
        var numbers = new Dictionary<long, long[]>();
        var ended = Literal(connection, end);
        using var row = FastReader.Open(connection, SqlThen(Literal(connection, end.AddDays(-Days)), ended, $"and {column} < {ended} {(only is null ? "" : $"and customer_id in ({string.Join(',', only)})")}"));
        while (row.Read()) numbers[row.Long(0)] = [.. Enumerable.Range(1, keys.Length).Select(at => row.LongOr(at, 0))];
        return numbers;
    }

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (columns, finder) = (keys.Select(_ => new long[draft.Count]).ToArray(), draft.Finder());
        using (var row = FastReader.Open(connection, Sql(Since(connection), "")))
            while (row.Read())
                if (finder.IndexOf(row.Long(0)) is >= 0 and var at)
                    for (var k = 0; k < columns.Length; k++) columns[k][at] = row.LongOr(k + 1, 0);
        for (var k = 0; k < columns.Length; k++) draft.Add(keys[k], columns[k]);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            foreach (var id in some)
                foreach (var key in keys) rows[id].Number(key, 0);
            using var row = FastReader.Open(connection, Sql(Since(connection), $"and customer_id in ({string.Join(',', some)})"));
            while (row.Read())
                for (var k = 0; k < keys.Length; k++) rows[row.Long(0)].Number(keys[k], row.LongOr(k + 1, 0));
        }
    }

    /// <summary>The first day (day number) of the year that ends now; with demo data all days count, see below.</summary>
    public static int FirstDay(DbConnection connection, TimeProvider clock) => HasDemo(connection) ? int.MinValue : DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber - Days;

    private string Since(DbConnection connection)
    {
        // With demo data numbers are reckoned as of its last day; what it tells of is less than a year.
        var since = HasDemo(connection) ? DateTimeOffset.UnixEpoch : clock.GetUtcNow().AddDays(-Days);
        return Literal(connection, since);
    }

    /// <summary>An instant as a query writes it.</summary>
    public static string Literal(DbConnection connection, DateTimeOffset at) =>
        connection is SqliteConnection ? Instants.ToMicroseconds(at).ToString(CultureInfo.InvariantCulture) : $"timestamptz '{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00'";

    private static bool HasDemo(DbConnection connection)
    {
        using var row = FastReader.Open(connection, $"select 1 from kernel_settings where key = '{SettingsKeys.Demo}'");
        return row.Read();
    }
}
