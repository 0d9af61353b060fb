using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Interactions.LogContact;

/// <summary>"Log a contact with ..." behind the customers whom the words find.</summary>
internal sealed class ContactsPalette(ICustomerBase customerBase, IVisibility visibility, ICurrentUser who, Sentences text) : IPaletteSource
{
    private const int Most = 3;

    public int Order => 20;

    public ValueTask<IReadOnlyList<PaletteHit>> Find(string words, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!who.Can(Permissions.WriteCustomers)) return new([]);
        if (words.Length == 0) return new([new(text["interactions.contact.title"], ContactUrls.Start, "phone-plus")]);
        var snapshot = customerBase.Current;
        var found = snapshot.Select(new CustomerQuery.Search(words), visibility.Set(snapshot, who.Id), 0);
        return new([.. Sorting.Page(snapshot, found, new SortBy.Text(CustomerColumns.Name, Names.Culture(text.Language)), false, 0, Most).Select(i =>
            new PaletteHit(text.Get("interactions.palette.log", new { name = snapshot[CustomerColumns.Name][i] is { Length: > 0 } name ? name : text["interactions.nameless"] }), ContactUrls.New(new(snapshot.Ids[i])), "phone-plus"))]);
    }
}
