using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <summary>What a file knows of organisations by name: those that were there when it began, and those that it brought.</summary>
internal sealed class RelationMemory
{
    /// <summary>Customer by name, in lower case; null where several are called so.</summary>
    public Dictionary<string, CustomerId?>? Organisations { get; set; }

    /// <summary>Whether a relation of an earlier file may wait for somebody; null before it was looked up.</summary>
    public bool? AnyWaits { get; set; }
}

internal sealed class TakesRelations(IUserNames users) : IRelations
{
    public async Task<IReadOnlySet<SourceRecordId>> Take(BulkSession session, Intake intake, IReadOnlyList<SaidRelations> records, CancellationToken ct)
    {
        var memory = intake.Memory<RelationMemory>();
        var saying = records.Where(r => r.Said.Count > 0).ToArray();
        var changed = new HashSet<SourceRecordId>();
        if (saying.Length > 0)
        {
            var known = (await RelationRows.OfCustomers(session, saying.Select(r => r.Customer.Value), ct)).ToDictionary(r => (r.SourceRecordId, r.Kind));
            var fresh = new List<Relation>();
            var gone = new List<Relation>();
            foreach (var record in saying)
                foreach (var said in record.Said)
                {
                    if (known.GetValueOrDefault((record.Record, said.Kind)) is { } old && (old.SaidKey == Relation.KeyOf(said.Said) || intake.Rules.FillOnly)) continue;
                    changed.Add(record.Record);
                    if (known.GetValueOrDefault((record.Record, said.Kind)) is { } before) gone.Add(before);
                    fresh.Add(New(intake, record, said));
                }
            if (!intake.PlanOnly) await Write(session, intake, memory, fresh, gone, ct);
        }
        if (!intake.PlanOnly) await Arrived(session, intake, memory, records, saying.Length > 0, ct);
        return changed;
    }

    private static Relation New(Intake intake, SaidRelations record, IncomingRelation said) => new()
    {
        CustomerId = record.Customer, Id = intake.PlanOnly ? 0 : intake.Ids(RelationTable.Name).Next(), SourceRecordId = record.Record, SourceId = intake.Source.Id,
        Kind = said.Kind, Said = said.Said, SaidKey = Relation.KeyOf(said.Said), At = said.At ?? intake.Now,
    };

    private async Task Write(BulkSession session, Intake intake, RelationMemory memory, List<Relation> fresh, List<Relation> gone, CancellationToken ct)
    {
        if (fresh.Count == 0) return;
        RelationRows.Insert(session, fresh);
        memory.AnyWaits = true;
        var owners = await users.BySaid(session, [.. fresh.Where(r => r.Kind == RelationKind.Owner).Select(r => r.Said).Distinct()], ct);
        var others = await Organisations(session, intake, memory, [.. fresh.Where(r => r.Kind.IsBetweenCustomers)], ct);
        await RelationRows.Resolve(session,
        [
            .. from row in fresh
               let user = row.Kind == RelationKind.Owner && owners.TryGetValue(row.Said, out var owner) ? owner : (UserId?)null
               let other = row.Kind.IsBetweenCustomers ? others.GetValueOrDefault(row.SaidKey) : null
               where user is not null || (other is not null && other != row.CustomerId)
               select (row, other, user),
        ], ct);

        if (gone.Count == 0) return;
        await RelationRows.Delete(session, gone, ct);
        intake.Changes(session)?.Write(session, RelationTable.Name, [.. gone.Select(r => RowChange.Told(r.Id, r.CustomerId, RelationHistory.ValuesOf(r), null))]);
    }

    /// <summary>Whom these words mean: first a number of the same source, then the one organisation of that name.</summary>
    private static async Task<Dictionary<string, CustomerId?>> Organisations(BulkSession session, Intake intake, RelationMemory memory, Relation[] said, CancellationToken ct)
    {
        var found = new Dictionary<string, CustomerId?>(StringComparer.Ordinal);
        if (said.Length == 0) return found;
        var byNumber = await session.Find(ClaimScopes.Record(intake.Source.Id), [.. said.Select(r => r.Said).Distinct()], ct);
        var byName = memory.Organisations ??= await OrganisationNames.Load(session, ct);
        foreach (var row in said)
            found[row.SaidKey] = byNumber.TryGetValue(row.Said, out var claim) ? new CustomerId(claim.Customer) : byName.GetValueOrDefault(row.SaidKey);
        return found;
    }

    /// <summary>Those who came with this chunk may be the ones whom earlier rows, or earlier files, named.</summary>
    private static async Task Arrived(BulkSession session, Intake intake, RelationMemory memory, IReadOnlyList<SaidRelations> records, bool saying, CancellationToken ct)
    {
        if (memory.Organisations is { } names)
            foreach (var record in records)
                foreach (var name in record.Names.Select(Relation.KeyOf))
                    names[name] = !names.TryGetValue(name, out var other) || other == record.Customer ? record.Customer : null;
        if (!saying && !(memory.AnyWaits ??= await RelationRows.AnyWaits(session, ct))) return;

        var (byName, byNumber) = (new Dictionary<string, CustomerId>(StringComparer.Ordinal), new Dictionary<string, CustomerId>(StringComparer.Ordinal));
        foreach (var record in records)
        {
            byNumber[Relation.KeyOf(record.ExternalId)] = record.Customer;
            foreach (var name in record.Names) byName[Relation.KeyOf(name)] = record.Customer;
        }
        var waiting = await RelationRows.Waiting(session, byName.Keys.Concat(byNumber.Keys), ct);
        await RelationRows.Resolve(session,
        [
            .. from row in waiting
               where row.Kind.IsBetweenCustomers
               let other = row.SourceId == intake.Source.Id && byNumber.TryGetValue(row.SaidKey, out var numbered) ? numbered
                   : byName.TryGetValue(row.SaidKey, out var named) ? named : (CustomerId?)null
               where other is not null && other != row.CustomerId
               select (row, other, (UserId?)null),
        ], ct);
    }
}

/// <summary>Users who have come may be the owners whom files have named before.</summary>
internal sealed class FindsOwners : IAwaitsUsers
{
    public async Task Left(BulkSession session, IReadOnlyList<UserId> users, CancellationToken ct)
    {
        foreach (var some in users.Chunk(1_000))
        {
            var (ids, touched) = (some.Select(u => u.Value).ToArray(), new List<long>());
            await using (var select = session.Command())
            {
                select.CommandText = $"select distinct customer_id from {RelationTable.Name} where user_id in {select.In("@users", ids)}";
                await using var reader = await select.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) touched.Add(reader.GetInt64(0));
            }
            await using var forget = session.Command();
            forget.CommandText = $"update {RelationTable.Name} set user_id = null where user_id in {forget.In("@users", ids)}";
            await forget.ExecuteNonQueryAsync(ct);
            session.Tell(Topics.Customers, touched);
        }
    }

    public async Task Arrived(BulkSession session, IReadOnlyList<ArrivedUser> users, CancellationToken ct)
    {
        var byKey = new Dictionary<string, UserId>(StringComparer.Ordinal);
        foreach (var user in users)
        {
            byKey.TryAdd(Relation.KeyOf(user.Name), user.Id);
            if (user.Email is { } email) byKey[Relation.KeyOf(email)] = user.Id;
        }
        var waiting = await RelationRows.Waiting(session, byKey.Keys, ct);
        await RelationRows.Resolve(session, [.. waiting.Where(r => r.Kind == RelationKind.Owner).Select(r => (r, (CustomerId?)null, (UserId?)byKey[r.SaidKey]))], ct);
    }
}
