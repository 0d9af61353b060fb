using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Consents.Suppress;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.JudgeContacts;

/// <summary>Reads what a judgement of some hundred persons needs, each thing by one query.</summary>
internal sealed class PersonReads(ICustomerReach reach, IEnumerable<ITellsWaiting> waiting)
{
    public async Task<Dictionary<CustomerId, PersonFacts>> Read(BulkSession session, ContactSettings settings, IReadOnlyCollection<CustomerId> customers, DateTimeOffset at, CancellationToken ct)
    {
        var organisation = await session.Db.Organisation(ct);
        var reached = await reach.Of(session, customers, ct);
        var persons = reached.ToDictionary(r => r.Key, r => new PersonFacts
        {
            Country = r.Value.Country, Reach = Channels(r.Value), Zone = PersonZones.Of(r.Value.TimeZone, settings.RuleOf(r.Value.Country).TimeZone, r.Value.Country, organisation.Zone),
        });
        if (persons.Count == 0) return persons;
        long[] ids = [.. persons.Keys.Select(c => c.Value)];
        await Suppressions(session, persons, ids, ct);
        await Addresses(session, persons, reached, ct);
        await Consents(session, persons, ids, ct);
        await Preferences(session, persons, ids, ct);
        var days = Math.Max(Preference.Days, settings.Caps.Select(c => c.Days).DefaultIfEmpty(0).Max());
        await Contacts(session, persons, ids, at.AddDays(-days).AddHours(-settings.MinimumHours), ct);
        foreach (var room in waiting)
            foreach (var one in await room.Waiting(session, persons.Keys, at.AddDays(days), ct))
                if (persons.TryGetValue(one.Customer, out var person)) person.Waiting.Add(one);
        return persons;
    }

    private static HashSet<string> Channels(CustomerReach reach)
    {
        var channels = new HashSet<string>();
        if (reach.Email is not null) channels.Add(ContactChannels.Email);
        if (reach.Phone is not null) channels.UnionWith([ContactChannels.Phone, ContactChannels.Sms]);
        if (reach.HasLetter) channels.Add(ContactChannels.Letter);
        return channels;
    }

    private static async Task Suppressions(BulkSession session, Dictionary<CustomerId, PersonFacts> persons, long[] ids, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = $"select customer_id, channel from {SuppressionTable.Name} where ended_at is null and customer_id in {command.In("@customers", ids)}";
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) persons[new(row.GetInt64(0))].Suppressed.UnionWith(row.Text(1) is { } channel ? [channel] : ContactChannels.All);
    }

    private static async Task Addresses(BulkSession session, Dictionary<CustomerId, PersonFacts> persons, IReadOnlyDictionary<CustomerId, CustomerReach> reached, CancellationToken ct)
    {
        var digests = await AddressDigests.Open(session.Db, ct);
        var who = new List<(string Digest, CustomerId Customer, string Channel)>();
        foreach (var (customer, reach) in reached)
            foreach (var channel in ContactChannels.All)
                if (digests.Of(channel, channel == ContactChannels.Email ? reach.Email : reach.Phone) is { } digest) who.Add((digest, customer, channel));
        var listed = new HashSet<string>(StringComparer.Ordinal);
        await using var command = session.Command();
        command.CommandText = $"select digest from {SuppressedAddressTable.Name} where ended_at is null and digest in {command.In("@digests", who.Select(w => w.Digest).Distinct())}";
        await using (var row = await command.ExecuteReaderAsync(ct))
            while (await row.ReadAsync(ct)) listed.Add(row.GetString(0));
        foreach (var (digest, customer, channel) in who)
            if (listed.Contains(digest)) persons[customer].Suppressed.Add(channel);
    }

    private static async Task Consents(BulkSession session, Dictionary<CustomerId, PersonFacts> persons, long[] ids, CancellationToken ct)
    {
        await using var command = session.Command();
        // The latest counts, at equal times the stricter: it comes last.
        command.CommandText = $"select customer_id, purpose, channel, given from {ConsentLedger.Table} where customer_id in {command.In("@customers", ids)} order by customer_id, at, given desc";
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) persons[new(row.GetInt64(0))].Consents[(row.GetString(1), row.GetString(2))] = row.GetBoolean(3);
    }

    private static async Task Preferences(BulkSession session, Dictionary<CustomerId, PersonFacts> persons, long[] ids, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = $"select customer_id, paused_until, most, refused from {PreferenceTable.Name} where customer_id in {command.In("@customers", ids)}";
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var person = persons[new(row.GetInt64(0))];
            if (!row.IsDBNull(1) && Instants.FromMicroseconds(row.GetInstant(1)) is var until && !(person.PausedUntil > until)) person.PausedUntil = until;
            if (row.Int(2) is { } most && !(person.Most < most)) person.Most = most;
            person.RefusedTopics.UnionWith(row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static async Task Contacts(BulkSession session, Dictionary<CustomerId, PersonFacts> persons, long[] ids, DateTimeOffset since, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = $"select customer_id, channel, at from {ContactTable.Name} where customer_id in {command.In("@customers", ids)} and at > @since";
        command.AddInstant("@since", since);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) persons[new(row.GetInt64(0))].Made.Add((ContactChannels.All[row.GetInt32(1)], Instants.FromMicroseconds(row.GetInstant(2))));
    }
}
