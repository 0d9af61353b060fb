using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Interactions.Contracts;
using Patron.Kernel;

namespace Patron.Interactions.ExportRows;

/// <summary>What sources sent of interactions, in the columns of an interactions file.</summary>
internal sealed class ExportsInteractions(ITakesRows<IncomingInteraction> taker, IUserNames users) : IExportPart
{
    public string Kind => "interactions";
    public int Order => 60;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var people = await users.Said(session, ct);
        rows.Columns("id", "customer", "at", "kind", "channel", "direction", "subject", "text", "outcome", "duration", "previous", "owner", "with", "mood", "critical");
        using var row = FastReader.Open(session.Connection, $"""
            select k.key, r.external_id, i.at, i.kind, i.channel, i.direction, i.payload, i.agent from {ClaimedKeys.Table} k cross join {InteractionStore.Table} i
            left join identity_source_records r on r.customer_id = i.customer_id and r.id = i.source_record_id
            where k.scope = '{ClaimScopes.Interaction(source.Id)}' and i.customer_id = k.customer_id and i.id = k.id order by {session.InOrder("k.key")}
            """);
        while (row.Read())
        {
            var said = Payload.Read(row.Text(6)!);
            rows.Text(row, 0).Text(row, 1).Instant(row, 2).Text(row, 3).Text(row, 4).Text(row.IsNull(5) ? null : ((Direction)row.Int(5)).ToString().ToLowerInvariant())
                .Text(said.Subject).Text(said.Text).Text(said.Outcome).Micros(said.Seconds * 1_000_000L).Micros(said.Earlier * 1_000_000L)
                .Text(row.IsNull(7) ? null : people.GetValueOrDefault(new(row.Long(7)))).Text(said.With).Text(said.Mood).Flag(said.Critical);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingInteraction>(taker.Begin(intake), row =>
        new(row.Line, row.Need("id"), row.Need("customer"), row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"), row.Need("kind"), row.Text("channel"), row.Text("direction"),
            row.Text("subject"), row.Text("text"), row.Text("outcome")) { Seconds = (int?)(row.Micros("duration") / 1_000_000), Earlier = (int?)(row.Micros("previous") / 1_000_000), Agent = row.Text("owner"), With = row.Text("with"), Mood = row.Text("mood"), Critical = row.Flag("critical") });
}
