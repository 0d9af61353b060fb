using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ReadIdentity;

internal sealed class IdentityReads(IDbContextFactory<PatronDb> contexts, ISources sources, TimeProvider clock) : IIdentityReads
{
    public async Task<CustomerIdentity> Of(CustomerId customer, CancellationToken ct)
    {
        var all = (await sources.All(ct)).ToDictionary(s => s.Id);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var stored = new StoredParties(session);
        await stored.Load([customer.Value], ct);
        var parties = stored.OfCustomer(customer.Value).OrderBy(p => p.Id).ToArray();
        if (parties.Length == 0) return new([], [], []);

        var choosing = await Choosing.Of(session.Db, ct);
        var zone = choosing.Zone;
        HandRow[] hands = [.. (await HandRows.OfCustomers(session, [customer.Value], ct))[customer.Value]];
        var links = await session.Db.Links.AsNoTracking().Where(l => l.CustomerId == customer).OrderBy(l => l.At).ThenBy(l => l.Id).ToListAsync(ct);
        var records = parties.ToDictionary(p => p.Id, p => Record(p.Record, all[p.Record.SourceId], zone));
        var setBy = hands.ToDictionary(h => h.Id, h => h.By);
        return new(
            [.. records.Values],
            [.. links.Select(l => new IdentityLink(l.SourceRecordId, l.OtherRecordId, l.Reason, l.At, Day(l.At, zone)))],
            [.. GoldenValues.Choose(parties, hands, choosing).Select(g => Choice(g, records, setBy))]);
    }

    private static DateOnly Day(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDayNumber(Instants.DayNumber(Instants.ToMicroseconds(at), zone));

    private static IdentityRecord Record(SourceRecord record, SourceInfo source, TimeZoneInfo zone) => new(
        record.Id, source, record.ExternalId, record.Stub, record.FirstSeenAt, record.ChangedAt, Day(record.ChangedAt, zone),
        [
            .. from field in RecordFields.All
               let value = field.Of(record)
               where value is not null && !(record.Stub && field.Key == "kind")
               select new FieldValue(field.Key, false, value),
            .. CustomValues.Read(record.Custom).Select(c => new FieldValue(c.Key, true, c.Value)),
        ]);

    private static GoldenChoice Choice(GoldenValue golden, Dictionary<long, IdentityRecord> records, Dictionary<long, UserId?> setBy)
    {
        var (field, custom) = GoldenValues.FieldOf(golden);
        return new(field, custom, golden.Reason,
            [.. golden.Candidates.Select(c => new GoldenCandidate(c.Value, records.GetValueOrDefault(c.Record), c.Day, setBy.GetValueOrDefault(c.Record)))]);
    }
}
