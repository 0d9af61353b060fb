using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Customers.FindCustomers;

/// <summary>Customers by name, e-mail, phone or id, in the palette.</summary>
internal sealed class CustomersPalette(ICustomerBase customerBase, IVisibility visibility, CustomerKeys keys, ICurrentUser who, Sentences text) : IPaletteSource
{
    private const int Most = 8;

    public int Order => 10;

    public async ValueTask<IReadOnlyList<PaletteHit>> Find(string words, ClaimsPrincipal user, CancellationToken ct)
    {
        if (words.Length == 0 || !who.Can(Permissions.ReadCustomers)) return [];
        var snapshot = customerBase.Current;
        if (await keys.Find(words, who.Id, ct) is { } known && snapshot.TryIndex(known.Value, out var at)) return [Hit(snapshot, at)];
        var found = snapshot.Select(new CustomerQuery.Search(words), visibility.Set(snapshot, who.Id), 0);
        var hits = Sorting.Page(snapshot, found, new SortBy.Text(CustomerColumns.Name, Names.Culture(text.Language)), false, 0, Most).Select(i => Hit(snapshot, i)).ToList();
        if (hits.Count == Most) hits.Add(new(text.Get("customers.palette.all", new { n = found.Count(), words }), Urls.CustomersWith("q=" + Uri.EscapeDataString(words)), "users"));
        return hits;
    }

    private PaletteHit Hit(CustomerBaseSnapshot snapshot, int index)
    {
        var (name, latin, city) = (snapshot[CustomerColumns.Name][index], snapshot[CustomerColumns.LatinName][index], snapshot[CustomerColumns.City][index]);
        var hint = string.Join(" · ", new[] { latin == name ? "" : latin, city }.Where(h => h.Length > 0));
        return new(name.Length > 0 ? name : text["customers.nameless"], Urls.Customer(new CustomerId(snapshot.Ids[index]).ToString()),
            snapshot[CustomerColumns.Kind][index] == VisibilityCompiler.KindWord(CustomerKind.Organisation) ? "building" : "user", hint.Length > 0 ? hint : null);
    }
}
