using System.Text.Json.Serialization;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Sales.KeepLeads;

/// <summary>What was asked of a lead.</summary>
internal sealed record Answers(Answer Budget, Answer Need, Answer Decider, Answer Soon)
{
    /// <summary>Money and an immediate need: it goes to sales.</summary>
    public bool Ready => Budget == Answer.Yes && Soon == Answer.Yes;
}

/// <summary>One line of why a score is what it is.</summary>
/// <param name="Key">The end of its sentence's key.</param>
internal readonly record struct ScorePart(string Key, double Points);

/// <summary>A letter for how well a lead fits, a digit for how much it does: A1 is the best, D4 the poorest.</summary>
internal sealed record LeadScore(char Letter, int Digit, double Fit, double Engagement, IReadOnlyList<ScorePart> Why)
{
    public override string ToString() => $"{Letter}{Digit}";
}

/// <summary>
/// How leads are scored, and how much time there is for them: a setting. Fit is the sum of the points of each yes. Engagement is the sum of the points of each thing
/// that happened, each worth half after so many days; since all fade alike, what is kept of it is one instant: when it is down to one point.
/// </summary>
/// <param name="Budget">Points of each yes; all together 100.</param>
/// <param name="Happened">Points of each thing that happened with the customer on the day itself.</param>
/// <param name="HalfLife">Days after which they are worth half.</param>
/// <param name="Steps">The least points of A and 1, of B and 2, of C and 3, descending.</param>
/// <param name="AcceptHours">Time to accept before a lead is passed on.</param>
/// <param name="CallHours">Time to speak with somebody who is ready.</param>
internal sealed record LeadRules(int Budget, int Need, int Decider, int Soon, int Happened, int HalfLife, IReadOnlyList<int> Steps, int AcceptHours, int CallHours)
{
    public const string Key = "sales-lead-rules";
    public const int Most = 100, LongestHalfLife = 365, MostHours = 720;

    public static LeadRules Default { get; } = new(35, 30, 20, 15, 25, 14, [70, 45, 20], 4, 24);

    public static async Task<LeadRules> Read(PatronDb db, CancellationToken ct) => await db.Read<LeadRules>(Key, ct) ?? Default;

    /// <summary>Do all numbers make sense together?</summary>
    [JsonIgnore]
    public bool IsSound =>
        ((int[])[Budget, Need, Decider, Soon]).All(p => p is >= 0 and <= Most) && Budget + Need + Decider + Soon == Most && Happened is >= 1 and <= Most && HalfLife is >= 1 and <= LongestHalfLife
        && Steps is [<= Most, _, >= 1] && Steps[0] > Steps[1] && Steps[1] > Steps[2] && AcceptHours is >= 1 and <= MostHours && CallHours is >= 1 and <= MostHours;

    [JsonIgnore]
    public TimeSpan ToAccept => TimeSpan.FromHours(AcceptHours);
    [JsonIgnore]
    public TimeSpan ToCall => TimeSpan.FromHours(CallHours);

    public int Fit(Answers said) => Parts(said).Sum(p => (int)p.Points);

    /// <summary>When the engagement will be, or was, down to one point; null where nothing happened.</summary>
    public DateTimeOffset? CoolsAt(IEnumerable<Happening> happenings, DateTimeOffset now)
    {
        var points = happenings.Where(h => h.At <= now).Sum(h => Happened * Math.Pow(0.5, (now - h.At).TotalDays / HalfLife));
        return points > 0 ? now.AddDays(HalfLife * Math.Log2(points)) : null;
    }

    public double Engagement(DateTimeOffset? coolsAt, DateTimeOffset now) => coolsAt is { } at ? Math.Pow(2, (at - now).TotalDays / HalfLife) : 0;

    public LeadScore Score(Answers said, DateTimeOffset? coolsAt, DateTimeOffset now)
    {
        var (fit, engagement) = (Fit(said), Engagement(coolsAt, now));
        return new((char)('A' + Step(fit)), 1 + Step(engagement), fit, engagement, [.. Parts(said).Where(p => p.Points > 0), new("engagement", engagement)]);
    }

    /// <summary>Fits at least and below which a letter has; "A" has no upper end.</summary>
    public (int Least, int Below) FitOf(char letter) => (letter - 'A') switch { 0 => (Steps[0], int.MaxValue), 1 => (Steps[1], Steps[0]), 2 => (Steps[2], Steps[1]), _ => (int.MinValue, Steps[2]) };

    /// <summary>The fit of a row, as SQL.</summary>
    [JsonIgnore]
    public string FitSql => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
        case when budget = {(int)Answer.Yes} then {Budget} else 0 end + case when need = {(int)Answer.Yes} then {Need} else 0 end + case when decider = {(int)Answer.Yes} then {Decider} else 0 end + case when soon = {(int)Answer.Yes} then {Soon} else 0 end
        """);

    private ScorePart[] Parts(Answers said) => [Said("budget", said.Budget, Budget), Said("need", said.Need, Need), Said("decider", said.Decider, Decider), Said("soon", said.Soon, Soon)];

    private static ScorePart Said(string key, Answer answer, int points) => new(key, answer == Answer.Yes ? points : 0);

    private int Step(double points) => Steps.TakeWhile(least => points < least).Count();
}
