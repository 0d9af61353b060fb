namespace Patron.Web.Contracts;

/// <summary>What a page of settings is about, in the order in which they are shown.</summary>
public enum SettingsGroup { People, Customers, Work, Contact, Reckoning, Data }

/// <summary>A page on which something is set, as the page of settings lists it. Registered by its room as a singleton.</summary>
/// <param name="Order">Its place in the group, the smallest first; equal ones by address.</param>
/// <param name="Title">Key of its name.</param>
/// <param name="About">Key of the sentence that says what is set there.</param>
/// <param name="Permission">Whoever lacks it does not see the link.</param>
public sealed record SettingsLink(SettingsGroup Group, int Order, string Title, string About, string Href, string Permission);
