namespace Patron.Kernel;

/// <summary>Keys of the settings table.</summary>
public static class SettingsKeys
{
    public const string Organisation = "organisation";

    /// <summary>Present while demo data is loaded; see the room Demo.</summary>
    public const string Demo = "demo";

    /// <summary>The archive that is coming into a database that had no customers, by its digest; present until it is in.</summary>
    public const string Restoring = "restoring";

    /// <summary>Whose data this is: tells archives of this organisation from those of others.</summary>
    public const string Origin = "origin";

    /// <summary>Where this program is reached from outside, for links in messages; see <see cref="Kernel.PublicAddress"/>.</summary>
    public const string PublicAddress = "public-address";

    /// <summary>The purpose for which special categories of personal data are kept; absent: they are refused.</summary>
    public const string SpecialPurpose = "special.purpose";
}
