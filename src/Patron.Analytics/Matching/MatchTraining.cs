namespace Patron.Analytics.Matching;

/// <summary>What a caller may say before training.</summary>
public sealed record TrainingOptions
{
    /// <summary>Groups of given names that stand for each other (robert, rob, bob), normalised as in the table. A name may be in several groups.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Nicknames { get; init; } = [];
}

/// <summary>Learns a model from records alone, without labels.</summary>
/// <remarks>
/// How often different persons agree (u) is counted in random pairs and stays fixed. How often records of one person agree (m) is estimated by expectation maximisation
/// within the pairs of one blocking rule at a time, for the fields that the rule does not use, and averaged over the rules (Fellegi and Sunter 1969; Winkler 1988; Larsen and
/// Rubin 2001; rule by rule as Splink's documentation describes). One pooled set of candidates would drift: the rules' own agreements would be learnt as the mark of a match.
/// </remarks>
public static class MatchTraining
{
    private const double Certain = .9;

    /// <summary>Learns from one table that may hold a person several times, or from two tables that share persons.</summary>
    /// <param name="a">Records.</param>
    /// <param name="b">Records of the other source with the same roles in the same order, or null to look for duplicates within <paramref name="a"/>.</param>
    /// <param name="options">Nicknames.</param>
    /// <returns>The same model whatever the order of the records. Of too few records it says what is usual.</returns>
    public static MatchModel Learn(MatchTable a, MatchTable? b = null, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        var nicknames = options?.Nicknames ?? [];
        var model = Learn(new PreparedData(new(a, b, nicknames)), nicknames);
        return b is null || HoldsPersonsTwice(a, model) || HoldsPersonsTwice(b, model) ? model : model with { OneToOne = true };
    }

    /// <summary>More than one record in a hundred has another of the same person beside it.</summary>
    private static bool HoldsPersonsTwice(MatchTable table, MatchModel model)
    {
        var found = Linkage.Run(table, model, Certain);
        return table.Count - found.ClusterCount > table.Count / 100;
    }

    internal static MatchModel Learn(PreparedData prepared, IReadOnlyList<IReadOnlyList<string>> nicknames)
    {
        var data = prepared.Data;
        var words = Enumerable.Range(0, data.Fields.Count).Select(f => data.Words(f)?.FrequentWords() ?? []).ToArray();
        for (var f = 0; f < words.Length; f++) data.Words(f)?.Weigh(words[f], Rarest(words[f]));
        var terms = Terms.Count(prepared);
        var u = RandomPairs.Shares(data, prepared.Telling, terms);
        var learned = RuleLearning.Learn(prepared, u);
        var fields = new FieldModel[data.Fields.Count];
        for (var f = 0; f < fields.Length; f++)
        {
            var exact = (int)Agreement.Exact;
            // Random pairs hold a few true ones, many where a person has tens of records: taken out again.
            var pure = u[f].Select((share, level) => Math.Max(share / 10, (share - learned.Prior * learned.M[f][level]) / (1 - learned.Prior))).ToArray();
            var cleaner = pure[exact] / u[f][exact];
            var levels = Enumerable.Range(exact, RuleLearning.Levels - 1).Select(l => new LevelModel((Agreement)l, learned.M[f][l], pure[l])).ToArray();
            var (present, frequent, rare) = terms[f];
            fields[f] = new(data.Fields[f], present, Ordered(levels), [.. frequent.Select(t => t with { Share = t.Share * cleaner })], rare * cleaner, words[f]) { RarestWord = Rarest(words[f]) };
        }
        var model = new MatchModel(fields, Math.Log2(learned.Prior / (1 - learned.Prior)), false, [], nicknames);
        model = model with { Dependencies = Dependence.Of(new Scorer(data, model), prepared, model) };
        return learned.Kin <= 0 ? model : model with { HouseholdBits = model.PriorBits + Math.Log2(learned.Kin) };
    }

    private static double Rarest(IReadOnlyList<TermShare> words) => words.Count == 0 ? 0 : words[^1].Share;

    /// <summary>A weaker agreement never weighs more than a stronger one: m is raised or lowered to what the level before allows.</summary>
    private static LevelModel[] Ordered(LevelModel[] levels)
    {
        for (var l = 1; l < levels.Length; l++)
        {
            var most = levels[..l].Where(s => s.Level is not (Agreement.Swapped or Agreement.Equivalent)).Min(s => s.Bits);
            if (levels[l].Bits > most) levels[l] = levels[l] with { M = levels[l].U * Math.Pow(2, most) };
        }
        return levels;
    }
}
