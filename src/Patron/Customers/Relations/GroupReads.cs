using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <summary>One of a group, or a contact.</summary>
/// <param name="Depth">Below the top; 0 for a contact.</param>
/// <param name="Spent">Micros of the organisation's currency.</param>
internal sealed record GroupMember(CustomerId Id, string? Name, CustomerKind Kind, int Depth, string? Role, int Orders, long Spent)
{
    /// <summary>A contact's part in buying.</summary>
    public BuyingRole? Buying { get; init; }
}

/// <summary>Whom an organisation belongs to and what belongs to it, as a tree; and the persons who act for it, or whom a person acts for.</summary>
/// <param name="Companies">The top first, each mother before her daughters; the customer alone where there is no group.</param>
/// <param name="Contacts">At most <see cref="GroupReads.Most"/>; of a person the organisations.</param>
internal sealed record CustomerGroup(CustomerKind Kind, CustomerId? Mother, IReadOnlyList<GroupMember> Companies, IReadOnlyList<GroupMember> Contacts, int AllContacts)
{
    public int Orders => Companies.Sum(c => c.Orders);
    public long Spent => Companies.Sum(c => c.Spent);
}

internal sealed class GroupReads(IDbContextFactory<PatronDb> contexts, ICustomerMerges merges, ICustomerBase customerBase, IVisibility visibility, IReckoningDay reckoning, TimeProvider clock)
{
    public const int Most = 200;

    /// <summary>Null where there is no such customer for this user.</summary>
    public async Task<CustomerGroup?> Of(CustomerId customer, UserId? user, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var forest = new Forest(await Ties.Read(session, merges, RelationKind.DaughterOf, null, ct));
        var tree = forest.Below(forest.TopOf(customer)).ToArray();
        var contacts = (await Ties.Read(session, merges, RelationKind.ContactAt, [customer], ct))
            .Select(t => (Id: t.From == customer ? t.To : t.From, t.Role, t.Buying)).DistinctBy(t => t.Id).ToArray();
        var shown = (await Shown(session.Db, [.. tree.Select(t => t.Customer), .. contacts.Select(c => c.Id)], user, ct)).ToDictionary(m => m.Id);
        if (!shown.TryGetValue(customer, out var self)) return null;
        GroupMember[] all = [.. contacts.Where(c => shown.ContainsKey(c.Id)).Select(c => shown[c.Id] with { Role = c.Role, Buying = c.Buying }).OrderByDescending(m => m.Spent).ThenBy(m => m.Name, StringComparer.CurrentCulture)];
        return new(self.Kind, forest.MotherOf(customer), [.. tree.Where(t => shown.ContainsKey(t.Customer)).Select(t => shown[t.Customer] with { Depth = t.Depth })], [.. all.Take(Most)], all.Length);
    }

    /// <summary>Customers by words, to say a relation to.</summary>
    public async Task<IReadOnlyList<GroupMember>> Find(string words, UserId? user, int most, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        CustomerId[] hits = IdText.TryRead<CustomerId>(words, out var id) ? [id]
            : [.. snapshot.Select(new CustomerQuery.Search(words), visibility.Set(snapshot, user), reckoning.AsOf.DayNumber).Indexes().Take(most).Select(at => new CustomerId(snapshot.Ids[at]))];
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Shown(db, hits, user, ct);
    }

    private async Task<IReadOnlyList<GroupMember>> Shown(PatronDb db, IReadOnlyCollection<CustomerId> customers, UserId? user, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        var bought = snapshot.Summary(reckoning.AsOf.DayNumber);
        var visible = VisibilityCompiler.Compile(visibility.For(user), db).Row;
        var found = new List<GroupMember>();
        foreach (var some in customers.Distinct().Chunk(1_000))
        {
            var rows = await db.Customers.AsNoTracking().Where(c => some.Contains(c.Id) && c.DeletedAt == null && c.MergedInto == null && !c.Anonymous).Where(visible)
                .Select(c => new { c.Id, c.Kind, c.Name, c.Company, c.Email, c.Phone }).ToListAsync(ct);
            foreach (var row in rows)
            {
                var there = snapshot.TryIndex(row.Id.Value, out var at);
                found.Add(new(row.Id, CustomerName.Shown(row.Name, row.Company, row.Email, row.Phone), row.Kind, 0, null, there ? bought.Orders[at] : 0, there ? bought.Spent[at] + bought.Returned[at] : 0));
            }
        }
        return found;
    }
}
