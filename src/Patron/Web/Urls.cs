using Microsoft.AspNetCore.Http.Extensions;

namespace Patron.Web;

/// <summary>The address of each page, in one place.</summary>
internal static class Urls
{
    public const string Home = "/";
    public const string Customers = "/customers";
    public const string Imports = "/data";
    public const string NewImport = "/data/imports/new";

    /// <summary>The first page of an import, with what the rows are chosen already.</summary>
    /// <param name="kind">A kind's word, as on the command line.</param>
    public static string ImportOf(string kind) => $"{NewImport}?kind={kind}";
    public const string UploadImport = "/data/imports";
    public const string Quality = "/data/quality";
    public const string ExportCustomers = "/customers/export";
    public const string NewCustomer = "/customers/new";
    public const string EditCustomers = "/customers/edit";
    public const string DeleteCustomers = "/customers/delete";
    public const string RestoreCustomers = "/customers/restore";
    public const string Bin = "/customers/bin";
    public const string Settings = "/settings";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string Setup = "/setup";
    public const string Account = "/account";
    public const string Users = "/settings/users";
    public const string Audit = "/settings/audit";
    public const string Review = "/customers/review";
    public const string Erasures = "/erasures";
    public const string Matching = "/settings/matching";
    public const string Everything = "/settings/everything";
    public const string EverythingProgress = "/settings/everything/progress";
    public const string ExportEverything = "/settings/everything/export";
    public const string TakeEverything = "/settings/everything/take";
    public const string ValueRules = "/settings/rules";
    public const string Demo = "/demo";
    public const string LoadDemo = "/demo/load";
    public const string DemoProgress = "/demo/progress";
    public const string RemoveDemo = "/demo/remove";
    public const string Language = "/language";
    public const string Palette = "/palette";

    public const string Hours = "/settings/hours";
    public const string Teams = "/settings/teams";
    public const string ServiceRules = "/settings/service";
    public const string RowFields = "/settings/fields";
    public const string RelationTerms = "/settings/relations";
    public const string Mail = "/settings/mail";
    public const string ApiKeys = "/settings/keys";
    public const string ContactPolicy = "/settings/contact";
    public const string Suppressions = "/settings/contact/suppressions";
    public const string ConsentTexts = "/settings/contact/texts";
    public const string ConsentForms = "/settings/contact/forms";
    public const string Codes = "/codes";

    /// <summary>The customers' own pages, reached by signed links without signing in.</summary>
    public const string Portal = "/my";

    /// <summary>Log a contact; whose it was is asked first.</summary>
    public const string NewContact = "/contacts/new";

    public const string Folders = "/data/folders";

    public static string ImportTemplate(string source, string kind) => $"/settings/sources/{source}/templates/{kind}";

    public static string Source(string id) => $"/settings/sources/{id}";

    /// <summary>The list of customers under a query string without its question mark, such as rfm=555&amp;sort=-spent.</summary>
    public static string CustomersWith(string query) => query.Length == 0 ? Customers : $"{Customers}?{query}";

    public static string Customer(string id) => $"/customers/{id}";

    /// <summary>What was done to customers under one change set: how far it is, what became of it, and its Undo.</summary>
    public static string CustomersChange(string set) => $"/customers/changes/{set}";

    public static string Import(string id) => $"/data/imports/{id}";

    /// <summary>One customer on the way through a list.</summary>
    /// <param name="list">The list's query string.</param>
    /// <param name="at">The place in it, counted from 1.</param>
    public static string CustomerInList(string id, string list, int at) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/customers/{id}?list={Uri.EscapeDataString(list)}&at={at}");

    /// <summary>A part of a customer's page that stands alone or comes as a fragment: timeline, orders/ord_..., notes.</summary>
    public static string CustomerPart(string id, string part) => $"/customers/{id}/{part}";

    /// <summary>Where one value of a customer is edited, by the name that imports use; a custom field's key stands behind "custom.". With "/edit" as a fragment.</summary>
    public static string CustomerField(string id, string field) => CustomerPart(id, "fields/" + field);

    public static string SignInThen(string returnTo) => $"{SignIn}?returnTo={Uri.EscapeDataString(returnTo)}";

    /// <summary>The page that is shown, with some query parameters put, replaced or (null) taken away; the others stay in their order.</summary>
    public static string With(HttpRequest request, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (IsChanged(name, changes)) continue;
            foreach (var value in values) query.Add(name, value ?? "");
        }
        foreach (var (name, value) in changes)
            if (value is not null) query.Add(name, value);
        return request.PathBase + request.Path + query;
    }

    /// <summary>An address of this site to go back to, or Home: never another site's.</summary>
    public static string Local(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : Home;

    private static bool IsChanged(string name, ReadOnlySpan<(string Name, string? Value)> changes)
    {
        foreach (var change in changes)
            if (change.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
