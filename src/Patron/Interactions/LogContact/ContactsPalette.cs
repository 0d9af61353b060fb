using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Interactions.LogContact;

/// <summary>"Log a contact", where the words are a part of it, and "Log a contact with ..." behind the customers whom the words find, with or without the deed's first word before them: "log ann".</summary>
internal sealed class ContactsPalette(ICustomerBase customerBase, IVisibility visibility, ICurrentUser who, Sentences text) : IPaletteSource
{
    private const int Most = 3;

    public int Order => 20;

    public ValueTask<IReadOnlyList<PaletteHit>> Find(string words, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!who.Can(Permissions.WriteCustomers)) return new([]);
        var title = text["interactions.contact.title"];
        PaletteHit[] start = title.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase) ? [new(title, ContactUrls.Start, "phone-plus")] : [];
        if (words.Length > 0 && WithoutDeed(words.Trim(), title) is { Length: > 0 } name) words = name;
        else return new(start);
        var snapshot = customerBase.Current;
        var found = snapshot.Select(new CustomerQuery.Search(words), visibility.Set(snapshot, who.Id), 0);
        return new([.. start, .. Sorting.Page(snapshot, found, new SortBy.Text(CustomerColumns.Name, Names.Culture(text.Language)), false, 0, Most).Select(i =>
            new PaletteHit(text.Get("interactions.palette.log", new { name = snapshot[CustomerColumns.Name][i] is { Length: > 0 } called ? called : text["interactions.nameless"] }), ContactUrls.New(new(snapshot.Ids[i])), "phone-plus"))]);
    }

    /// <summary>The name behind the deed's first word; the words themselves where they do not begin with it.</summary>
    private static string WithoutDeed(string words, string title) =>
        title.IndexOf(' ') is > 0 and var end && words.StartsWith(title[..(end + 1)], StringComparison.OrdinalIgnoreCase) ? words[(end + 1)..].Trim() : words;
}
