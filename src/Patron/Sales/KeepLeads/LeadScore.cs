using Patron.Tasks.Contracts;

namespace Patron.Sales.KeepLeads;

/// <summary>One line of why a score is what it is.</summary>
/// <param name="Key">The end of its sentence's key.</param>
internal readonly record struct ScorePart(string Key, double Points);

/// <summary>A letter for how well a lead fits, a digit for how much it does: A1 is the best, D4 the poorest.</summary>
internal sealed record LeadScore(char Letter, int Digit, double Fit, double Engagement, IReadOnlyList<ScorePart> Why)
{
    /// <summary>Points of each yes; all together 100.</summary>
    public const double Budget = 35, Need = 30, Decider = 20, Soon = 15;

    /// <summary>Points of each thing that happened with the customer on the day itself; after so many days they are worth half.</summary>
    public const double Happened = 25, HalfLife = 14;

    /// <summary>The least points of A and 1, of B and 2, of C and 3.</summary>
    public static readonly double[] Steps = [70, 45, 20];

    public override string ToString() => $"{Letter}{Digit}";

    public static LeadScore Of(Answer budget, Answer need, Answer decider, Answer soon, IEnumerable<Happening> happenings, DateTimeOffset now)
    {
        ScorePart[] fit = [Said("budget", budget, Budget), Said("need", need, Need), Said("decider", decider, Decider), Said("soon", soon, Soon)];
        var engagement = happenings.Where(h => h.At <= now).Sum(h => Happened * Math.Pow(0.5, (now - h.At).TotalDays / HalfLife));
        var sum = fit.Sum(p => p.Points);
        return new((char)('A' + Step(sum)), 1 + Step(engagement), sum, engagement, [.. fit.Where(p => p.Points > 0), new("engagement", engagement)]);
    }

    private static ScorePart Said(string key, Answer answer, double points) => new(key, answer == Answer.Yes ? points : 0);

    private static int Step(double points) => Array.FindIndex(Steps, least => points >= least) is var at && at >= 0 ? at : Steps.Length;
}
