namespace Patron.Analytics.Profitability;

/// <summary>Something that a customer has with us over time.</summary>
/// <param name="Kind">As the source calls it; case makes no difference.</param>
/// <param name="Balance">Micros; null: not stated.</param>
/// <param name="Earned">Fees and interest that it brought in the year, micros.</param>
public readonly record struct Held(string Kind, long? Balance, long Earned = 0);

/// <summary>What holdings of a kind bring.</summary>
/// <param name="Kind">"mortgage".</param>
/// <param name="Rate">Margin of a year on the balance: .01 is one per cent.</param>
/// <param name="Chance">A kind that those who hold this one may take too: "second mortgage"; null for none.</param>
public sealed record HoldingRule(string Kind, decimal Rate, string? Chance = null);

/// <summary>Holdings seen whole: what they bring in a year, and what is still open.</summary>
public static class Holdings
{
    /// <summary>Balance x rate of each open holding, rounded, and what it earned besides; a kind without a rule brings only the latter.</summary>
    public static long YearlyIncome(IEnumerable<Held> held, IReadOnlyCollection<HoldingRule> rules)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(rules);
        return held.Sum(h => h.Earned + (long)Math.Round((h.Balance ?? 0) * (RuleOf(h.Kind, rules)?.Rate ?? 0)));
    }

    /// <summary>Kinds that the customer might take: chances of what is held that are not held themselves; each once, in the order of the rules.</summary>
    public static IReadOnlyList<string> OpenChances(IReadOnlyCollection<string> kinds, IReadOnlyCollection<HoldingRule> rules)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(rules);
        return [.. rules.Where(r => r.Chance is { } chance && Holds(r.Kind) && !Holds(chance)).Select(r => r.Chance!).Distinct(StringComparer.OrdinalIgnoreCase)];

        bool Holds(string kind) => kinds.Contains(kind, StringComparer.OrdinalIgnoreCase);
    }

    private static HoldingRule? RuleOf(string kind, IEnumerable<HoldingRule> rules) => rules.FirstOrDefault(r => r.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase));
}
