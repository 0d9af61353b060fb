namespace Patron.Experiments.Contracts;

/// <summary>
/// The universal control group as it is now. A person is drawn by the id under which he or she was known first: when two turn out to be one, the group of the one known first stays,
/// and whoever was in both is told of.
/// </summary>
/// <param name="rules">As set.</param>
/// <param name="merged">The ids that lead to each customer.</param>
public sealed class ControlGroup(MarketingRules rules, IReadOnlyDictionary<long, long[]> merged)
{
    public MarketingRules Rules => rules;

    /// <summary>Held out from everything.</summary>
    public bool Holds(long customer) => rules.Draws(merged.TryGetValue(customer, out var others) ? Math.Min(customer, others.Min()) : customer);

    /// <summary>A merge brought together somebody who was held out and somebody who was not.</summary>
    public bool IsMixed(long customer) => merged.TryGetValue(customer, out var others) && others.Append(customer).Select(rules.Draws).Distinct().Count() > 1;

    /// <summary>Nobody was merged.</summary>
    public static ControlGroup Of(MarketingRules rules) => new(rules, new Dictionary<long, long[]>());
}

/// <summary>Says who is held out from everything.</summary>
public interface IControlGroup
{
    Task<ControlGroup> Now(CancellationToken ct);
}
