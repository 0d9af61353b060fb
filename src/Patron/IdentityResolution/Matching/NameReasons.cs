namespace Patron.IdentityResolution.Matching;

/// <summary>Keys of the sentences that say how two names stand to each other.</summary>
internal static class NameReasons
{
    public const string Same = "identity.names.same";
    public const string Missing = "identity.names.missing";
    public const string Umlaut = "identity.names.umlaut";
    public const string Initial = "identity.names.initial";
    public const string Nickname = "identity.names.nickname";
    public const string Spelling = "identity.names.spelling";
    public const string Romanised = "identity.names.romanised";

    public const string Empty = "identity.names.empty";
    public const string Kinds = "identity.names.kinds";
    public const string Scripts = "identity.names.scripts";

    public const string Generations = "identity.names.generations";
    public const string PartlyDifferent = "identity.names.partlyDifferent";
    public const string Different = "identity.names.different";
}
