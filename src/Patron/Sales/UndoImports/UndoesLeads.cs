using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.UndoImports;

/// <summary>Takes back leads.</summary>
internal sealed class UndoesLeads() : UndoesRows(LeadTable.Name, Topics.Sales, [.. LeadTable.Recorded.Select(c => new RecordedColumn(c, IsInstant: c == "accept_by"))])
{
    public override int Order => 12;

    protected override string ClaimedIn => "lead:";
    protected override string ChangedSince => "sales.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new LeadId(r.Id).ToString()));

    // Whoever decides about the lead in a page that was open meanwhile must see that it is another.
    protected override async Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        await using var command = session.Command();
        command.CommandText = $"update {LeadTable.Name} set version = version + 1 where customer_id in {command.In("@customers", rows.Select(r => r.Customer).Distinct())} and +id in {command.In("@ids", rows.Select(r => r.Id))}";
        await command.ExecuteNonQueryAsync(ct);
    }
}
