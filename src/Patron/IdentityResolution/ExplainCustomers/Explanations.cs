using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExplainCustomers;

/// <summary>Reads why, from what lies around one customer.</summary>
internal sealed class Explanations(IDbContextFactory<PatronDb> contexts, IIdentityReads identity, Customers.Contracts.ICustomerReads customers, TimeProvider clock)
{
    public async Task<Explanation> Of(CustomerId customer, CancellationToken ct)
    {
        var found = await identity.Of(customer, ct);
        if (found.Records.Count == 0) return new(found, [], []);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var keys = found.Records.ToDictionary(r => Party.KeyOf(r.Source.Id, r.ExternalId), r => r.Id, StringComparer.Ordinal);
        var held = await DecisionRows.Holding(session, keys.Keys, ct);
        var own = held.Where(d => keys.ContainsKey(d.Row.FirstKey) && keys.ContainsKey(d.Row.SecondKey)).ToDictionary(d => Ordered(keys[d.Row.FirstKey], keys[d.Row.SecondKey]), d => d.Row);
        return new(found, [.. found.Links.Select(l => Link(l, found, own))], await Others(session, held, keys, ct));
    }

    private static ExplainedLink Link(IdentityLink link, CustomerIdentity found, Dictionary<(long, long), PairDecision> own)
    {
        var decided = link.Reason is Matching.IdentityReasons.ByHand or Matching.IdentityReasons.ByModel;
        var row = decided ? own.GetValueOrDefault(Ordered(link.Record, link.Other)) : null;
        var field = link.Reason.Contains("email", StringComparison.Ordinal) ? "email" : link.Reason.Contains("phone", StringComparison.Ordinal) ? "phone" : null;
        var value = field is null ? null : found.Records.FirstOrDefault(r => r.Id == link.Other)?[field];
        return new(link, value, decided, row?.By, row?.Probability / 1e6, DecisionRows.Read(row?.Evidence));
    }

    private async Task<IReadOnlyList<KeptApart>> Others(BulkSession session, IReadOnlyList<StoredDecision> held, Dictionary<string, SourceRecordId> keys, CancellationToken ct)
    {
        var apart = held.Where(d => d.Row.Verdict == Verdict.Never && keys.ContainsKey(d.Row.FirstKey) != keys.ContainsKey(d.Row.SecondKey))
            .ToLookup(d => (keys.ContainsKey(d.Row.FirstKey) ? d.Row.SecondRecord : d.Row.FirstRecord).Value, d => d.Row);
        // A record that went with its import has nobody to be kept apart from until it comes again.
        var owners = await RecordTable.Owners(session, [.. apart.Select(a => a.Key)], ct);
        var zone = (await session.Db.Organisation(ct)).Zone;
        var found = await customers.Find([.. owners.Values.Distinct().Select(c => new CustomerId(c))], ct);
        return
        [
            .. from owner in owners
               group owner.Key by new CustomerId(owner.Value) into other
               let rows = other.SelectMany(r => apart[r]).ToArray()
               let first = rows.MinBy(r => r.At)!
               let golden = found.GetValueOrDefault(other.Key)?.Golden
               orderby first.At, other.Key.Value
               select new KeptApart(other.Key, Customers.Contracts.CustomerName.Shown(golden?.Name, golden?.Company, golden?.Email, golden?.Phone), first.By, first.At, DateOnly.FromDayNumber(Instants.DayNumber(Instants.ToMicroseconds(first.At), zone)), rows.Length),
        ];
    }

    private static (long, long) Ordered(SourceRecordId a, SourceRecordId b) => (Math.Min(a.Value, b.Value), Math.Max(a.Value, b.Value));
}
