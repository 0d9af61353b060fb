using System.Security.Cryptography;
using System.Text;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Interactions.KeepFiles;
using Patron.Kernel;

namespace Patron.Interactions.ExportRows;

/// <summary>
/// Files of contacts with what they hold, in base 64. A contact is named by its moment, its kind, a digest of what was said, and a number among those of one customer
/// that are alike in all of that: it does not matter which of them has the file.
/// </summary>
internal sealed class ExportsFiles(FileKeeper keeper, IdMaker ids) : IExportPart
{
    public string Kind => "contact-files";
    public int Order => 89;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "at", "kind", "said", "nth", "name", "content");
        foreach (var (customer, external) in await Holders(session, source.Id, ct))
        {
            var contacts = await Contacts(session, [customer], ct);
            foreach (var (key, file) in (await Kept(session, customer, ct)).Select(f => (contacts.Single(c => c.Value.Id == f.Contact).Key, f)).OrderBy(f => f.Key.At).ThenBy(f => f.Key.Kind, StringComparer.Ordinal).ThenBy(f => f.Key.Said, StringComparer.Ordinal).ThenBy(f => f.Key.Nth).ThenBy(f => f.f.Id))
            {
                // One whose content was lost to an erasure has no row; one that a person removed by hand from the disk is passed over.
                if (!File.Exists(keeper.PathOf(file.Set))) continue;
                rows.Text(external).Instant(key.At).Text(key.Kind).Text(key.Said).Text(key.Nth.ToString(System.Globalization.CultureInfo.InvariantCulture)).Text(file.Name)
                    .Text(Convert.ToBase64String(await File.ReadAllBytesAsync(keeper.PathOf(file.Set), ct)));
                rows.End();
            }
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var contacts = await Contacts(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var there = new HashSet<(long, string)>();
        foreach (var customer in owners.Values.Select(o => o.Customer.Value).Distinct()) there.UnionWith((await Kept(session, customer, ct)).Select(f => (f.Contact, f.Name)));
        var fates = new RowFate[rows.Count];
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner) || !contacts.TryGetValue(KeyOf(row, owner.Customer.Value), out var contact))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var known = there.Contains((contact.Id, row.Need("name")));
            fates[at] = new(row.Line, known ? Fate.Unchanged : Fate.Created);
            if (!known) await Keep(session, row, owner.Customer, contact, ct);
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    }

    /// <summary>Under a name of its own, as if a deed had brought it: an erasure finds it by that.</summary>
    private async Task Keep(BulkSession session, ExportedRow row, CustomerId customer, (long Id, long? Record) contact, CancellationToken ct)
    {
        var content = new byte[row.Need("content").Length];
        if (!Convert.TryFromBase64String(row.Need("content"), content, out var length)) throw new ExportDamagedException(row.Line, "content");
        var set = ids.Next<ChangeSetId>();
        await File.WriteAllBytesAsync(keeper.PathOf(set), content.AsMemory(0, length), ct);
        var file = new ContactFile { CustomerId = customer, Id = ids.Next<InteractionId>().Value, InteractionId = new(contact.Id), ChangeSetId = set, Name = row.Need("name"), Size = length };
        session.Db.Add(file);
        // The set says where the file came from.
        var changes = new ChangeRecorder(session.Db, new() { Id = set, At = Instants.FromMicroseconds(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at")), By = null, Kind = "contact.attach" });
        changes.Range(ContactFileTable.Name, file.Id, file.Id);
    }

    private readonly record struct ContactKey(long Customer, long At, string Kind, string Said, int Nth);

    private static ContactKey KeyOf(ExportedRow row, long customer) =>
        new(customer, row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"), row.Need("kind"), row.Need("said"), int.TryParse(row.Need("nth"), out var nth) ? nth : throw new ExportDamagedException(row.Line, "nth"));

    /// <summary>The source's first records of customers who have files.</summary>
    private static async Task<List<(long Customer, string External)>> Holders(BulkSession session, SourceId source, CancellationToken ct)
    {
        var holders = new List<(long, string)>();
        await using var command = session.Command($"""
            select r.customer_id, r.external_id from (select distinct customer_id from {ContactFileTable.Name}) f cross join identity_source_records r
            where r.customer_id = f.customer_id and r.source_id = {source.Value} and {FirstRecord.Is} order by r.id
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) holders.Add((reader.GetInt64(0), reader.GetString(1)));
        return holders;
    }

    private static async Task<List<(long Id, long Contact, ChangeSetId Set, string Name)>> Kept(BulkSession session, long customer, CancellationToken ct)
    {
        var kept = new List<(long, long, ChangeSetId, string)>();
        await using var command = session.Command($"select id, interaction_id, change_set_id, name from {ContactFileTable.Name} where customer_id = {customer} order by id");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) kept.Add((reader.GetInt64(0), reader.GetInt64(1), new(reader.GetInt64(2)), reader.GetString(3)));
        return kept;
    }

    private static async Task<Dictionary<ContactKey, (long Id, long? Record)>> Contacts(BulkSession session, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        var (contacts, alike) = (new Dictionary<ContactKey, (long, long?)>(), new Dictionary<ContactKey, int>());
        await using var command = session.Command();
        command.CommandText = $"select customer_id, id, at, kind, payload, source_record_id from {InteractionStore.Table} where customer_id in {command.In("@customers", customers)} and kind <> '{InteractionKinds.Note}' order by id";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = new ContactKey(reader.GetInt64(0), reader.GetInstant(2), reader.GetString(3), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reader.GetString(4))).AsSpan(0, 8)), 0);
            var nth = alike[key] = alike.GetValueOrDefault(key) + 1;
            contacts[key with { Nth = nth }] = (reader.GetInt64(1), reader.IsDBNull(5) ? null : reader.GetInt64(5));
        }
        return contacts;
    }
}
