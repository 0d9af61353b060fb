using Patron.Campaigns.CheckCampaign;
using Patron.Kernel;

namespace Patron.Campaigns.KeepCampaigns;

/// <summary>What may become of a campaign, decided without a look at the world.</summary>
internal static class CampaignDecisions
{
    /// <summary>What was typed, or which field is wrong.</summary>
    public static Result<(string Name, CampaignPlan Plan)> Sound(string? name, CampaignPlan plan)
    {
        if (name?.Trim() is not { Length: > 0 and <= CampaignTable.LongestName } called) return new CampaignNameNeeded(CampaignTable.LongestName);
        if (plan.Goal.Length > CampaignPlan.LongestGoal) return new CampaignGoalTooLong(CampaignPlan.LongestGoal);
        if ((plan.Segment.Length == 0 && string.IsNullOrWhiteSpace(plan.Query)) || plan.Query.Length > CampaignPlan.LongestQuery) return new CampaignAudienceWrong();
        if (plan.Arms.Count is 0 or > CampaignPlan.MostArms || plan.Arms.Any(a => a.What.Length is 0 or > CampaignPlan.LongestWhat || a.Offer.Length > CampaignPlan.LongestWhat || a.OfferValue.Length > CampaignPlan.LongestValue || !CampaignPlan.Channels.Contains(a.Channel) || a.CostEach < 0))
            return new CampaignArmsWrong(CampaignPlan.LongestWhat);
        foreach (var (part, value, least, most) in ((string, int, int, int)[])
            [("holdout", plan.HoldOutPercent ?? 0, 0, 90), ("window", plan.WindowDays, 1, CampaignPlan.MostWindow), ("margin", plan.MarginPercent, 1, 100), ("random", plan.RandomPercent, 1, 100), ("lift", plan.AssumedLift, 1, 1_000)])
            if (value < least || value > most) return new CampaignNumberWrong(part, least, most);
        return (called, plan);
    }

    /// <summary>Whoever edits makes it a draft again: what was reckoned and approved was another campaign.</summary>
    public static Result<Done> Edit(Campaign campaign) => Before(campaign);

    public static Result<Done> Check(Campaign campaign) => Before(campaign);

    /// <param name="by">Null is the program itself, at the command line.</param>
    public static Result<Done> Approve(Campaign campaign, UserId? by) =>
        campaign.State is not CampaignState.Checked ? Wrong(campaign) : by is null || by == campaign.CreatedBy || by == campaign.EditedBy ? new CampaignOwnApproval() : default(Done);

    public static Result<Done> Launch(Campaign campaign, Forecast? forecast, bool secondPerson)
    {
        if (campaign.State is not (CampaignState.Checked or CampaignState.Approved) || forecast is null) return Wrong(campaign);
        if (forecast.Problems.Count > 0) return new CampaignNotSound(forecast.Problems[0]);
        if (secondPerson && campaign.State is not CampaignState.Approved) return new CampaignNeedsApproval();
        return default(Done);
    }

    public static Result<Done> Pause(Campaign campaign) => campaign.State is CampaignState.Running ? default(Done) : Wrong(campaign);

    public static Result<Done> Resume(Campaign campaign) => campaign.State is CampaignState.Paused ? default(Done) : Wrong(campaign);

    public static Result<Done> End(Campaign campaign) => IsOut(campaign) ? default(Done) : Wrong(campaign);

    /// <summary>Those who came into the audience since are drawn as well; after a roll-out there is nobody left to compare with.</summary>
    public static Result<Done> NextWave(Campaign campaign) => campaign.State is CampaignState.Running && campaign.RolledOut is null ? default(Done) : Wrong(campaign);

    public static Result<Done> RollOut(Campaign campaign, int arm, int arms) =>
        !IsOut(campaign) || campaign.RolledOut is not null ? Wrong(campaign) : arm < 1 || arm > arms ? new CampaignNoSuchArm() : default(Done);

    public static bool IsOut(Campaign campaign) => campaign.State is CampaignState.Running or CampaignState.Paused;

    public static bool IsLaunched(Campaign campaign) => campaign.LaunchedAt is not null;

    private static Result<Done> Before(Campaign campaign) => campaign.State is CampaignState.Draft or CampaignState.Checked or CampaignState.Approved ? default(Done) : Wrong(campaign);

    private static CampaignStateWrong Wrong(Campaign campaign) => new(Word(campaign.State));

    public static string Word(CampaignState state) => state.ToString().ToLowerInvariant();
}
