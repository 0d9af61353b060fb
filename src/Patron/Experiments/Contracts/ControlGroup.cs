using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Experiments.KeepTests;

namespace Patron.Experiments.Contracts;

/// <summary>
/// Who is held out from everything. Usually the draw tells; customers who came with an archive have other numbers than those they were drawn by, and of them those are held out
/// whom the archive named, as long as the group is the same.
/// </summary>
public sealed class ControlGroup
{
    /// <summary>What those who were named are assigned to; no test has this number.</summary>
    internal const long Test = 0;
    private const string Key = "control-group";
    private readonly long below;

    /// <param name="Below">Customers with a smaller number came with the archive.</param>
    /// <param name="Since">Of the group that was named; another group is drawn anew.</param>
    private sealed record KeptGroup(long Below, DateOnly? Since);

    private ControlGroup(MarketingRules rules, long below, HashSet<long> named) => (Rules, this.below, Named) = (rules, below, named);

    public MarketingRules Rules { get; }

    internal IReadOnlySet<long> Named { get; }

    /// <summary>By the draw alone.</summary>
    public static ControlGroup Drawn(MarketingRules rules) => new(rules, 0, []);

    public bool Holds(long customer) => customer < below ? Named.Contains(customer) : Rules.Holds(customer);

    public static async Task<ControlGroup> Read(PatronDb db, CancellationToken ct)
    {
        var rules = await MarketingRules.Read(db, ct);
        if (await db.Read<KeptGroup>(Key, ct) is not { } kept || kept.Since != rules.ControlSince || rules.ControlPercent == 0) return Drawn(rules);
        await db.Database.OpenConnectionAsync(ct);
        var named = new HashSet<long>();
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"select customer_id from {AssignmentTable.Name} where test_id = {Test}");
        while (row.Read()) named.Add(row.Long(0));
        return new(rules, kept.Below, named);
    }

    /// <summary>From now on the customers that are here are held out only if they were named.</summary>
    internal static async Task KeepNamed(BulkSession session, CancellationToken ct)
    {
        await using var last = session.Command("select coalesce(max(id), 0) from customers");
        var below = Convert.ToInt64(await last.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) + 1;
        await session.Db.WriteAtOnce(Key, new KeptGroup(below, (await MarketingRules.Read(session.Db, ct)).ControlSince), ct);
    }
}
