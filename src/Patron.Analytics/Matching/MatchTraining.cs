namespace Patron.Analytics.Matching;

/// <summary>What a caller may say before training.</summary>
public sealed record TrainingOptions
{
    /// <summary>Groups of given names that stand for each other (robert, rob, bob), normalised as in the table. A name may be in several groups.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Nicknames { get; init; } = [];
}

/// <summary>Learns a model from records alone, without labels.</summary>
public static class MatchTraining
{
    /// <summary>Learns from one table that may hold a person several times, or from two tables that share persons.</summary>
    /// <param name="a">Records.</param>
    /// <param name="b">Records of the other source with the same fields in the same order, or null to look for duplicates within <paramref name="a"/>.</param>
    /// <param name="options">Nicknames.</param>
    public static MatchModel Learn(MatchTable a, MatchTable? b = null, TrainingOptions? options = null) => throw new NotSupportedException();
}
