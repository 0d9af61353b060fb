using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Data;
using Patron.Kernel;

namespace Patron.CustomerBase.Contracts;

/// <summary>Where a room's facts stand in the database. All but <paramref name="From"/> are expressions over its columns.</summary>
/// <param name="From">A table, or tables joined.</param>
/// <param name="Begins">The day number, or the instant, on which it happened; null: always.</param>
/// <param name="Words">What it is, a text for each <see cref="FactPart"/>; null counts as no word.</param>
public sealed record FactRows(string From, string? Begins, params IReadOnlyList<string> Words)
{
    public string Customer { get; init; } = "customer_id";

    /// <summary>From when on it is no longer so, like <see cref="Begins"/>; null: it stays so.</summary>
    public string? Until { get; init; }

    /// <summary>A whole number: micros; null: there is none.</summary>
    public string? Amount { get; init; }

    /// <summary>Which rows; blank: all.</summary>
    public string Where { get; init; } = "1 = 1";

    /// <summary><see cref="Begins"/> and <see cref="Until"/> are instants; otherwise day numbers.</summary>
    public bool Instants { get; init; }

    /// <summary>A number of an enumeration as its name in small letters.</summary>
    public static string Word<T>(string column) where T : struct, Enum =>
        $"case {column} {string.Join(' ', Enum.GetValues<T>().Select(v => $"when {Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)} then '{v.ToString().ToLowerInvariant()}'"))} end";
}

/// <summary>
/// Fills a column of facts of the base from rows of a room's customers: what happened to them, or what they have. Days are those of the organisation's time zone.
/// Facts of a customer are read anew whenever the feed tells of the customer.
/// </summary>
/// <param name="topics">Of the feed; merges and splits tell of the rows they move under the customers' topic.</param>
public abstract class FactColumns(FactKey key, params IEnumerable<string> topics) : IContributesColumns
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public FactKey Key => key;
    public IReadOnlyList<ColumnKey> Keys { get; } = [key];
    public IReadOnlyList<string> Topics { get; } = [.. topics, Data.Topics.Customers];

    protected abstract FactRows Rows(DbConnection connection);

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (facts, finder) = (new FactLoad(draft.Count), draft.Finder());
        Read(connection, "", draft.Writer.Codes(key), (customer, fact) =>
        {
            if (finder.IndexOf(customer) is >= 0 and var at) facts.Add(at, fact);
        });
        draft.Add(key, facts);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            var found = some.ToDictionary(id => id, _ => new List<Fact>());
            Read(db.Database.GetDbConnection(), string.Join(',', some), writer.Codes(key), (customer, fact) => found[customer].Add(fact));
            foreach (var (id, facts) in found) rows[id].Facts(key, facts);
        }
    }

    /// <param name="customers">Ids, parted by commas; empty: all.</param>
    private void Read(DbConnection connection, string customers, CategoryDictionary dictionary, Action<long, Fact> take)
    {
        var (rows, zone, codes) = (Rows(connection), connection.Organisation().Zone, new CategoryCodes(dictionary));
        const string none = "cast(null as bigint)";
        var separator = connection is SqliteConnection ? "char(31)" : "chr(31)";
        var words = string.Join($" || {separator} || ", rows.Words.Select(w => $"coalesce({w}, '')"));
        using var row = FastReader.Open(connection, $"""
            select {rows.Customer}, {rows.Begins ?? none}, {words}, {rows.Until ?? none}, {rows.Amount ?? none} from {rows.From}
            where {rows.Where} {(customers.Length == 0 ? "" : $"and {rows.Customer} in ({customers})")} order by {rows.Customer}
            """);
        while (row.Read())
            take(row.Long(0), new(Day(row, 1, Fact.Always), codes.Code(row.Utf8(2)), Day(row, 3, Fact.Open), row.LongOr(4, NumberKey.Missing)));

        int Day(FastReader at, int column, int missing)
        {
            if (at.IsNull(column)) return missing;
            if (!rows.Instants) return at.Int(column);
            var micros = at.Instant(column);
            // In UTC nothing is to be looked up.
            var offset = zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime ? 0 : zone.GetUtcOffset(Instants.FromMicroseconds(micros)).Ticks / TimeSpan.TicksPerMicrosecond;
            return EpochDay + (int)Math.Floor((micros + offset) / (double)Instants.MicrosecondsPerDay);
        }
    }
}
