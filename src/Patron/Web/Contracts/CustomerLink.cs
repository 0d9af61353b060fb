namespace Patron.Web.Contracts;

/// <summary>Something that is begun from a customer's page: log a contact, add a task. Registered as a singleton.</summary>
/// <param name="Key">The sentence on the button: a deed.</param>
/// <param name="Part">Behind the customer's address: contacts/new.</param>
/// <param name="Icon">Name of a Tabler icon, without "ti-".</param>
/// <param name="Order">The first one is the page's primary button.</param>
/// <param name="Permission">Who may.</param>
/// <param name="ShortKey">The single key that does it, in lower case; null for none.</param>
public sealed record CustomerLink(string Key, string Part, string Icon, int Order, string Permission, string? ShortKey = null);
