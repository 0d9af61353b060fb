using Patron.Data;
using Patron.Kernel;

namespace Patron.Reasons.UndoReasons;

/// <summary>Takes back given reasons together with what they were given for.</summary>
internal sealed class UndoesReasons() : UndoesRows(GivenTable.Name, Topics.Reasons, [])
{
    public override int Order => 9;

    protected override string ChangedSince => "reasons.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new CustomerId(r.Customer).ToString()));
}
