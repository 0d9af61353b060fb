using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Experiments.KeepTests;

namespace Patron.Experiments.Contracts;

/// <summary>
/// The universal control group as it is now. A person is drawn by the id under which he or she was known first: when two turn out to be one, the group of the one known first stays,
/// and whoever was in both is told of. Customers who came with an archive have other ids than those they were drawn by: of them those are held out whom the archive named, as long as
/// the group is the same.
/// </summary>
public sealed class ControlGroup
{
    /// <summary>What those who were named are assigned to; no test has this number.</summary>
    internal const long Test = 0;
    private const string Key = "control-group";
    private readonly IReadOnlyDictionary<long, long[]> merged;
    private readonly long below;

    /// <param name="Below">Customers with a smaller number came with the archive.</param>
    /// <param name="Since">Of the group that was named; another group is drawn anew.</param>
    private sealed record KeptGroup(long Below, DateOnly? Since);

    private ControlGroup(MarketingRules rules, IReadOnlyDictionary<long, long[]> merged, long below, Dictionary<long, int> named) =>
        (Rules, this.merged, this.below, Named) = (rules, merged, below, named);

    /// <summary>As set.</summary>
    public MarketingRules Rules { get; }

    /// <summary>Whom archives named, and how many of them became this customer by merges.</summary>
    internal IReadOnlyDictionary<long, int> Named { get; }

    /// <summary>Nobody was merged, and nobody came with an archive.</summary>
    public static ControlGroup Of(MarketingRules rules) => new(rules, new Dictionary<long, long[]>(), 0, []);

    /// <summary>Held out from everything. Of several customers who came with an archive and turned out to be one it is not known who was known first: one who was named is enough.</summary>
    public bool Holds(long customer)
    {
        var first = merged.TryGetValue(customer, out var others) ? Math.Min(customer, others.Min()) : customer;
        return first < below ? Named.ContainsKey(customer) : Rules.Draws(first);
    }

    /// <summary>A merge brought together somebody who was held out and somebody who was not.</summary>
    public bool IsMixed(long customer)
    {
        if (!merged.TryGetValue(customer, out var others)) return false;
        var drawn = others.Append(customer).Where(id => id >= below).Select(Rules.Draws).ToHashSet();
        var (archived, named) = (others.Append(customer).Count(id => id < below), Named.GetValueOrDefault(customer));
        if (named > 0) drawn.Add(true);
        if (named < archived) drawn.Add(false);
        return drawn.Count > 1;
    }

    /// <param name="merged">The ids that lead to each customer.</param>
    internal static async Task<ControlGroup> Read(PatronDb db, MarketingRules rules, IReadOnlyDictionary<long, long[]> merged, CancellationToken ct)
    {
        if (await db.Read<KeptGroup>(Key, ct) is not { } kept || kept.Since != rules.ControlSince || rules.ControlPercent == 0) return new(rules, merged, 0, []);
        return new(rules, merged, kept.Below, await ReadNamed(db, ct));
    }

    /// <summary>Those whom archives named, and how often.</summary>
    internal static async Task<Dictionary<long, int>> ReadNamed(PatronDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var named = new Dictionary<long, int>();
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"select customer_id, count(*) from {AssignmentTable.Name} where test_id = {Test} group by customer_id");
        while (row.Read()) named[row.Long(0)] = row.Int(1);
        return named;
    }

    /// <summary>From now on the customers that are here are held out only if they were named.</summary>
    internal static async Task KeepNamed(BulkSession session, CancellationToken ct)
    {
        await using var last = session.Command("select coalesce(max(id), 0) from customers");
        var below = Convert.ToInt64(await last.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) + 1;
        await session.Db.WriteAtOnce(Key, new KeptGroup(below, (await MarketingRules.Read(session.Db, ct)).ControlSince), ct);
    }
}
