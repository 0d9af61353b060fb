using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Demography;
using static Patron.Analytics.Demography.PartnerStatus;
using static Patron.Analytics.Demography.WorkStatus;

namespace Patron.Tests.Acceptance;

/// <summary>A21: the nine stages of the family life cycle (requirements 2.2).</summary>
public sealed class A21
{
    private static readonly DateOnly Day = new(2026, 6, 15);

    private static DateOnly Born(int age) => Day.AddYears(-age);
    private static Child AtHome(int age) => new(Born(age), AtHome: true, Dependent: true);
    private static Child Grown(int age) => new(Born(age), AtHome: false, Dependent: false);
    private static StageResult Of(FamilyFacts facts, int olderFrom = FamilyLifeCycle.OlderFrom) => FamilyLifeCycle.Stage(facts, Day, olderFrom);
    private static StageResult Is(LifeStage stage) => new(stage, StageGap.None);
    private static StageResult Lacks(StageGap gap) => new(LifeStage.Unknown, gap);

    [Fact]
    public void Nine_persons_stand_in_the_nine_stages()
    {
        FamilyFacts[] persons =
        [
            new(Born(24), Alone, []),
            new(Born(28), Couple, []),
            new(Born(32), Couple, [AtHome(8), AtHome(2)]),
            new(Born(40), Couple, [AtHome(14), AtHome(9)]),
            new(Born(52), Couple, [AtHome(17), Grown(24)]),
            new(Born(58), Couple, [Grown(30)], Working),
            new(Born(70), Couple, [Grown(40)], Retired),
            new(Born(60), Alone, [], Working),
            new(Born(75), Alone, [Grown(45)], Retired),
        ];
        Assert.Equal(Enumerable.Range(1, 9).Select(n => Is((LifeStage)n)), persons.Select(p => Of(p)));
    }

    [Fact]
    public void A_youngest_child_of_exactly_6_makes_full_nest_2_and_a_day_younger_full_nest_1()
    {
        FamilyFacts With(DateOnly birth) => new(Born(35), Couple, [AtHome(12), new(birth, true, true)]);
        Assert.Equal(Is(LifeStage.FullNest2), Of(With(Born(6))));
        Assert.Equal(Is(LifeStage.FullNest1), Of(With(Born(6).AddDays(1))));
    }

    [Fact]
    public void Missing_child_data_is_unknown_and_never_a_guess()
    {
        Assert.Equal(Lacks(StageGap.Children), Of(new(Born(30), Couple)));
        Assert.Equal(Lacks(StageGap.Children), Of(new(Born(30), Alone)));
        Assert.Equal(Lacks(StageGap.Children), Of(new(Born(60), Couple, null, Working)));
        Assert.Equal(Lacks(StageGap.ChildBirth), Of(new(Born(30), Couple, [AtHome(9), new(null, true, true)])));
        Assert.Equal(Lacks(StageGap.ChildDependent), Of(new(Born(60), Couple, [new(Born(20))], Working)));
        Assert.Equal(Lacks(StageGap.ChildAtHome), Of(new(Born(60), Couple, [new(Born(20), null, false)], Working)));
    }

    [Fact]
    public void What_is_missing_is_named_and_what_does_not_matter_is_not_asked_for()
    {
        Assert.Equal(Lacks(StageGap.Age), Of(new(null, Couple, [])));
        Assert.Equal(Lacks(StageGap.Age), Of(new(Day.AddDays(1), Couple, [])));
        Assert.Equal(Lacks(StageGap.Partner), Of(new(Born(30), Children: [])));
        Assert.Equal(Lacks(StageGap.Work), Of(new(Born(60), Couple, [])));
        Assert.Equal(Is(LifeStage.FullNest1), Of(new(null, Couple, [new(Born(1)), new(null)], AgeInYears: 30)));
        Assert.Equal(Is(LifeStage.FullNest3), Of(new(Born(60), Couple, [new(null, null, true), new(null)])));
    }

    [Theory, InlineData(1), InlineData(7), InlineData(26)]
    public void An_older_couple_with_dependent_children_of_any_age_is_full_nest_3(int age) =>
        Assert.Equal(Is(LifeStage.FullNest3), Of(new(Born(45), Couple, [AtHome(age)])));

    [Fact]
    public void Older_begins_at_45_unless_told_otherwise()
    {
        FamilyFacts turning = new(Born(45), Couple, [AtHome(3)]);
        Assert.Equal(Is(LifeStage.FullNest3), Of(turning));
        Assert.Equal(Is(LifeStage.FullNest1), Of(turning with { Birth = Born(45).AddDays(1) }));
        Assert.Equal(Is(LifeStage.FullNest1), Of(turning, olderFrom: 50));
    }

    [Fact]
    public void A_family_that_the_nine_stages_leave_out_is_said_to_be_left_out()
    {
        Assert.Equal(Lacks(StageGap.NoStageFits), Of(new(Born(30), Alone, [AtHome(3)])));
        Assert.Equal(Lacks(StageGap.NoStageFits), Of(new(Born(60), Couple, [new(Born(30), true, false)], Working)));
    }

    [Fact]
    public void A_child_not_yet_born_on_the_day_does_not_exist() =>
        Assert.Equal(Is(LifeStage.NewlyMarried), Of(new(Born(30), Couple, [new(Day.AddDays(1), true, true)])));

    [Fact]
    public void Learning_a_missing_fact_never_changes_a_known_stage() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        bool? Maybe() => random.Next(3) switch { 0 => null, 1 => true, _ => false };
        var children = Enumerable.Range(0, random.Next(3)).Select(_ => new Child(random.Next(3) == 0 ? null : Born(random.Next(30)), Maybe(), Maybe())).ToArray();
        var facts = new FamilyFacts(random.Next(4) == 0 ? null : Born(random.Next(18, 90)), (PartnerStatus)random.Next(3), random.Next(4) == 0 ? null : children, (WorkStatus)random.Next(3));
        var known = Of(facts);
        if (known.Gap != StageGap.None) return true;
        var learned = facts with
        {
            Work = facts.Work == WorkStatus.Unknown ? (WorkStatus)random.Next(1, 3) : facts.Work,
            Children = [.. children.Select(c => new Child(c.Birth ?? Born(random.Next(30)), c.AtHome ?? random.Next(2) == 0, c.Dependent ?? random.Next(2) == 0)).Reverse()],
        };
        return Of(learned) == known;
    }).QuickCheckThrowOnFailure();
}
