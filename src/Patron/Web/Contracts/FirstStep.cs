namespace Patron.Web.Contracts;

/// <summary>A way to begin where there is no data yet: import a file, load the demo; each room registers its own as a singleton, and Home shows them while it is empty.</summary>
/// <param name="Key">The sentence on the button: a deed.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Order">The first one is the primary button.</param>
/// <param name="Permission">Who may take it.</param>
/// <param name="Post">It changes something: a form instead of a link.</param>
public sealed record FirstStep(string Key, string Href, int Order, string Permission, bool Post = false);
