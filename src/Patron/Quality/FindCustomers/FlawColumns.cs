using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;

namespace Patron.Quality.FindCustomers;

/// <summary>Puts each customer's flaws, as last reckoned, into the customer base: less what a person has set right since.</summary>
internal sealed class FlawColumns(IRecordStream records) : IContributesColumns
{
    private const string Columns = $"select customer_id, source_number, missing, invalid, duplicate from {RecordFlawsTable.Name}";

    public IReadOnlyList<ColumnKey> Keys { get; } = [FlawCode.Key];

    // Merges and splits move the rows of flaws; the feed tells of them under the customers' topic.
    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Quality, Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (codes, dictionary) = (new int[draft.Count], draft.Writer.Dictionary(FlawCode.Key));
        var (known, finder, gatherer) = (new Dictionary<SourceFlaws, int>(), draft.Finder(), new FlawGatherer());
        var (open, only, several, repaired) = (-1, default(SourceFlaws), false, ByHand(connection, null));
        using var rows = FastReader.Open(connection, $"{Columns} order by customer_id, id");
        while (rows.Read())
        {
            var index = finder.IndexOf(rows.Long(0));
            if (index < 0) continue;
            var flaws = new SourceFlaws(rows.Int(1), rows.Int(2), rows.Int(3), rows.Int(4));
            if (index != open)
            {
                Close();
                (open, only, several) = (index, flaws, false);
                continue;
            }
            if (!several) gatherer.Add(only);
            gatherer.Add(flaws);
            several = true;
        }
        Close();
        draft.Add(FlawCode.Key, codes);

        void Close()
        {
            if (open < 0) return;
            var byHand = repaired.Count == 0 ? 0 : repaired.GetValueOrDefault(draft.Ids[open]);
            if (!several && byHand == 0)
            {
                codes[open] = known.TryGetValue(only, out var code) ? code : known[only] = dictionary.Code(FlawCode.Write([only]));
                return;
            }
            if (!several) gatherer.Add(only);
            codes[open] = dictionary.Code(gatherer.Take(byHand));
        }
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            var found = some.ToDictionary(id => id, _ => new FlawGatherer());
            using (var stored = FastReader.Open(connection, $"{Columns} where customer_id in ({string.Join(',', some)})"))
                while (stored.Read()) found[stored.Long(0)].Add(new(stored.Int(1), stored.Int(2), stored.Int(3), stored.Int(4)));
            var repaired = ByHand(connection, some);
            foreach (var (id, gatherer) in found) rows[id].Category(FlawCode.Key, gatherer.Take(repaired.GetValueOrDefault(id)));
        }
    }

    private Dictionary<long, int> ByHand(DbConnection connection, IReadOnlyCollection<long>? customers)
    {
        var repaired = new Dictionary<long, int>();
        records.ReadByHand(connection, customers, (customer, field) => repaired[customer] = repaired.GetValueOrDefault(customer) | QualityFields.RepairedBy(field));
        return repaired;
    }
}
