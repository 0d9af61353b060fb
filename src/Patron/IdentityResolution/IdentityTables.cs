namespace Patron.IdentityResolution;

internal static class IdentityTables
{
    public const string Customers = "customers";
    public const string Records = "identity_source_records";
    public const string Identifiers = "identity_identifiers";
    public const string Links = "identity_links";
    public const string Hands = "identity_hand_values";
    public const string Decisions = "identity_decisions";
    public const string ReviewPairs = "identity_review_pairs";
    public const string Models = "identity_models";
    public const string Unsettled = "identity_unsettled";
    public const string Fields = "customers_custom_fields";

    /// <summary>In change sets: a customer that became part of another.</summary>
    public const string Merges = "identity_merges";
}
