namespace Patron.Web.Contracts;

/// <summary>A page that the palette knows by its name though the navigation does not show it. Registered by its room as a singleton.</summary>
/// <param name="Key">Of its title.</param>
/// <param name="Icon">Name of a Tabler icon, without "ti-".</param>
/// <param name="Permission">Null is everybody who is signed in.</param>
public sealed record PalettePage(string Key, string Href, string Icon, string? Permission = null);
