using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>Who stands behind a source's external ids; an unknown one gets a stub, which the source's own file fills later.</summary>
internal sealed class RecordOwners(IGoldenRecords golden) : IRecordOwners
{
    public async Task<IReadOnlyDictionary<string, RecordOwner>> Meet(BulkSession session, Intake intake, IEnumerable<string> named, IEnumerable<string> fresh, CancellationToken ct)
    {
        var ids = named.ToHashSet(StringComparer.Ordinal);
        var owners = await Claimed(session, intake, ids, ct);
        if (intake.PlanOnly)
            foreach (var id in ids) if (Promised(intake, id) is { } owner) owners.TryAdd(id, owner);
        var makes = fresh.ToHashSet(StringComparer.Ordinal);
        if (makes.Count > 0)
            foreach (var (id, owner) in await FindOrMake(session, intake, makes, ct)) owners[id] = owner;
        return owners;
    }

    public async Task<IReadOnlyDictionary<string, RecordOwner>> FindOrMake(BulkSession session, Intake intake, IReadOnlyCollection<string> externalIds, CancellationToken ct)
    {
        if (!intake.PlanOnly) await IdentityLock.Take(session, ct);
        var distinct = externalIds.Distinct(StringComparer.Ordinal).ToArray();
        var owners = await Claimed(session, intake, distinct, ct);
        var missing = Array.FindAll(distinct, id => !owners.ContainsKey(id));
        if (missing.Length == 0) return owners;

        if (intake.PlanOnly)
        {
            foreach (var id in missing) owners[id] = Promised(intake, id) ?? Promise(intake, id);
            return owners;
        }

        foreach (var id in missing) owners[id] = New(intake);
        Claim(session, ClaimScopes.Record(intake.Source.Id), missing, owners);
        WriteStubs(session, intake, missing, owners);
        await golden.Write(session, [.. missing.Select(id => Nothing(owners[id].Customer, 1L << intake.Source.Number))], intake.Now, ct);
        return owners;
    }

    private static async Task<Dictionary<string, RecordOwner>> Claimed(BulkSession session, Intake intake, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await session.Find(ClaimScopes.Record(intake.Source.Id), ids, ct)).ToDictionary(c => c.Key, c => new RecordOwner(new(c.Value.Customer), new(c.Value.Id)), StringComparer.Ordinal);

    /// <summary>What a plan has promised to make: later chunks of the file find the same owner.</summary>
    private static FileMemory Promises(Intake intake) => intake.Said("owners-of-records");

    private static RecordOwner? Promised(Intake intake, string id) => Promises(intake).FindPair(id) is var (customer, record) ? new(new(customer), new(record)) : null;

    private static RecordOwner Promise(Intake intake, string id)
    {
        var owner = New(intake);
        Promises(intake).Set(id, owner.Customer.Value, owner.Record.Value);
        return owner;
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
