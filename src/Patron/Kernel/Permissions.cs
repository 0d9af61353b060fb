using Microsoft.AspNetCore.Authorization;

namespace Patron.Kernel;

/// <summary>What a route or page asks of its user; every route has one or is on the list of anonymous routes.</summary>
public interface IPermissionMetadata
{
    string Permission { get; }
}

/// <summary>On a page: who may open it. On a route: <c>.RequirePermission(...)</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PermissionAttribute(string permission) : Attribute, IPermissionMetadata
{
    public string Permission => permission;
}

/// <summary>The names of permissions; roles are sets of them (room Access).</summary>
public static class Permissions
{
    public const string ReadCustomers = "read-customers";
    public const string WriteCustomers = "write-customers";

    /// <summary>Says which records are one customer: merges, takes apart, answers the review.</summary>
    public const string JoinRecords = "join-records";

    /// <summary>For good, without Undo.</summary>
    public const string EraseCustomers = "erase-customers";
    public const string ReadInsights = "read-insights";
    public const string ExportData = "export-data";
    public const string ImportData = "import-data";

    /// <summary>Makes, changes and deletes segments.</summary>
    public const string ManageSegments = "manage-segments";
    public const string ManageSettings = "manage-settings";
    public const string ManageUsers = "manage-users";
    public const string ReadAudit = "read-audit";

    /// <summary>Plans, checks and launches campaigns; whoever may read insights sees what they brought.</summary>
    public const string ManageCampaigns = "manage-campaigns";

    /// <summary>Whoever is signed in: one's own password, language, sign-out.</summary>
    public const string SignedIn = "signed-in";

    public static IReadOnlyList<string> All { get; } = [ReadCustomers, WriteCustomers, JoinRecords, EraseCustomers, ReadInsights, ExportData, ImportData, ManageSegments, ManageSettings, ManageUsers, ReadAudit, ManageCampaigns, SignedIn];
}

public static class PermissionRoutes
{
    public static TBuilder RequirePermission<TBuilder>(this TBuilder route, string permission) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new PermissionAttribute(permission));
}

/// <summary>
/// On the list of routes that need no sign-in: the sign-in page itself, static files, the command hand-over. A test knows each by name.
/// On a page as an attribute, on a route as <c>.AllowAnonymousRoute()</c>; the framework's own mark counts the same.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AnonymousAttribute : Attribute, IAllowAnonymous;

/// <summary>A route that takes no cookie (API keys, tracking, command hand-over): the only ones without an antiforgery check.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class NoCookiesAttribute : Attribute;

public static class AnonymousRoutes
{
    public static TBuilder AllowAnonymousRoute<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AnonymousAttribute());
}
