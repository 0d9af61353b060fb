using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.UndoImports;

/// <summary>Takes back deals; one that somebody has changed since stays, with its history.</summary>
internal sealed class UndoesDeals() : UndoesRows(OpportunityTable.Name, Topics.Sales, [.. DealFacts.Columns.Select(c => new RecordedColumn(c))])
{
    public override int Order => 13;

    protected override string ClaimedIn => "opportunity:";
    protected override string ChangedSince => "sales.left.changed";

    protected override async Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var deals = await DealStore.Read(session, [.. rows.Select(r => (r.Customer, r.Id))], ct);
        return deals.ToDictionary(d => d.Id, d => d.Number ?? d.Facts.Name ?? new OpportunityId(d.Id).ToString());
    }

    /// <summary>A lead whose deal is gone stays, and leads nowhere any more.</summary>
    protected override async Task Removed(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> gone, CancellationToken ct)
    {
        if (gone.Count == 0) return;
        await using var command = session.Command();
        command.CommandText = $"update {LeadTable.Name} set opportunity_id = null, version = version + 1 where customer_id in {command.In("@customers", gone.Select(r => r.Customer).Distinct())} and opportunity_id in {command.In("@deals", gone.Select(r => r.Id))}";
        await command.ExecuteNonQueryAsync(ct);
    }

    // Whoever edits the deal in a form that was open meanwhile must see that it is another.
    protected override async Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = $"update {OpportunityTable.Name} set version = version + 1 where customer_id in {command.In("@customers", rows.Select(r => r.Customer).Distinct())} and +id in {command.In("@ids", rows.Select(r => r.Id))}";
        if (rows.Count > 0) await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Takes back steps, after the deals; then the anonymous customers who were made for deals and have nothing left.</summary>
internal sealed class UndoesSteps(CustomerRowMover mover, IGoldenRecords golden) : UndoesRows(DealStepTable.Name, Topics.Sales, [.. StepEnd.Columns.Select(c => new RecordedColumn(c))])
{
    public override int Order => 14;

    protected override string Extra => "t.opportunity_id";
    protected override string ChangedSince => "sales.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new OpportunityId(r.Extra).ToString()));

    protected override async Task<IReadOnlyDictionary<long, string>> Stay(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var own = rows.Where(r => what.Made(OpportunityTable.Name, r.Extra)).ToList();
        var there = new HashSet<long>();
        await using var command = session.Command();
        command.CommandText = $"select t.id from {command.InPairs([.. own.Select(r => (r.Customer, r.Extra)).Distinct()])} cross join {OpportunityTable.Name} t where t.customer_id = w.c and t.id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add(reader.GetInt64(0));
        return own.Where(r => there.Contains(r.Extra)).ToDictionary(r => r.Id, _ => ChangedSince);
    }

    protected override async Task Removed(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> gone, CancellationToken ct)
    {
        // Whoever was ever named has a record; only those made for a deal alone have nothing left.
        var without = await mover.WithoutRows(session, [.. gone.Where(r => what.Made("customers", r.Customer)).Select(r => new CustomerId(r.Customer)).Distinct()], ct);
        if (without.Count == 0) return;
        await mover.Delete(session, without, ct);
        await golden.Delete(session, without, ct);
    }
}
