using System.Data.Common;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales;

/// <summary>Reads and writes deals with their history in bulk, within a session.</summary>
internal static class DealStore
{
    private static readonly string[] DealColumns = ["customer_id", "id", "source_record_id", "source_id", "number", "currency", "version", .. DealFacts.Columns];

    private static readonly string[] StepColumns =
    [
        "customer_id", "id", "source_record_id", "opportunity_id", "at", "day", "until", "stage_until", "pipeline", "stage", "state", "since", "probability", "amount", "currency", "expected", "committed",
        "owner_id", "product_id", "outcome", "ended", "\"by\"",
    ];

    /// <summary>Deals by key, each with its whole history.</summary>
    public static async Task<List<Deal>> Read(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> keys, CancellationToken ct)
    {
        var deals = new List<Deal>(keys.Count);
        if (keys.Count == 0) return deals;
        await using (var command = session.Command())
        {
            command.CommandText = $"""
                select t.customer_id, t.id, t.source_record_id, t.source_id, t.number, t.currency, t.version, {string.Join(", ", DealFacts.Columns.Select(c => "t." + c))}
                from {command.InPairs(keys)} cross join {OpportunityTable.Name} t where t.customer_id = w.c and t.id = w.i
                """;
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) deals.Add(Of(reader));
        }
        var byId = deals.ToDictionary(d => d.Id);
        await using (var command = session.Command())
        {
            command.CommandText = $"""
                select t.opportunity_id, t.id, t.at, t.day, t.until, t.stage_until, t.pipeline, t.stage, t.state, t.since, t.probability, t.amount, t.expected, t.committed, t.owner_id, t.product_id, t.outcome, t.ended, t."by"
                from {command.InPairs(keys)} cross join {DealStepTable.Name} t where t.customer_id = w.c and t.opportunity_id = w.i order by t.day, t.at, t.id
                """;
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) byId[reader.GetInt64(0)].Steps.Add(StepOf(reader));
        }
        return deals;
    }

    private static Deal Of(DbDataReader row)
    {
        var facts = new DealFacts(
            row.Text(7), row.GetInt32(8), row.GetInt32(9), (DealState)row.GetInt32(10), row.GetInt32(11), row.Int(12), row.Int(13), row.Int(14), Long(row, 15), row.GetInt32(16),
            Long(row, 17), row.Text(18), Long(row, 19), row.Text(20), row.Text(21), row.Int(22), Long(row, 23)) { Custom = row.Text(24) };
        return new()
        {
            Customer = row.GetInt64(0), Id = row.GetInt64(1), Record = Long(row, 2), Source = Long(row, 3), Number = row.Text(4), Currency = row.GetString(5), Version = row.GetInt32(6), Facts = facts, Stored = facts,
        };
    }

    private static Step StepOf(DbDataReader row)
    {
        var end = new StepEnd(row.Int(4), row.Int(5), (DealState?)row.Int(16), row.Int(17));
        return new()
        {
            Id = row.GetInt64(1), At = row.GetInstant(2), Day = row.GetInt32(3), Probability = row.GetInt32(10), By = Long(row, 18), End = end, Stored = end,
            Facts = new(null, row.GetInt32(6), row.GetInt32(7), (DealState)row.GetInt32(8), row.GetInt32(9), null, null, row.Int(12), Long(row, 11), row.GetInt32(13), Long(row, 14), null, Long(row, 15), null, null, null, null),
        };
    }

    /// <summary>Writes what is new or differs of these deals, records it, and tells the feed. New rows go into the change set as ranges by the caller.</summary>
    public static async Task Write(BulkSession session, IReadOnlyCollection<Deal> deals, ChangeRecorder? changes, CancellationToken ct)
    {
        var made = deals.Where(d => d.Stored is null).ToList();
        var changed = deals.Where(d => d.Stored is { } stored && stored != d.Facts).ToList();
        var steps = deals.SelectMany(d => d.Steps.Select(s => (Deal: d, Step: s))).ToList();
        var ended = steps.Where(s => s.Step.Stored is { } stored && stored != s.Step.End).ToList();
        changes?.Write(session, OpportunityTable.Name, [.. changed.Select(d => RowChange.Of(d.Id, d.Customer, DealFacts.Columns, d.Stored!.Values, d.Facts.Values)).OfType<RowChange>()]);
        changes?.Write(session, DealStepTable.Name, [.. ended.Select(s => RowChange.Of(s.Step.Id, s.Deal.Customer, StepEnd.Columns, s.Step.Stored!.Value.Values, s.Step.End.Values)).OfType<RowChange>()]);
        Insert(session, made);
        Insert(session, steps.FindAll(s => s.Step.Stored is null));
        await session.Update(OpportunityTable.Name, [.. DealFacts.Columns, "version"], ["customer_id", "id"], [.. changed.Select(d => (object?[])[.. d.Facts.Values, ++d.Version, d.Customer, d.Id])], ct);
        await session.Update(DealStepTable.Name, StepEnd.Columns, ["customer_id", "id"], [.. ended.Select(s => (object?[])[.. s.Step.End.Values, s.Deal.Customer, s.Step.Id])], ct);
        session.Tell(Topics.Sales, made.Concat(changed).Select(d => d.Customer).Concat(ended.Select(s => s.Deal.Customer)));
        foreach (var deal in deals) deal.Stored = deal.Facts;
        foreach (var (_, step) in steps) step.Stored = step.End;
    }

    private static void Insert(BulkSession session, List<Deal> deals)
    {
        if (deals.Count == 0) return;
        using (var sink = session.Sink(OpportunityTable.Name, DealColumns))
        {
            foreach (var deal in deals)
            {
                var f = deal.Facts;
                sink.Begin();
                sink.Long(deal.Customer);
                sink.Long(deal.Id);
                sink.Long(deal.Record);
                sink.Long(deal.Source);
                sink.Text(deal.Number);
                sink.Text(deal.Currency);
                sink.Int(deal.Version);
                sink.Text(f.Name);
                sink.Int(f.Pipeline);
                sink.Int(f.Stage);
                sink.Int((int)f.State);
                sink.Int(f.Since);
                sink.Int(f.Opened);
                sink.Int(f.Closed);
                sink.Int(f.Expected);
                sink.Long(f.Amount);
                sink.Int(f.Committed);
                sink.Long(f.Owner);
                sink.Text(f.OwnerName);
                sink.Long(f.Product);
                sink.Text(f.Competitors);
                sink.Text(f.NextStep);
                sink.Int(f.NextDue);
                sink.Long(f.Reason);
                sink.Text(f.Custom);
                sink.End();
            }
            sink.Complete();
        }
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var deal in deals)
            if (deal.Source is { } source && deal.Number is { } number) ClaimedKeys.Write(claims, ClaimScopes.Opportunity(new(source)), number, deal.Id, deal.Customer);
        claims.Complete();
    }

    private static void Insert(BulkSession session, List<(Deal Deal, Step Step)> steps)
    {
        if (steps.Count == 0) return;
        using var sink = session.Sink(DealStepTable.Name, StepColumns);
        foreach (var (deal, step) in steps)
        {
            var f = step.Facts;
            sink.Begin();
            sink.Long(deal.Customer);
            sink.Long(step.Id);
            sink.Long(deal.Record);
            sink.Long(deal.Id);
            sink.Instant(step.At);
            sink.Int(step.Day);
            sink.Int(step.End.Until);
            sink.Int(step.End.StageUntil);
            sink.Int(f.Pipeline);
            sink.Int(f.Stage);
            sink.Int((int)f.State);
            sink.Int(f.Since);
            sink.Int(step.Probability);
            sink.Long(f.Amount);
            sink.Text(deal.Currency);
            sink.Int(f.Expected);
            sink.Int(f.Committed);
            sink.Long(f.Owner);
            sink.Long(f.Product);
            sink.Int((int?)step.End.Outcome);
            sink.Int(step.End.Ended);
            sink.Long(step.By);
            sink.End();
        }
        sink.Complete();
    }

    private static long? Long(DbDataReader row, int field) => row.IsDBNull(field) ? null : row.GetInt64(field);
}
