using Patron.Kernel;

namespace Patron.Campaigns;

internal sealed record CampaignGone() : Refusal("campaigns.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record CampaignChanged() : Refusal("campaigns.refused.changed");

internal sealed record CampaignNameNeeded(int Max) : FieldRefusal("campaigns.refused.name", "name");

internal sealed record CampaignNameTaken() : FieldRefusal("campaigns.refused.taken", "name");

internal sealed record CampaignGoalTooLong(int Max) : FieldRefusal("campaigns.refused.goal", "goal");

internal sealed record CampaignArmsWrong(int Max) : FieldRefusal("campaigns.refused.arms", "what-0");

internal sealed record CampaignNumberWrong(string Part, int Least, int Most) : FieldRefusal("campaigns.refused.number", Part);

/// <summary>The audience is a segment that is gone, or a question that cannot be read.</summary>
internal sealed record CampaignAudienceWrong() : FieldRefusal("campaigns.refused.audience", Query)
{
    /// <summary>The field of the question.</summary>
    public const string Query = "query";
}

/// <summary>What is asked for cannot be done in this state.</summary>
internal sealed record CampaignStateWrong(string State) : Refusal("campaigns.refused.state");

internal sealed record CampaignNeedsApproval() : Refusal("campaigns.refused.approval");

internal sealed record CampaignOwnApproval() : Refusal("campaigns.refused.own");

/// <summary>The check found what must be put right first.</summary>
internal sealed record CampaignNotSound(string Why) : Refusal("campaigns.refused.unsound");

/// <summary>The words were changed since the check.</summary>
internal sealed record CampaignReworded() : Refusal("campaigns.refused.reworded");

internal sealed record CampaignNoSuchArm() : Refusal("campaigns.refused.arm");

internal sealed record CampaignLearnedTooLong(int Max) : FieldRefusal("campaigns.refused.learned", "learned");

