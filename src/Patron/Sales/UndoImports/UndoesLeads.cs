using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.UndoImports;

/// <summary>Takes back leads.</summary>
internal sealed class UndoesLeads() : UndoesRows(LeadTable.Name, Topics.Sales, [.. LeadTable.Recorded.Select(c => new RecordedColumn(c, IsInstant: c == "accept_by"))])
{
    public override int Order => 12;

    protected override string ChangedSince => "sales.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new LeadId(r.Id).ToString()));
}
