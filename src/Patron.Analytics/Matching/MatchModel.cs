namespace Patron.Analytics.Matching;

/// <summary>How often one kind of agreement occurs, and what it weighs.</summary>
/// <param name="Level">The kind.</param>
/// <param name="M">Its share among records of one person.</param>
/// <param name="U">Its share among records of different persons.</param>
public sealed record LevelModel(Agreement Level, double M, double U)
{
    /// <summary>Weight in bits, log2(m / u): above 0 speaks for, below 0 against one person (Fellegi and Sunter 1969).</summary>
    public double Bits => Math.Log2(M / U);
}

/// <summary>A text that is more frequent than most of its field.</summary>
/// <param name="Text">As in the table.</param>
/// <param name="Share">Its share of the values that are there.</param>
public sealed record TermShare(string Text, double Share);

/// <summary>What was learnt about one field.</summary>
/// <param name="Field">The column.</param>
/// <param name="Present">Share of records that have a value.</param>
/// <param name="Levels">Each kind of agreement, from <see cref="Agreement.Exact"/> to <see cref="Agreement.Different"/>, in that order.</param>
/// <param name="Frequent">The most frequent texts, most frequent first.</param>
/// <param name="RareShare">Share of each text that is not among them.</param>
/// <param name="Words">The most frequent words of a text of several words, with their shares of the distinct texts.</param>
public sealed record FieldModel(MatchField Field, double Present, IReadOnlyList<LevelModel> Levels, IReadOnlyList<TermShare> Frequent, double RareShare, IReadOnlyList<TermShare> Words)
{
    /// <summary>
    /// Share of the rarest word that was counted among the frequent ones, even where <see cref="Words"/> holds only those that stand in the records at hand: other
    /// words are rarer than it, so that two records weigh the same whatever stands beside them. 0 where no word is frequent.
    /// </summary>
    public double RarestWord { get; init; }
}

/// <summary>How one field of two records agrees.</summary>
/// <param name="Field">The column.</param>
/// <param name="Level">The kind of agreement.</param>
/// <param name="Bits">Weight for (above 0) or against (below 0) one person; 0 when missing or when correlated fields say it already.</param>
public sealed record FieldEvidence(MatchField Field, Agreement Level, double Bits);

/// <summary>Why two records are, or are not, one person.</summary>
/// <param name="Fields">Each field, in the order of the table.</param>
/// <param name="PriorBits">Weight before any field is looked at: two records at random are seldom one person.</param>
/// <param name="Bits">Sum of the fields' weights less <see cref="HouseholdBits"/>, without the prior.</param>
/// <param name="Probability">Of being one person, 0 to 1: the prior and all fields together.</param>
public sealed record MatchEvidence(IReadOnlyList<FieldEvidence> Fields, double PriorBits, double Bits, double Probability)
{
    /// <summary>So many bits are taken off because two persons of one household would agree in the same; 0 or more, but for rounding.</summary>
    public double HouseholdBits => Fields.Sum(f => f.Bits) - Bits;
}

/// <summary>What training has learnt: plain data, so that it can be stored, shown and compared with another.</summary>
/// <param name="Fields">The fields, in the order of the table's columns.</param>
/// <param name="PriorBits">log2 of the odds that two records at random are one person.</param>
/// <param name="OneToOne">Two tables, neither of which holds a person twice: links are an assignment.</param>
/// <param name="Dependencies">Fields that say the same thing among records of different persons.</param>
/// <param name="Nicknames">Groups of given names that stand for each other.</param>
public sealed record MatchModel(
    IReadOnlyList<FieldModel> Fields, double PriorBits, bool OneToOne, IReadOnlyList<FieldDependency> Dependencies, IReadOnlyList<IReadOnlyList<string>> Nicknames)
{
    /// <summary>log2 of the odds that two records at random are of two persons of one household; far below <see cref="PriorBits"/> where there seem to be none.</summary>
    public double HouseholdBits { get; init; } = Household.None;

    /// <summary>Why two records are, or are not, one person. Symmetric. For single pairs; <see cref="Linkage"/> and <see cref="MatchIndex"/> are for many.</summary>
    /// <param name="a">One text a field of the model, normalised as in the table; null or empty when missing.</param>
    /// <param name="b">The other record.</param>
    public MatchEvidence Compare(IReadOnlyList<string?> a, IReadOnlyList<string?> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var table = new MatchTable([.. Fields.Select(f => f.Field)]);
        table.Append([.. a]);
        table.Append([.. b]);
        return new Scorer(new MatchData(table, null, Nicknames), this).Evidence(0, 1);
    }
}

/// <summary>Two fields whose agreement among different persons goes together (a postal code with its town): the second adds that much less when the first agrees.</summary>
/// <param name="First">Field number that keeps its weight.</param>
/// <param name="Second">Field number that gives way.</param>
/// <param name="Bits">How much less, 0 or more.</param>
public sealed record FieldDependency(int First, int Second, double Bits);
