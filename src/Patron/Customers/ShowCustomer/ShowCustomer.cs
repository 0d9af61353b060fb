using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Customers.FindCustomers;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.ShowCustomer;

/// <summary>A customer for its page, deleted or not, or whom it has become part of; neither where the user may see nobody by this id.</summary>
internal sealed record ShownCustomer(Customer? Customer, CustomerId? MovedTo);

/// <param name="At">The customer's place, counted from 1.</param>
internal sealed record ListNeighbours(string Query, string? View, int At, int Total, string? Previous, string? Next);

/// <summary>Reads what the page itself shows; everything else comes from the panels of the rooms.</summary>
internal sealed class ShowCustomer(IDbContextFactory<PatronDb> contexts, IVisibility visibility, CustomerList list)
{
    public async Task<ShownCustomer> Find(CustomerId id, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var visible = VisibilityCompiler.Compile(visibility.For(user), db).Row;
        var found = await db.Customers.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct);
        if (found?.MergedInto is not null)
        {
            return await CustomerLookup.Resolve(db, id, ct) is { } survivor && await Seen(survivor) is not null ? new(null, survivor) : new(null, null);
        }
        return new(found is null ? null : await Seen(id), null);

        Task<Customer?> Seen(CustomerId of) => db.Customers.AsNoTracking().Where(c => c.Id == of && !c.Anonymous).Where(visible).FirstOrDefaultAsync(ct);
    }

    /// <summary>The customers before and after in the list that the user comes from; null where the list does not have the customer at that place any more.</summary>
    public async Task<ListNeighbours?> Neighbours(CustomerId customer, string query, int at, UserId? user, Sentences sentences, CancellationToken ct)
    {
        if (at < 1) return null;
        var open = await list.Open(ListAddress.Of(query), user, null, sentences, ct);
        if (at > open.Total) return null;
        var from = Math.Max(0, at - 2);
        var near = open.Indexes(from, at - from + 1);
        var own = at - 1 - from;
        if (own >= near.Length || open.IdOf(near[own]) != customer) return null;
        var address = open.Address.ToString();
        return new(address, open.Parts.Views.FirstOrDefault(open.IsAt)?.Label, at, open.Total,
            own > 0 ? Href(near[own - 1], at - 1) : null, own + 1 < near.Length ? Href(near[own + 1], at + 1) : null);

        string Href(int index, int place) => Web.Urls.CustomerInList(open.IdOf(index).ToString(), address, place);
    }
}
