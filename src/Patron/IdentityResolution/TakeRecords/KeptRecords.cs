using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.EnterValues;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>A record of an export on its way into a database that had no customers.</summary>
/// <param name="FirstSource">Of the first record of its customer, with <paramref name="FirstId"/>; null where it is that itself.</param>
internal readonly record struct PlacedRecord(SourceRecord Record, SourceId? FirstSource, string? FirstId);

/// <summary>
/// Writes records of an export to the customers they were with. Nothing is matched: who is who was decided as the records came and changed, and
/// what people saw is to come back, not what matching would find today.
/// </summary>
internal sealed class KeptRecords(BulkSession session, Intake intake, IReadOnlyList<SourceInfo> sources, IGoldenRecords golden)
{
    /// <summary>The first record of a customer stands before the others, in this chunk or an earlier one.</summary>
    public async Task Write(IReadOnlyList<PlacedRecord> records, CancellationToken ct)
    {
        if (records.Count == 0) return;
        var homes = await Homes(records, ct);
        var made = new HashSet<CustomerId>();
        var country = intake.Source.Country ?? intake.Organisation.Country;
        var parties = new List<Party>(records.Count);
        foreach (var (record, source, id) in records)
        {
            CustomerId home;
            if (source is null) made.Add(home = new(intake.Ids(IdentityTables.Customers).Next()));
            else if (!homes.TryGetValue((source.Value, id ?? ""), out home)) throw new ExportDamagedException(0, record.ExternalId);
            homes[(record.SourceId, record.ExternalId)] = home;
            parties.Add(Party.Of(record with { CustomerId = home }, country));
        }
        RecordTable.Insert(session, parties.Select(p => p.Record));
        using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            foreach (var party in parties) ClaimedKeys.Write(claims, ClaimScopes.Record(party.Record.SourceId), party.Record.ExternalId, party.Id, party.Record.CustomerId.Value);
            claims.Complete();
        }
        IdentifierRows.Insert(session, parties, intake.Ids(IdentityTables.Identifiers));
        await WriteGolden([.. parties.Select(p => p.Record.CustomerId.Value).Distinct()], made, ct);
    }

    private async Task<Dictionary<(SourceId, string), CustomerId>> Homes(IReadOnlyList<PlacedRecord> records, CancellationToken ct)
    {
        var homes = new Dictionary<(SourceId, string), CustomerId>();
        foreach (var firsts in records.Where(r => r.FirstSource is not null).GroupBy(r => r.FirstSource!.Value))
            foreach (var (id, claim) in await session.Find(ClaimScopes.Record(firsts.Key), [.. firsts.Select(f => f.FirstId).OfType<string>().Distinct(StringComparer.Ordinal)], ct))
                homes[(firsts.Key, id)] = new(claim.Customer);
        return homes;
    }

    private async Task WriteGolden(long[] customers, HashSet<CustomerId> made, CancellationToken ct)
    {
        var numbers = sources.ToDictionary(s => s.Id, s => s.Number);
        var stored = new StoredParties(session);
        await stored.Load(customers, ct);
        var hands = await HandRows.OfCustomers(session, customers, ct);
        var choosing = await Choosing.Of(session.Db, intake.Organisation, ct);
        await golden.Write(session,
        [
            .. from customer in customers
               let members = stored.OfCustomer(customer)
               let mask = members.Aggregate(0L, (bits, p) => bits | 1L << numbers[p.Record.SourceId])
               select GoldenValues.Of(new(customer), made.Contains(new(customer)), members, [.. hands[customer]], mask, choosing),
        ], intake.Now, ct);
    }
}
