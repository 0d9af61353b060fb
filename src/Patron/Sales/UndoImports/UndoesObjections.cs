using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepObjections;

namespace Patron.Sales.UndoImports;

/// <summary>Takes back objections.</summary>
internal sealed class UndoesObjections() : UndoesRows(ObjectionTable.Name, Topics.Sales, ObjectionTable.Recorded)
{
    public override int Order => 11;

    protected override string ChangedSince => "sales.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new CustomerId(r.Customer).ToString()));
}
