using Patron.Data;
using Patron.Kernel;

namespace Patron.Households.KeepHouseholds;

/// <summary>Takes back what was decided about members; one about whom somebody has decided anew since stays.</summary>
internal sealed class UndoesHouseholds() : UndoesRows(DecidedTable.Name, Topics.Households, [.. Recorded.Select(c => new RecordedColumn(c))])
{
    public static readonly string[] Recorded = ["verdict", "name"];

    public override int Order => 36;

    protected override string ChangedSince => "households.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new CustomerId(r.Customer).ToString()));
}
