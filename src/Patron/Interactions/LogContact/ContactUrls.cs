using Patron.Kernel;
using Patron.Web;

namespace Patron.Interactions.LogContact;

internal static class ContactUrls
{
    /// <summary>For whom a contact is logged is asked first.</summary>
    public const string Start = Urls.NewContact;

    public static string All(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "contacts");
    public static string New(CustomerId customer) => All(customer) + "/new";
    public static string Bin(CustomerId customer) => All(customer) + "/deleted";
    public static string One(CustomerId customer, InteractionId contact, string? deed = null) => $"{All(customer)}/{contact}{(deed is null ? "" : "/" + deed)}";
    public static string File(CustomerId customer, InteractionId contact, long file) => One(customer, contact, "files/" + new InteractionId(file));
}
