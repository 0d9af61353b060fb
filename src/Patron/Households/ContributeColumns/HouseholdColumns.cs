using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Households.ContributeColumns;

/// <summary>The household of each customer in the customer base: the one that a person confirmed, else the one that was found.</summary>
internal sealed class HouseholdColumns : IContributesColumns
{
    public const string Confirmed = "confirmed", Suggested = "suggested";

    public static readonly NumberKey Household = new("household");
    public static readonly CategoryKey State = new("household-state");

    // Of a customer the decisions come first, the latest before the others; what was found stands only where nothing was decided of that household.
    private const string Read = $"""
        select customer_id, household_id, verdict, 0 as found, at, id from {DecidedTable.Name} where 1 = 1 WHICH
        union all select customer_id, household_id, 1, 1, at, id from {FoundTable.Name} where 1 = 1 WHICH order by 1, 4, 5 desc, 6 desc
        """;

    public IReadOnlyList<ColumnKey> Keys { get; } = [Household, State];

    // Merges and splits move the rows; the feed tells of them under the customers' topic.
    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Households, Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (ids, states, dictionary, finder) = (new long[draft.Count], new int[draft.Count], draft.Writer.Dictionary(State), draft.Finder());
        Array.Fill(ids, NumberKey.Missing);
        var (confirmed, suggested) = (dictionary.Code(Confirmed), dictionary.Code(Suggested));
        foreach (var (customer, household, sure) in Latest(connection, ""))
        {
            if (finder.IndexOf(customer) is not (>= 0 and var at)) continue;
            (ids[at], states[at]) = (household, sure ? confirmed : suggested);
        }
        draft.Add(Household, ids);
        draft.Add(State, states);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            var found = Latest(db.Database.GetDbConnection(), $"and customer_id in ({string.Join(',', some)})").ToDictionary(f => f.Customer);
            foreach (var id in some)
            {
                var there = found.TryGetValue(id, out var one);
                rows[id].Number(Household, there ? one.Household : null).Category(State, !there ? null : one.Sure ? Confirmed : Suggested);
            }
        }
    }

    private static IEnumerable<(long Customer, long Household, bool Sure)> Latest(DbConnection connection, string which)
    {
        using var row = FastReader.Open(connection, Read.Replace("WHICH", which, StringComparison.Ordinal));
        var (at, done, decided) = (-1L, false, new HashSet<long>());
        while (row.Read())
        {
            if (row.Long(0) != at) (at, done, decided) = (row.Long(0), false, []);
            if (done || !decided.Add(row.Long(1)) || row.Long(2) != (long)Verdict.In) continue;
            done = true;
            yield return (at, row.Long(1), row.Long(3) == 0);
        }
    }
}
