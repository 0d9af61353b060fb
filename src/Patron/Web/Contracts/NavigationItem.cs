namespace Patron.Web.Contracts;

/// <summary>An entry of the navigation; each room registers its own as a singleton, so that only the rooms that are there show.</summary>
/// <param name="Key">The sentence of its name.</param>
/// <param name="Href">Its page; the entry is current there and on every page below.</param>
/// <param name="Icon">Name of a Tabler icon, without "ti-".</param>
/// <param name="Group">Entries of a group stand together; groups in ascending order.</param>
/// <param name="Order">Within the group, ascending.</param>
/// <param name="Tab">Is it one of the (at most four) tabs on the phone, beside More?</param>
/// <param name="Permission">Who may see it; null for everybody who is signed in.</param>
public sealed record NavigationItem(string Key, string Href, string Icon, int Group, int Order, bool Tab, string? Permission = null);
