namespace Patron.IdentityResolution;

internal static class IdentityTables
{
    public const string Customers = "customers";
    public const string Records = "identity_source_records";
    public const string Identifiers = "identity_identifiers";
    public const string Links = "identity_links";
    public const string Hands = "identity_hand_values";
}
