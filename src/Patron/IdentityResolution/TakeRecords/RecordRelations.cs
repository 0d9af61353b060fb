using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>Hands the relations that rows speak of to the room that keeps them, once the records have their customers.</summary>
internal static class RecordRelations
{
    /// <summary>A row that says nothing new of the record but something new of its relations is an update.</summary>
    public static async Task Take(BulkSession session, Intake intake, IRelations relations, IReadOnlyList<IncomingRecord> rows, RowFate[] fates, CancellationToken ct)
    {
        var taken = rows.Index().Where(r => fates[r.Index].Fate is Fate.Created or Fate.Updated or Fate.Unchanged or Fate.Returned).ToArray();
        var claims = await session.Find(ClaimScopes.Record(intake.Source.Id), [.. taken.Select(r => r.Item.ExternalId).Distinct()], ct);
        // In a plan new records have no customers yet: what they say of relations is new as they are.
        var known = taken.Where(r => claims.ContainsKey(r.Item.ExternalId)).ToArray();
        var changed = await relations.Take(session, intake,
        [
            .. known.DistinctBy(r => r.Item.ExternalId).Select(r => claims[r.Item.ExternalId] is var claim
                ? new SaidRelations(new(claim.Customer), new(claim.Id), r.Item.ExternalId, NamesOf(r.Item), r.Item.Relations) : null!),
        ], ct);
        if (changed.Count == 0) return;
        foreach (var (at, row) in known)
            if (fates[at].Fate == Fate.Unchanged && fates[at].Why is null && changed.Contains(new(claims[row.ExternalId].Id)) && row.Relations.Count > 0)
                fates[at] = fates[at] with { Fate = Fate.Updated };
    }

    /// <summary>By what others may name the row: only organisations are named so.</summary>
    private static string[] NamesOf(IncomingRecord row)
    {
        var person = row.Name ?? row.Given ?? row.Family;
        return row.Kind == CustomerKind.Organisation || person is null ? [.. new[] { row.Name, row.Company }.OfType<string>().Distinct()] : [];
    }
}
