using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <param name="Customer">Null where nobody is known by what was said, or for a user of ours.</param>
internal sealed record RelatedName(string Name, CustomerId? Customer);

/// <summary>Whom a customer belongs to and who belongs to it, each once.</summary>
/// <param name="Daughters">At most <see cref="RelationReads.Most"/>.</param>
/// <param name="Contacts">At most <see cref="RelationReads.Most"/>.</param>
internal sealed record CustomerRelations(
    IReadOnlyList<RelatedName> Owners, IReadOnlyList<RelatedName> DaughterOf, IReadOnlyList<RelatedName> ContactAt, IReadOnlyList<RelatedName> Daughters, IReadOnlyList<RelatedName> Contacts)
{
    public bool Any => Owners.Count + DaughterOf.Count + ContactAt.Count + Daughters.Count + Contacts.Count > 0;
}

internal sealed class RelationReads(IDbContextFactory<PatronDb> contexts, IUserNames users, IVisibility visibility)
{
    public const int Most = 20;

    public async Task<CustomerRelations> Of(CustomerId customer, UserId? asker, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var own = await db.Relations.AsNoTracking().Where(r => r.CustomerId == customer).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ToListAsync(ct);
        // Others may still name one who has become part of this customer.
        var named = await Names(db, customer, ct);
        var others = await db.Relations.AsNoTracking().Where(r => r.OtherCustomerId != null && named.Contains(r.OtherCustomerId.Value) && r.CustomerId != customer)
            .Select(r => new { r.Kind, r.CustomerId }).Distinct().ToListAsync(ct);

        var ends = new Dictionary<CustomerId, CustomerId?>();
        foreach (var id in own.Select(r => r.OtherCustomerId).OfType<CustomerId>().Distinct()) ends[id] = await CustomerLookup.Resolve(db, id, ct);
        CustomerId[] wanted = [.. ends.Values.OfType<CustomerId>().Concat(others.Select(o => o.CustomerId)).Distinct()];
        var visible = VisibilityCompiler.Compile(visibility.For(asker)).Row;
        var seen = await db.Customers.AsNoTracking().Where(c => wanted.Contains(c.Id) && c.DeletedAt == null && !c.Anonymous).Where(visible)
            .Select(c => new { c.Id, Name = c.Name ?? c.Company ?? c.Email ?? "" }).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var owners = await users.Of([.. own.Select(r => r.UserId).OfType<UserId>().Distinct()], ct);

        return new(
            [.. own.Where(r => r.Kind == RelationKind.Owner).Select(r => new RelatedName(r.UserId is { } u && owners.TryGetValue(u, out var name) ? name : r.Said, null)).DistinctBy(r => r.Name)],
            To(RelationKind.DaughterOf), To(RelationKind.ContactAt), From(RelationKind.DaughterOf), From(RelationKind.ContactAt));

        RelatedName[] To(RelationKind kind) =>
            [.. own.Where(r => r.Kind == kind).Select(r => r.OtherCustomerId is { } other && ends[other] is { } end && seen.TryGetValue(end, out var name) ? new RelatedName(name, end) : new(r.Said, null)).Distinct()];

        RelatedName[] From(RelationKind kind) => [.. others.Where(o => o.Kind == kind && seen.ContainsKey(o.CustomerId)).Select(o => new RelatedName(seen[o.CustomerId], o.CustomerId)).OrderBy(r => r.Name, StringComparer.CurrentCulture).Take(Most)];
    }

    /// <summary>The customer and all who have become part of it.</summary>
    private static async Task<List<CustomerId>> Names(PatronDb db, CustomerId customer, CancellationToken ct)
    {
        List<CustomerId> all = [customer], latest = [customer];
        while (latest.Count > 0)
        {
            var into = latest;
            latest = await db.Customers.AsNoTracking().Where(c => c.MergedInto != null && into.Contains(c.MergedInto.Value)).Select(c => c.Id).ToListAsync(ct);
            all.AddRange(latest);
        }
        return all;
    }
}
