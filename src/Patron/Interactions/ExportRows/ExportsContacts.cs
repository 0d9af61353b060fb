using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Interactions.ExportRows;

/// <summary>Contacts that people logged, with all that was said, and what they refer to where that has a name. Behind what they may refer to.</summary>
internal sealed class ExportsContacts(IUserNames users, IEnumerable<NamedThing> things) : IExportPart
{
    public string Kind => "contacts";
    public int Order => 88;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("id", "at", "by", "kind", "channel", "direction", "payload", "about");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.at, t.agent, t.kind, t.channel, t.direction, t.payload, {things.Named(session, "reference_kind", "reference_id")} {FirstRecord.Join(InteractionStore.Table, source.Id)} and t.kind <> '{InteractionKinds.Note}' and t.source_record_id is null order by r.id, t.at, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Instant(row, 1).Text(row.IsNull(2) ? null : said.GetValueOrDefault(new(row.Long(2)))).Text(row, 3).Text(row, 4)
                .Text(row.IsNull(5) ? null : ((Direction)row.Int(5)).ToString().ToLowerInvariant()).Text(row, 6).Text(row, 7);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var there = await There(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var (fates, fresh) = FirstRecord.Sort(rows, owners, (row, customer) => there.Contains((customer.Value, At(row), row.Need("kind"), row.Need("payload"))));
        var about = await things.Find(session, [.. fresh.Where(f => f.Row.Text("about") is not null).Select(f => (f.Customer.Value, f.Row.Text("about")!)).Distinct()], ct);
        Insert(session, intake, fresh, byUser, about);
        return fates;
    }

    /// <summary>A contact is the same where the same was said to the same customer at the same moment.</summary>
    private static async Task<HashSet<(long Customer, long At, string Kind, string Payload)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long, string, string)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, at, kind, payload from {InteractionStore.Table} where customer_id in {command.In("@customers", customers)} and kind <> '{InteractionKinds.Note}' and source_record_id is null";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add((reader.GetInt64(0), reader.GetInstant(1), reader.GetString(2), reader.GetString(3)));
        return there;
    }

    private static long At(ExportedRow row) => row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at");

    private static void Insert(BulkSession session, Intake intake, List<(ExportedRow Row, CustomerId Customer)> contacts, IReadOnlyDictionary<string, UserId> byUser,
        IReadOnlyDictionary<(long Customer, string Name), (string Kind, long Id)> about)
    {
        if (contacts.Count == 0) return;
        using var sink = session.Sink(InteractionStore.Table, "customer_id", "id", "at", "kind", "channel", "direction", "agent", "payload", "version", "reference_kind", "reference_id");
        foreach (var (row, customer) in contacts)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(intake.Ids(InteractionStore.Table).Next());
            sink.Instant(At(row));
            sink.Text(row.Need("kind"));
            sink.Text(row.Text("channel"));
            sink.Int((int?)row.Word<Direction>("direction"));
            sink.Long(row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user.Value : null);
            sink.Text(row.Need("payload"));
            sink.Int(0);
            (string Kind, long Id)? thing = row.Text("about") is { } name && about.TryGetValue((customer.Value, name), out var found) ? found : null;
            sink.Text(thing?.Kind);
            sink.Long(thing?.Id);
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Interactions, contacts.Select(n => n.Customer.Value));
    }
}
