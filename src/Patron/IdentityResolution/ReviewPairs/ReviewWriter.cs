using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Matching;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.TakeRecords;
using Patron.IdentityResolution.TrainModel;
using Patron.Kernel;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>Brings the review list up to what a run found: one pair for each two customers that may be one and about whom nobody has decided.</summary>
internal sealed class ReviewWriter(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IListsCustomers customers, IReckoningDay reckoning, IdMaker ids, TimeProvider clock)
{
    /// <summary>Nobody answers more; the likeliest are kept.</summary>
    private const int Most = 20_000;
    private const double Millionths = 1_000_000;
    private const long OneUnit = 1_000_000;

    private static readonly string[] Columns = ["id", "kind", "first_record", "second_record", "first_source", "second_source", "probability", "version", "evidence", "cost", "at"];

    private sealed record Stored(long Id, int Probability, int Version, long Cost, bool Answered);

    /// <summary>One pair that is to be asked.</summary>
    private sealed record Asked(int A, int B, float Weight, int Probability, long Cost);

    /// <param name="pairs">Whatever is likely enough to be kept; of those that are one by now none is asked.</param>
    /// <param name="only">Records about which something was found; what waits about others stays. Null: everything was found anew.</param>
    /// <returns>How many wait, of those at or above the line from which people are asked.</returns>
    public async Task<int> Write(CustomerKind kind, ModelVersion? model, PreparedRecords records, IReadOnlyList<MatchPair> pairs, MatchSettings lines, IReadOnlySet<long>? only, CancellationToken ct)
    {
        await customerBase.CatchUp(ct);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var asked = await Choose(session, records, only is null ? pairs : [.. pairs.Where(p => only.Contains(records.Records[p.A]) || only.Contains(records.Records[p.B]))], ct);
        var stored = Read(session, kind, only);
        await Delete(session, await Gone(session, kind, records, [.. stored.Where(s => !s.Value.Answered && !asked.ContainsKey(s.Key))], ct), ct);
        Insert(session, kind, model, records, asked.Where(a => !stored.ContainsKey(a.Key)).Select(a => a.Value));
        await Update(session, model, records, asked, stored, ct);
        await session.Commit(ct);
        return asked.Values.Count(a => a.Probability >= lines.Ask * Millionths);
    }

    /// <summary>By the two records' ids.</summary>
    private async Task<Dictionary<(long, long), Asked>> Choose(BulkSession session, PreparedRecords records, IReadOnlyList<MatchPair> pairs, CancellationToken ct)
    {
        if (pairs.Count == 0) return [];
        var owners = await RecordTable.Owners(session, [.. pairs.SelectMany(p => (long[])[records.Records[p.A], records.Records[p.B]]).Distinct()], ct);
        var (decided, apart) = await Decided(session, ct);
        var (snapshot, chosen, customers) = (customerBase.Current, new Dictionary<(long, long), Asked>(), new HashSet<(long, long)>());
        var spent = snapshot.Summary(reckoning.AsOf.DayNumber).Spent;
        foreach (var pair in pairs.OrderByDescending(p => p.Probability))
        {
            var (one, other) = (records.Records[pair.A], records.Records[pair.B]);
            if (!owners.TryGetValue(one, out var mine) || !owners.TryGetValue(other, out var others) || mine == others) continue;
            if (decided.Contains(Ordered(one, other)) || apart.Contains(Ordered(mine, others)) || !customers.Add(Ordered(mine, others))) continue;
            // Where even the records' names keep apart what the model is sure of, half of the doubt is left all the same.
            var doubt = Math.Max(.005, Math.Min(pair.Probability, 1 - pair.Probability));
            var cost = (long)((Of(mine) + Of(others) + OneUnit) * doubt);
            chosen.Add(Ordered(one, other), new(pair.A, pair.B, pair.Weight, (int)(pair.Probability * Millionths), cost));
            if (chosen.Count == Most) break;
        }
        return chosen;

        double Of(long customer) => snapshot.TryIndex(customer, out var index) ? spent[index] : 0;
    }

    /// <summary>Pairs of records that people call one, and pairs of customers of which they keep some records apart.</summary>
    private static async Task<(HashSet<(long, long)> Decided, HashSet<(long, long)> Apart)> Decided(BulkSession session, CancellationToken ct)
    {
        var (same, never) = (new HashSet<(long, long)>(), new List<(long, long)>());
        using (var rows = FastReader.Open(session.Connection, $"select first_record, second_record, verdict from {IdentityTables.Decisions} where ended_at is null and verdict in ({(int)Verdict.Same}, {(int)Verdict.Never})"))
        {
            while (rows.Read())
            {
                if (rows.Int(2) == (int)Verdict.Same) same.Add(Ordered(rows.Long(0), rows.Long(1))); else never.Add((rows.Long(0), rows.Long(1)));
            }
        }
        var owners = await RecordTable.Owners(session, [.. never.SelectMany(p => (long[])[p.Item1, p.Item2]).Distinct()], ct);
        return (same, [.. from p in never where owners.ContainsKey(p.Item1) && owners.ContainsKey(p.Item2) select Ordered(owners[p.Item1], owners[p.Item2])]);
    }

    private static Dictionary<(long, long), Stored> Read(BulkSession session, CustomerKind kind, IReadOnlySet<long>? only)
    {
        var stored = new Dictionary<(long, long), Stored>();
        var about = only is null ? "" : string.Join(',', only);
        var which = only is null ? "" : $" and (first_record in ({about}) or second_record in ({about}))";
        using var rows = FastReader.Open(session.Connection, $"select first_record, second_record, id, probability, version, cost, answer from {IdentityTables.ReviewPairs} where kind = {(int)kind}{which}");
        while (rows.Read()) stored.Add((rows.Long(0), rows.Long(1)), new(rows.Long(2), rows.Int(3), rows.Int(4), rows.Long(5), !rows.IsNull(6)));
        return stored;
    }

    /// <summary>
    /// Of the questions that were not found again those that are settled. Records are read without a lock: where an answer is taken back meanwhile, the run has seen
    /// the two as one and knows nothing of their question. It stays; the change that moved the records has them looked at again.
    /// </summary>
    private async Task<List<long>> Gone(BulkSession session, CustomerKind kind, PreparedRecords records, IReadOnlyList<KeyValuePair<(long First, long Second), Stored>> unfound, CancellationToken ct)
    {
        if (unfound.Count == 0) return [];
        var read = records.Records.Zip(records.Customers).ToDictionary();
        var owners = await PreparedRecords.Owners(session, kind, [.. unfound.SelectMany(u => (long[])[u.Key.First, u.Key.Second]).Distinct()], ct);
        var held = await customers.Find(session.Db, [.. owners.Values.Distinct()], ct);
        return [.. unfound.Where(u => !(Counts(u.Key.First) && Counts(u.Key.Second) && (Moved(u.Key.First) || Moved(u.Key.Second)))).Select(u => u.Value.Id)];

        bool Counts(long record) => owners.TryGetValue(record, out var owner) && held.ContainsKey(owner);

        bool Moved(long record) => !read.TryGetValue(record, out var owner) || owner != owners[record];
    }

    private static async Task Delete(BulkSession session, IEnumerable<long> gone, CancellationToken ct)
    {
        foreach (var some in gone.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from {IdentityTables.ReviewPairs} where id in {delete.In("@ids", some)} and answer is null";
            await delete.ExecuteNonQueryAsync(ct);
        }
    }

    private void Insert(BulkSession session, CustomerKind kind, ModelVersion? model, PreparedRecords records, IEnumerable<Asked> fresh)
    {
        var (numbers, now) = (new IdRanges(ids), Instants.ToMicroseconds(clock.GetUtcNow()));
        using var sink = session.Sink(IdentityTables.ReviewPairs, Columns);
        foreach (var pair in fresh)
        {
            // Records of a kind are read by their ids: the lower number is the older record.
            sink.Begin();
            sink.Long(numbers.Next());
            sink.Int((int)kind);
            sink.Long(records.Records[pair.A]);
            sink.Long(records.Records[pair.B]);
            sink.Long(records.Sources[pair.A]);
            sink.Long(records.Sources[pair.B]);
            sink.Int(pair.Probability);
            sink.Int(model!.Row.Version);
            sink.Text(Evidence(model, records, pair));
            sink.Long(pair.Cost);
            sink.Instant(now);
            sink.End();
        }
        sink.Complete();
    }

    /// <summary>What weighs otherwise now; an answer to a pair about which nothing is decided any more was taken back, and is asked again.</summary>
    private static async Task Update(BulkSession session, ModelVersion? model, PreparedRecords records, Dictionary<(long, long), Asked> asked, Dictionary<(long, long), Stored> stored, CancellationToken ct)
    {
        var (dearer, changed) = (new List<object?[]>(), new List<object?[]>());
        foreach (var (key, pair) in asked)
        {
            if (!stored.TryGetValue(key, out var was)) continue;
            if (was.Answered || was.Probability != pair.Probability || was.Version != model!.Row.Version)
                changed.Add([pair.Probability, model!.Row.Version, Evidence(model, records, pair), pair.Cost, null, null, null, null, was.Id]);
            else if (was.Cost != pair.Cost) dearer.Add([pair.Cost, was.Id]);
        }
        await session.Update(IdentityTables.ReviewPairs, ["cost"], ["id"], dearer, ct);
        await session.Update(IdentityTables.ReviewPairs, ["probability", "version", "evidence", "cost", "answer", "answered_by", "answered_at", "answered_in"], ["id"], changed, ct);
    }

    private static string Evidence(ModelVersion model, PreparedRecords records, Asked pair) => JsonSerializer.Serialize(
        Weighing.Of(model.Model, model.Model.Compare(records.Texts(pair.A), records.Texts(pair.B)), pair.Weight), JsonSerializerOptions.Web);

    private static (long, long) Ordered(long a, long b) => (Math.Min(a, b), Math.Max(a, b));
}
