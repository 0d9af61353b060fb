using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Consents.ExportRows;

/// <summary>The addresses of the suppression list, as digests; their key goes with the settings, so that they mean the same where they are taken.</summary>
internal sealed class ExportsAddresses : IExportPart
{
    private static readonly string[] Columns = ["id", "channel", "digest", "reason", "source", "since", "ended_at", "ended_why"];

    public string Kind => "suppressed-addresses";
    public int Order => 36;
    public bool OfSource => false;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("channel", "digest", "reason", "source", "since", "ended", "why");
        using var row = FastReader.Open(session.Connection, $"select channel, digest, reason, source, since, ended_at, ended_why from {SuppressedAddressTable.Name} order by {session.InOrder("digest")}, since");
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(((SuppressionReason)row.Int(2)).ToString()).Text(row, 3).Instant(row, 4).Instant(row.IsNull(5) ? null : row.Instant(5)).Text(row, 6);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var known = new HashSet<(string, long)>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select digest, since from {SuppressedAddressTable.Name} where digest in {command.In("@digests", rows.Select(r => r.Need("digest")).Distinct())}";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) known.Add((row.GetString(0), row.GetInstant(1)));
        }
        var fates = new List<RowFate>();
        using var sink = session.Sink(SuppressedAddressTable.Name, Columns);
        foreach (var row in rows)
        {
            var since = row.Instant("since") ?? throw new ExportDamagedException(row.Line, "since");
            if (!known.Add((row.Need("digest"), since)))
            {
                fates.Add(new(row.Line, Fate.Unchanged));
                continue;
            }
            fates.Add(new(row.Line, Fate.Created));
            if (intake.PlanOnly) continue;
            sink.Begin();
            sink.Long(intake.Ids(SuppressedAddressTable.Name).Next());
            sink.Text(row.Need("channel"));
            sink.Text(row.Need("digest"));
            sink.Int((int)(row.Word<SuppressionReason>("reason") ?? throw new ExportDamagedException(row.Line, "reason")));
            sink.Text(row.Need("source"));
            sink.Instant(since);
            sink.Instant(row.Instant("ended"));
            sink.Text(row.Text("why"));
            sink.End();
        }
        sink.Complete();
        return fates;
    }
}

/// <summary>The suppression list's customers under the first record of each.</summary>
internal sealed class ExportsSuppressions : IExportPart
{
    private static readonly string[] Columns = ["customer_id", "id", "channel", "reason", "source", "since", "ended_at", "ended_why"];

    public string Kind => "suppressions";
    public int Order => 37;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "channel", "reason", "source", "since", "ended", "why");
        using var row = FastReader.Open(session.Connection, $"select r.external_id, t.channel, t.reason, t.source, t.since, t.ended_at, t.ended_why {FirstRecord.Join(SuppressionTable.Name, source.Id)} order by r.id, t.id");
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(((SuppressionReason)row.Int(2)).ToString()).Text(row, 3).Instant(row, 4).Instant(row.IsNull(5) ? null : row.Instant(5)).Text(row, 6);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var known = new HashSet<(long, string?, long)>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select customer_id, channel, since from {SuppressionTable.Name} where customer_id in {command.In("@customers", owners.Values.Select(o => o.Customer.Value).Distinct())}";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) known.Add((row.GetInt64(0), row.Text(1), row.GetInstant(2)));
        }
        var fates = new List<RowFate>();
        using var sink = session.Sink(SuppressionTable.Name, Columns);
        foreach (var row in rows)
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates.Add(FirstRecord.Missing(row));
                continue;
            }
            var since = row.Instant("since") ?? throw new ExportDamagedException(row.Line, "since");
            var fresh = known.Add((owner.Customer.Value, row.Text("channel"), since));
            fates.Add(new(row.Line, fresh ? Fate.Created : Fate.Unchanged));
            if (!fresh || intake.PlanOnly) continue;
            sink.Begin();
            sink.Long(owner.Customer.Value);
            sink.Long(intake.Ids(SuppressionTable.Name).Next());
            sink.Text(row.Text("channel"));
            sink.Int((int)(row.Word<SuppressionReason>("reason") ?? throw new ExportDamagedException(row.Line, "reason")));
            sink.Text(row.Need("source"));
            sink.Instant(since);
            sink.Instant(row.Instant("ended"));
            sink.Text(row.Text("why"));
            sink.End();
            session.Tell(Topics.Consents, owner.Customer.Value);
        }
        sink.Complete();
        return fates;
    }
}
