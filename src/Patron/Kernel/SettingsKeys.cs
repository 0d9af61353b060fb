namespace Patron.Kernel;

/// <summary>Keys of the settings table.</summary>
public static class SettingsKeys
{
    public const string Organisation = "organisation";

    /// <summary>Present while demo data is loaded; see the room Demo.</summary>
    public const string Demo = "demo";
}
