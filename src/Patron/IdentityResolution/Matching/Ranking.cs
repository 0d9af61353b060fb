namespace Patron.IdentityResolution.Matching;

/// <summary>Puts the records that have a value in order by a rule's criteria, and tells which of them decided.</summary>
/// <param name="newestFirst">All records of the customer.</param>
internal sealed class Ranking(RecordValues[] newestFirst, SurvivorshipRules rules)
{
    /// <param name="text">What is compared by length and number; null or blank leaves the record out.</param>
    /// <param name="complete">How complete a record is, as far as this rule goes; the greater the better.</param>
    /// <returns>What people entered first, then the best first.</returns>
    public RankedRecords Best(string rule, Func<RecordValues, string?> text, Func<RecordValues, int> complete)
    {
        var criteria = rules.Of(rule);
        var having = newestFirst.Where(r => !string.IsNullOrWhiteSpace(text(r))).ToArray();
        if (having.Length < 2) return new(having, []);
        // The records come newest first.
        if (criteria is [Criterion.Newest]) return new(having, rules.IsDefault(rule) ? [] : [(Criterion.Newest, r => r.At)]);

        var often = criteria.Contains(Criterion.Frequent) ? having.Where(r => !r.ByHand).CountBy(r => text(r)!, StringComparer.OrdinalIgnoreCase).ToDictionary(c => c.Key, c => c.Value, StringComparer.OrdinalIgnoreCase) : null;
        var ordered = having.OrderByDescending(r => r.ByHand);
        var ranks = criteria.Select(criterion => (criterion, Rank: RankBy(criterion))).ToArray();
        foreach (var (_, rank) in ranks) ordered = ordered.ThenByDescending(rank);
        return new([.. ordered], rules.IsDefault(rule) ? [] : ranks);

        Func<RecordValues, long> RankBy(Criterion criterion) => criterion switch
        {
            Criterion.Source => r => rules.Trust(rule, r.Source),
            Criterion.Newest => r => r.At,
            Criterion.Oldest => r => -r.At,
            Criterion.Complete => r => complete(r),
            Criterion.Frequent => r => often!.GetValueOrDefault(text(r)!),
            Criterion.Longest => r => text(r)!.Trim().Length,
            Criterion.Shortest => r => -text(r)!.Trim().Length,
            Criterion.Telling => r => Honorifics.Weight(r.Name.Title),
            _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, null),
        };
    }

    /// <summary>How many fields a record knows.</summary>
    public static int Known(RecordValues record) =>
        record.Values.Count(v => !string.IsNullOrWhiteSpace(v.Value)) + (record.Name.FullName.Length > 0 ? 1 : 0) + (record.Name.Title is null ? 0 : 1);
}

/// <param name="Records">The best first.</param>
/// <param name="Ranks">What they were compared by; empty where the rule is the one that has always held, and has a sentence of its own.</param>
internal readonly record struct RankedRecords(IReadOnlyList<RecordValues> Records, IReadOnlyList<(Criterion Criterion, Func<RecordValues, long> Rank)> Ranks)
{
    /// <summary>The first criterion by which the winner is better than the best of those that say something else; null where the rule is the default one.</summary>
    public Criterion? Decider(RecordValues winner, RecordValues rival)
    {
        if (Ranks.Count == 0) return null;
        foreach (var (criterion, rank) in Ranks)
            if (rank(winner) > rank(rival)) return criterion;
        return Criterion.Newest;
    }
}
