using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>Who stands behind a source's external ids; an unknown one gets a stub, which the source's own file fills later.</summary>
internal sealed class RecordOwners(IGoldenRecords golden) : IRecordOwners
{
    public async Task<IReadOnlyDictionary<string, RecordOwner>> FindOrMake(BulkSession session, Intake intake, IReadOnlyCollection<string> externalIds, CancellationToken ct)
    {
        if (!intake.PlanOnly) await IdentityLock.Take(session, ct);
        var distinct = externalIds.Distinct(StringComparer.Ordinal).ToArray();
        var scope = ClaimScopes.Record(intake.Source.Id);
        var owners = (await session.Find(scope, distinct, ct)).ToDictionary(
            c => c.Key, c => new RecordOwner(new(c.Value.Customer), new(c.Value.Id)), StringComparer.Ordinal);
        var missing = Array.FindAll(distinct, id => !owners.ContainsKey(id));
        if (missing.Length == 0) return owners;

        if (intake.PlanOnly)
        {
            // What a plan has promised to make: later chunks of the file find the same owner.
            var planned = intake.Said("owners-of-records");
            foreach (var id in missing)
            {
                var owner = planned.FindPair(id) is var (customer, record) ? new(new(customer), new(record)) : New(intake);
                planned.Set(id, owner.Customer.Value, owner.Record.Value);
                owners[id] = owner;
            }
            return owners;
        }

        foreach (var id in missing) owners[id] = New(intake);
        Claim(session, scope, missing, owners);
        WriteStubs(session, intake, missing, owners);
        await golden.Write(session, [.. missing.Select(id => Nothing(owners[id].Customer, 1L << intake.Source.Number))], intake.Now, ct);
        return owners;
    }

    private static RecordOwner New(Intake intake) => new(
        new(intake.Ids(IdentityTables.Customers).Next()), new(intake.Ids(IdentityTables.Records).Next()));

    private static void Claim(BulkSession session, string scope, string[] missing, Dictionary<string, RecordOwner> owners)
    {
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var id in missing) ClaimedKeys.Write(claims, scope, id, owners[id].Record.Value, owners[id].Customer.Value);
        claims.Complete();
    }

    private static void WriteStubs(BulkSession session, Intake intake, string[] missing, Dictionary<string, RecordOwner> owners) =>
        RecordTable.Insert(session, missing.Select(id => new SourceRecord
        {
            CustomerId = owners[id].Customer, Id = owners[id].Record, SourceRecordId = owners[id].Record, SourceId = intake.Source.Id,
            ExternalId = id, Kind = CustomerKind.Person, Stub = true, FirstSeenAt = intake.Now, ChangedAt = intake.Now,
        }));

    private static GoldenRecord Nothing(CustomerId customer, long sources) => new(
        customer, true, CustomerKind.Person, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, sources);
}

/// <summary>Who is whom is decided by one writer at a time: two imports that decided side by side would miss each other's records.</summary>
internal static class IdentityLock
{
    /// <summary>Held until the transaction ends.</summary>
    public static Task Take(BulkSession session, CancellationToken ct) => CustomersLock.Take(session, ct);
}
