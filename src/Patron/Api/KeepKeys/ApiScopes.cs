using Patron.Api.Contracts;

namespace Patron.Api.KeepKeys;

/// <summary>What a key opens: "api" is everything, "api:read" everything that only reads, an area's word that area, with ":read" behind it what only reads of it.</summary>
internal sealed class ApiScopes(IEnumerable<IApiPart> parts)
{
    public const string Everything = "api", Read = ":read";

    /// <summary>All that there are, everything first.</summary>
    public IReadOnlyList<string> All { get; } = [.. parts.Select(p => p.Area).Order(StringComparer.Ordinal).Prepend(Everything).SelectMany(area => (string[])[area, area + Read])];

    public static bool Opens(string scopes, string area, bool reads) => scopes.Split(' ').Any(scope => scope == Everything || scope == area || (reads && (scope == Everything + Read || scope == area + Read)));
}
