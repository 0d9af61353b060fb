namespace Patron.Campaigns.ReportCampaign;

/// <summary>An arm as the next forecast wants to know it; amounts in units of the reporting currency.</summary>
internal sealed record ArmResult(string Name, string What, string Channel, long People, long Answered, double Profit, double Low, double High);

/// <summary>What a campaign brought, kept once it is settled.</summary>
/// <param name="Held">How many of its arms' profits lay where the forecast had expected them; of all that could be measured.</param>
internal sealed record CampaignResult(IReadOnlyList<ArmResult> Arms, long AlonePeople, long AloneAnswered, int Held, int Measured)
{
    public static CampaignResult Of(CampaignReport report)
    {
        var arms = new List<ArmResult>();
        var held = 0;
        foreach (var (effect, at) in report.Effects.Select((e, at) => (e, at)))
        {
            if (effect is null) continue;
            var (arm, sums) = (report.Plan.Arms[at], report.Outcome.Arms[at + 1]);
            arms.Add(new(CampaignPlan.Letter(at), arm.What, arm.Channel, sums.People, sums.Answered, effect.Profit.Estimate, effect.Profit.Interval.Low, effect.Profit.Interval.High));
            if (report.Forecast is { } forecast && IsWithin(effect.Profit.Estimate, forecast.Arms[at].ProfitInterval)) held++;
        }
        return new(arms, report.Outcome.Arms[0].People, report.Outcome.Arms[0].Answered, held, arms.Count);
    }

    public static bool IsWithin(double happened, Analytics.Experiments.Interval expected) => happened >= expected.Low && happened <= expected.High;
}
