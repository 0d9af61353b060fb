using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <param name="Customer">Null where nobody is known by what was said, or for a user of ours.</param>
/// <param name="Role">What a person said of this relation.</param>
internal sealed record RelatedName(string Name, CustomerId? Customer, string? Role = null);

/// <summary>Whom a customer belongs to and who belongs to it, each once.</summary>
/// <param name="Daughters">At most <see cref="RelationReads.Most"/>.</param>
/// <param name="Contacts">At most <see cref="RelationReads.Most"/>.</param>
/// <param name="Others">Relations of all other kinds, at most <see cref="RelationReads.Most"/> of a kind and direction.</param>
internal sealed record CustomerRelations(
    IReadOnlyList<RelatedName> Owners, IReadOnlyList<RelatedName> DaughterOf, IReadOnlyList<RelatedName> ContactAt, IReadOnlyList<RelatedName> Daughters, IReadOnlyList<RelatedName> Contacts,
    IReadOnlyList<OtherRelation> Others)
{
    public bool Any => Owners.Count + DaughterOf.Count + ContactAt.Count + Daughters.Count + Contacts.Count + Others.Count > 0;
}

/// <summary>To whom a customer stands in a relation that people named.</summary>
/// <param name="From">From the customer to the others; else from them to the customer. What holds both ways is always from.</param>
internal sealed record OtherRelation(RelationKind Kind, bool From, IReadOnlyList<RelatedName> To)
{
    /// <summary>Key of what the others are.</summary>
    public string Label => From ? $"customers.relation.{Kind.ToString().ToLowerInvariant()}.from" : $"customers.relation.{Kind.ToString().ToLowerInvariant()}.to";
}

internal sealed class RelationReads(IDbContextFactory<PatronDb> contexts, ICustomerMerges merges, IUserNames users, IVisibility visibility, TimeProvider clock)
{
    public const int Most = 20;

    public async Task<CustomerRelations> Of(CustomerId customer, UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var own = await session.Db.Relations.AsNoTracking().Where(r => r.CustomerId == customer).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ToListAsync(ct);
        // Others may still name one who has become part of this customer.
        var named = await Names(session.Db, customer, ct);
        var ties = new List<Tie>();
        foreach (var kind in await Kinds(session, named, ct)) ties.AddRange(await Ties.Read(session, merges, kind, named, ct));
        CustomerId[] wanted = [.. ties.SelectMany(t => (CustomerId[])[t.From, t.To]).Distinct()];
        var visible = VisibilityCompiler.Compile(visibility.For(asker), session.Db).Row;
        var seen = await session.Db.Customers.AsNoTracking().Where(c => wanted.Contains(c.Id) && c.DeletedAt == null && !c.Anonymous).Where(visible)
            .Select(c => new { c.Id, Name = c.Name ?? c.Company ?? c.Email ?? "" }).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var owners = await users.Of([.. own.Select(r => r.UserId).OfType<UserId>().Distinct()], ct);
        // Who was named and is not known, or not for the asker, stands in the words of the source; not where a person has decided.
        var known = await Known(session, own, ct);

        return new(
            [.. own.Where(r => r.Kind == RelationKind.Owner).Select(r => new RelatedName(r.UserId is { } u && owners.TryGetValue(u, out var name) ? name : r.Said, null)).DistinctBy(r => r.Name)],
            To(RelationKind.DaughterOf), To(RelationKind.ContactAt), From(RelationKind.DaughterOf), From(RelationKind.ContactAt),
            [.. RelationKinds.BetweenCustomers.Where(k => k > RelationKind.ContactAt).SelectMany(k => (OtherRelation[])[Other(k, true), Other(k, false)]).Where(o => o.To.Count > 0)]);

        OtherRelation Other(RelationKind kind, bool outwards) => new(kind, outwards,
        [
            .. from tie in ties
               where tie.Kind == kind && (kind.IsMutual ? outwards && (tie.From == customer || tie.To == customer) : outwards ? tie.From == customer : tie.To == customer)
               let other = tie.From == customer ? tie.To : tie.From
               where seen.ContainsKey(other)
               orderby seen[other]
               select new RelatedName(seen[other], other, tie.Role),
        ]);

        RelatedName[] To(RelationKind kind) =>
        [
            .. ties.Where(t => t.Kind == kind && t.From == customer && seen.ContainsKey(t.To)).Select(t => new RelatedName(seen[t.To], t.To)).Distinct(),
            .. own.Where(r => r.Kind == kind && !(r.OtherCustomerId is { } other && known.TryGetValue(other, out var home) && (home == customer || seen.ContainsKey(home) || ties.TrueForAll(t => t.To != home))))
                .Select(r => new RelatedName(r.Said, null)).Distinct(),
        ];

        RelatedName[] From(RelationKind kind) => [.. ties.Where(t => t.Kind == kind && t.To == customer && seen.ContainsKey(t.From)).Select(t => new RelatedName(seen[t.From], t.From)).DistinctBy(r => r.Customer).OrderBy(r => r.Name, StringComparer.CurrentCulture).Take(Most)];
    }

    /// <summary>Whom the customer's own relations lead to today; one in the bin leads nowhere.</summary>
    private async Task<IReadOnlyDictionary<CustomerId, CustomerId>> Known(BulkSession session, List<Relation> own, CancellationToken ct)
    {
        var homes = await merges.Homes(session, [.. own.Select(r => r.OtherCustomerId).OfType<CustomerId>().Distinct()], ct);
        CustomerId[] ends = [.. homes.Values.Distinct()];
        var there = await session.Db.Customers.AsNoTracking().Where(c => ends.Contains(c.Id) && c.DeletedAt == null).Select(c => c.Id).ToListAsync(ct);
        return homes.Where(h => there.Contains(h.Value)).ToDictionary();
    }

    /// <summary>The kinds of relations that there are of these; most customers have few.</summary>
    private static async Task<List<RelationKind>> Kinds(BulkSession session, List<CustomerId> named, CancellationToken ct)
    {
        var others = named.Cast<CustomerId?>().ToList();
        var hand = await session.Db.Set<HandRelation>().AsNoTracking().Where(r => (named.Contains(r.CustomerId) || named.Contains(r.OtherCustomerId)) && r.Kind > RelationKind.ContactAt).Select(r => r.Kind).Distinct().ToListAsync(ct);
        var said = await session.Db.Relations.AsNoTracking()
            .Where(r => (named.Contains(r.CustomerId) || others.Contains(r.OtherCustomerId)) && r.Kind > RelationKind.ContactAt && r.Kind <= RelationKind.Association).Select(r => r.Kind).Distinct().ToListAsync(ct);
        return [RelationKind.DaughterOf, RelationKind.ContactAt, .. hand.Union(said).Order()];
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
