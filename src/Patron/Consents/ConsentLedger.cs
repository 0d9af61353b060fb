using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents;

internal sealed class ConsentLedger(IDbContextFactory<PatronDb> contexts) : IConsentLedger
{
    public const string Table = "consents_ledger";

    internal static readonly string[] Columns =
        ["customer_id", "id", "source_record_id", "purpose", "channel", "given", "at", "evidence", "recorded_at", "text_id", "\"by\""];

    /// <summary>What makes two entries the same: the record, the words, the time.</summary>
    private readonly record struct Words(long Customer, long? Record, string Purpose, string Channel, bool Given, long At, string? Evidence);

    public async Task<IReadOnlySet<ConsentSaid>> Append(BulkSession session, Intake intake, IReadOnlyList<ConsentSaid> said, CancellationToken ct)
    {
        if (intake.PlanOnly || said.Count == 0) return new HashSet<ConsentSaid>();
        var there = await Read(session, said.Select(s => s.Customer.Value).ToHashSet(), ct);
        var fresh = said.Where(s => there.Add(WordsOf(s))).ToHashSet();
        if (fresh.Count == 0) return fresh;
        using (var sink = session.Sink(Table, Columns))
        {
            foreach (var one in fresh) Write(sink, one, intake.Ids(Table).Next(), one.Recorded ?? intake.Now);
            sink.Complete();
        }
        session.Tell(Topics.Consents, fresh.Select(s => s.Customer.Value));
        return fresh;
    }

    public async Task TakeBack(BulkSession session, ChangeSetId set, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var ranges = await session.Db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == set && r.Entity == Table).ToListAsync(ct);
        if (ranges.Count == 0 || customers.Count == 0) return;
        foreach (var range in ranges)
        {
            // The plus keeps SQLite at the customers, who are few.
            await using var delete = session.Command();
            delete.CommandText = $"delete from {Table} where customer_id in {delete.In("@customers", customers.Select(c => c.Value))} and +id between @first and @last";
            delete.Add("@first", range.FirstId);
            delete.Add("@last", range.LastId);
            await delete.ExecuteNonQueryAsync(ct);
        }
        session.Tell(Topics.Consents, customers.Select(c => c.Value));
    }

    public async Task<IReadOnlyList<ConsentState>> Of(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var set = db.ConsentLedger;
        var entries = await set.AsNoTracking().Where(e => e.CustomerId == customer).ToListAsync(ct);
        return [.. entries.GroupBy(e => (e.Purpose, e.Channel))
            .Select(g => g.OrderByDescending(e => e.At).ThenBy(e => e.Given).First())
            .OrderBy(e => e.Purpose, StringComparer.Ordinal).ThenBy(e => e.Channel, StringComparer.Ordinal)
            .Select(e => new ConsentState(e.Purpose, e.Channel, e.Given, e.At, e.Evidence))];
    }

    private static Words WordsOf(ConsentSaid said) =>
        new(said.Customer.Value, said.Record?.Value, said.Purpose, said.Channel, said.Given, Instants.ToMicroseconds(said.At), said.Evidence);

    private static async Task<HashSet<Words>> Read(BulkSession session, HashSet<long> customers, CancellationToken ct)
    {
        var there = new HashSet<Words>();
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select customer_id, source_record_id, purpose, channel, given, at, evidence from {Table} where customer_id in {command.In("@customers", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                there.Add(new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetString(2), reader.GetString(3),
                    reader.GetBoolean(4), reader.GetInstant(5), reader.IsDBNull(6) ? null : reader.GetString(6)));
            }
        }
        return there;
    }

    internal static void Write(IRowSink sink, ConsentSaid said, long id, DateTimeOffset recorded)
    {
        sink.Begin();
        sink.Long(said.Customer.Value);
        sink.Long(id);
        sink.Long(said.Record?.Value);
        sink.Text(said.Purpose);
        sink.Text(said.Channel);
        sink.Flag(said.Given);
        sink.Instant(Instants.ToMicroseconds(said.At));
        sink.Text(said.Evidence);
        sink.Instant(Instants.ToMicroseconds(recorded));
        sink.Long(said.Text);
        sink.Long(said.By?.Value);
        sink.End();
    }
}
