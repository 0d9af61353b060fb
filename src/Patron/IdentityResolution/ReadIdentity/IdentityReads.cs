using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
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

        var links = await session.Db.Links.AsNoTracking().Where(l => l.CustomerId == customer).OrderBy(l => l.At).ThenBy(l => l.Id)
            .Select(l => new IdentityLink(l.SourceRecordId, l.OtherRecordId, l.Reason, l.At)).ToListAsync(ct);
        var zone = (await session.Db.Organisation(ct)).Zone;
        var sourceOf = parties.ToDictionary(p => p.Id, p => all[p.Record.SourceId]);
        return new([.. parties.Select(p => Record(p.Record, sourceOf[p.Id]))], links, [.. GoldenValues.Choose(parties, zone).Select(g => Choice(g, sourceOf))]);
    }

    private static IdentityRecord Record(SourceRecord record, SourceInfo source) => new(
        record.Id, source, record.ExternalId, record.Stub, record.FirstSeenAt, record.ChangedAt,
        [
            .. from field in RecordFields.All
               let value = field.Of(record)
               where value is not null && !(record.Stub && field.Key == "kind")
               select new FieldValue(field.Key, false, value),
            .. CustomValues.Read(record.Custom).Select(c => new FieldValue(c.Key, true, c.Value)),
        ]);

    private static GoldenChoice Choice(GoldenValue golden, Dictionary<long, SourceInfo> sourceOf)
    {
        var (field, custom) = GoldenValues.FieldOf(golden);
        return new(field, custom, golden.Reason, [.. golden.Candidates.Select(c => new GoldenCandidate(c.Value, new(c.Record), sourceOf[c.Record], c.Day))]);
    }
}
