using Patron.Data;
using Patron.Data.Exporting;
using Patron.Experiments.Contracts;
using Patron.Experiments.KeepTests;
using Patron.Kernel;

namespace Patron.Experiments.ExportRows;

/// <summary>
/// Who is held out from everything. The draw hangs on the customer's number, which is another where the archive is taken: there those who are named stay held out, and nobody else
/// of those who came with the archive is.
/// </summary>
internal sealed class ExportsControl(IControlGroup control) : IExportPart
{
    public string Kind => "universal-control";
    public int Order => 107;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("customer");
        var group = await control.Now(ct);
        if (group.Rules.ControlPercent == 0) return;
        using var row = FastReader.Open(session.Connection, $"select r.external_id, r.customer_id from identity_source_records r where r.source_id = {source.Id.Value} and {FirstRecord.Is} order by r.id");
        while (row.Read())
        {
            if (!group.Holds(row.Long(1))) continue;
            rows.Text(row, 0);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    /// <summary>Where customers were before, the group is the one that was drawn here.</summary>
    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        if (!intake.Restores) return [.. rows.Select(r => new RowFate(r.Line, Fate.Unchanged))];
        var known = await ControlGroup.ReadNamed(session.Db, ct);
        var owners = await session.Find(ClaimScopes.Record(intake.Source.Id), [.. rows.Select(r => r.Need("customer")).Distinct(StringComparer.Ordinal)], ct);
        var fates = new List<RowFate>(rows.Count);
        using (var sink = session.Sink(AssignmentTable.Name, "customer_id", "id", "test_id", "arm", "at"))
        {
            foreach (var row in rows)
            {
                if (!owners.TryGetValue(row.Need("customer"), out var owner))
                {
                    fates.Add(new(row.Line, Fate.Rejected, new("identity.row.notKnown", "customer", row.Need("customer"))));
                    continue;
                }
                var fresh = !known.ContainsKey(owner.Customer);
                fates.Add(new(row.Line, fresh ? Fate.Created : Fate.Unchanged));
                if (!fresh) continue;
                sink.Begin();
                sink.Long(owner.Customer);
                sink.Long(intake.Ids(AssignmentTable.Name).Next());
                sink.Long(ControlGroup.Test);
                sink.Int(0);
                sink.Instant(Instants.ToMicroseconds(intake.Now));
                sink.End();
            }
            sink.Complete();
        }
        await ControlGroup.KeepNamed(session, ct);
        return fates;
    }
}
