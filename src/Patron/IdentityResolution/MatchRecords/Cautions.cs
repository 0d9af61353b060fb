using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>What holds among customers though the records at hand may not show it: few homes with two records each, few people of one name.</summary>
internal static class Cautions
{
    /// <summary>Where few homes are among the records, pairs of one home are still a quarter as frequent as pairs of one person.</summary>
    private const double HouseholdBelowPrior = 2;

    public static MatchModel Heeded(MatchModel model) => model with
    {
        HouseholdBits = Math.Max(model.HouseholdBits, model.PriorBits - HouseholdBelowPrior),
        Fields = [.. model.Fields.Select(f => f.Field.Role == FieldRole.Email ? f with { Levels = [.. f.Levels.Select(AlikeByName)] } : f)],
    };

    /// <summary>
    /// Addresses are made of names: two people of one name have addresses that are alike. What is not the very same address says next to nothing
    /// that the names have not said; the same mailbox written otherwise says a little more.
    /// </summary>
    private static LevelModel AlikeByName(LevelModel level)
    {
        double most = level.Level switch { Agreement.Exact => double.PositiveInfinity, Agreement.Equivalent => 3, _ => 1 };
        return level.Bits > most ? level with { M = level.U * Math.Pow(2, most) } : level;
    }
}
