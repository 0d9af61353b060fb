namespace Patron.Analytics.Demography;

/// <summary>The nine stages of the family life cycle (Wells, Gubar, Life cycle concept in marketing research, Journal of Marketing Research 3(4), 1966).</summary>
public enum LifeStage
{
    /// <summary>A needed fact is missing, or none of the nine stages fits; see <see cref="StageGap"/>.</summary>
    Unknown = 0,
    /// <summary>1: young, alone, no child.</summary>
    YoungSingle = 1,
    /// <summary>2: young couple, no child.</summary>
    NewlyMarried = 2,
    /// <summary>3: young couple, youngest child under 6.</summary>
    FullNest1 = 3,
    /// <summary>4: young couple, youngest child 6 or over.</summary>
    FullNest2 = 4,
    /// <summary>5: older couple with dependent children of any age.</summary>
    FullNest3 = 5,
    /// <summary>6: older couple, no children at home, head working.</summary>
    EmptyNest1 = 6,
    /// <summary>7: older couple, no children at home, head retired.</summary>
    EmptyNest2 = 7,
    /// <summary>8: older, alone, working.</summary>
    SolitaryWorking = 8,
    /// <summary>9: older, alone, retired.</summary>
    SolitaryRetired = 9,
}

/// <summary>Why a stage is unknown.</summary>
public enum StageGap
{
    /// <summary>Nothing: the stage is known.</summary>
    None = 0,
    /// <summary>Age or birth date of the head of the household (also when the birth date lies after the day).</summary>
    Age,
    /// <summary>Whether the head lives with a partner.</summary>
    Partner,
    /// <summary>Whether there are children.</summary>
    Children,
    /// <summary>A child's birth date.</summary>
    ChildBirth,
    /// <summary>Whether a child depends on its parents.</summary>
    ChildDependent,
    /// <summary>Whether a child lives at home.</summary>
    ChildAtHome,
    /// <summary>Whether the head works or is retired.</summary>
    Work,
    /// <summary>Everything is known, but the nine stages leave this family out: someone alone with children who depend on them or live at home, a young person alone with children, an older couple whose independent children live at home.</summary>
    NoStageFits,
}

/// <summary>Whether the head of the household lives with a partner.</summary>
public enum PartnerStatus
{
    /// <summary>Not known.</summary>
    Unknown = 0,
    /// <summary>Single, divorced or widowed.</summary>
    Alone,
    /// <summary>Married or living as a couple.</summary>
    Couple,
}

/// <summary>Whether the head of the household works.</summary>
public enum WorkStatus
{
    /// <summary>Not known.</summary>
    Unknown = 0,
    /// <summary>Works.</summary>
    Working,
    /// <summary>Retired.</summary>
    Retired,
}

/// <summary>What is known of one child; null: not known.</summary>
public sealed record Child(DateOnly? Birth, bool? AtHome = null, bool? Dependent = null);

/// <summary>What is known of a family.</summary>
/// <param name="Birth">Birth date of the head of the household; null: not known.</param>
/// <param name="Partner">Whether the head lives with a partner.</param>
/// <param name="Children">The children; empty: there are none; null: not known.</param>
/// <param name="Work">Whether the head works.</param>
/// <param name="AgeInYears">Age of the head where no birth date is known.</param>
public sealed record FamilyFacts(
    DateOnly? Birth = null, PartnerStatus Partner = PartnerStatus.Unknown, IReadOnlyList<Child>? Children = null,
    WorkStatus Work = WorkStatus.Unknown, int? AgeInYears = null);

/// <summary>A stage, or what it is that keeps it unknown.</summary>
public readonly record struct StageResult(LifeStage Stage, StageGap Gap);

/// <summary>Derives the stage; never guesses: what is not known and matters makes it unknown, what does not matter is not asked for.</summary>
public static class FamilyLifeCycle
{
    /// <summary>From this age on the head counts as older, unless another is given.</summary>
    public const int OlderFrom = 45;

    private const int SchoolAge = 6;

    /// <summary>The stage of a family on a day. Children born later do not exist on that day.</summary>
    public static StageResult Stage(FamilyFacts facts, DateOnly day, int olderFrom = OlderFrom)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (AgeOf(facts, day) is not { } age) return Missing(StageGap.Age);
        if (facts.Partner == PartnerStatus.Unknown) return Missing(StageGap.Partner);
        if (facts.Children is null) return Missing(StageGap.Children);
        var children = facts.Children.Where(c => c.Birth is null || c.Birth <= day).ToArray();
        return (facts.Partner, Older: age >= olderFrom) switch
        {
            (PartnerStatus.Couple, false) => YoungCouple(children, day),
            (PartnerStatus.Couple, true) => OlderHousehold(children, facts.Work, new(LifeStage.FullNest3, StageGap.None), LifeStage.EmptyNest1, LifeStage.EmptyNest2),
            (_, true) => OlderHousehold(children, facts.Work, Missing(StageGap.NoStageFits), LifeStage.SolitaryWorking, LifeStage.SolitaryRetired),
            _ => children.Length == 0 ? new(LifeStage.YoungSingle, StageGap.None) : Missing(StageGap.NoStageFits),
        };
    }

    private static int? AgeOf(FamilyFacts facts, DateOnly day) =>
        facts.Birth is { } birth ? birth <= day ? Age.On(birth, day) : null : facts.AgeInYears;

    private static StageResult YoungCouple(Child[] children, DateOnly day)
    {
        if (children.Length == 0) return new(LifeStage.NewlyMarried, StageGap.None);
        // For young couples the model asks for the age of the youngest and for nothing else.
        if (children.Any(c => c.Birth is { } birth && Age.On(birth, day) < SchoolAge)) return new(LifeStage.FullNest1, StageGap.None);
        return children.Any(c => c.Birth is null) ? Missing(StageGap.ChildBirth) : new(LifeStage.FullNest2, StageGap.None);
    }

    private static StageResult OlderHousehold(Child[] children, WorkStatus work, StageResult withDependents, LifeStage working, LifeStage retired)
    {
        if (children.Any(c => c.Dependent == true)) return withDependents;
        if (children.Any(c => c.Dependent is null)) return Missing(StageGap.ChildDependent);
        if (children.Any(c => c.AtHome == true)) return Missing(StageGap.NoStageFits);
        if (children.Any(c => c.AtHome is null)) return Missing(StageGap.ChildAtHome);
        return work switch
        {
            WorkStatus.Working => new(working, StageGap.None),
            WorkStatus.Retired => new(retired, StageGap.None),
            _ => Missing(StageGap.Work),
        };
    }

    private static StageResult Missing(StageGap gap) => new(LifeStage.Unknown, gap);
}
