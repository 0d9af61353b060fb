using System.Collections.Frozen;
using Patron.Kernel;

namespace Patron.Access.Contracts;

/// <summary>The roles and what each may do. A role's key is what the database, the command line and resources name it by.</summary>
public static class Roles
{
    /// <summary>May do everything.</summary>
    public const string Administrator = "administrator";

    /// <summary>Leads a team: works with customers, joins their records, sees insights and takes lists away. Sees all customers.</summary>
    public const string Leader = "leader";

    /// <summary>Works with customers: the own ones, those of the own team, and those who are nobody's; whom others own is not seen.</summary>
    public const string Salesperson = "salesperson";

    /// <summary>Serves whoever comes: works with all customers, sees no insights.</summary>
    public const string Agent = "agent";

    /// <summary>Reads customers and insights, makes segments and takes lists away; changes no customer.</summary>
    public const string Analyst = "analyst";

    private static readonly FrozenDictionary<string, FrozenSet<string>> ByKey = new Dictionary<string, FrozenSet<string>>
    {
        [Administrator] = Permissions.All.ToFrozenSet(),
        [Leader] = FrozenSet.Create(Permissions.ReadCustomers, Permissions.WriteCustomers, Permissions.JoinRecords, Permissions.ReadInsights, Permissions.ExportData, Permissions.ManageSegments, Permissions.ManageCampaigns, Permissions.SignedIn),
        [Salesperson] = FrozenSet.Create(Permissions.ReadCustomers, Permissions.WriteCustomers, Permissions.ReadInsights, Permissions.SignedIn),
        [Agent] = FrozenSet.Create(Permissions.ReadCustomers, Permissions.WriteCustomers, Permissions.SignedIn),
        [Analyst] = FrozenSet.Create(Permissions.ReadCustomers, Permissions.ReadInsights, Permissions.ExportData, Permissions.ManageSegments, Permissions.SignedIn),
    }.ToFrozenDictionary();

    /// <summary>The keys, the most powerful first.</summary>
    public static IReadOnlyList<string> All { get; } = [Administrator, Leader, Salesperson, Agent, Analyst];

    /// <summary>The key as the roles have it, whatever the case it was written in; null for any other word.</summary>
    public static string? Find(string? word) => All.FirstOrDefault(key => key.Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>False as well for a role or a permission that does not exist.</summary>
    public static bool Can(string role, string permission) => ByKey.TryGetValue(role, out var permissions) && permissions.Contains(permission);
}
