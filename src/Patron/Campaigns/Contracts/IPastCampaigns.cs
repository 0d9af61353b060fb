using Patron.Kernel;

namespace Patron.Campaigns.Contracts;

/// <summary>What an arm of a campaign that is over was sent.</summary>
/// <param name="Offer">What it promised; empty: nothing in particular.</param>
/// <param name="Channel">email, letter, sms, phone, task or webhook.</param>
/// <param name="CostEach">Micros of one contact.</param>
/// <param name="Template">Name of the template that is made for it.</param>
/// <param name="Text">In Markdown.</param>
public sealed record PastArm(string What, string Offer, string Channel, long CostEach, string Template, string Subject, string Text);

/// <summary>A campaign that ran before it was written down here.</summary>
/// <param name="Segment">Name of the segment that is made of the question, unless one of this name is there.</param>
/// <param name="Query">Who was meant, in the query language of segments; asked as of the day before the launch.</param>
/// <param name="Language">Of the templates: en, ko...</param>
/// <param name="Launched">The day, in the organisation's time zone, on which everybody was drawn and written to.</param>
/// <param name="WindowDays">So many days, the first included, a purchase counts.</param>
/// <param name="MarginPercent">What remains of revenue.</param>
/// <param name="AssumedLift">Per cent more orders than without a contact that had been expected.</param>
/// <param name="Learned">What the next one shall know; null: nothing.</param>
/// <param name="Tries">It was a small test of this: format, paper, prize, price, packaging or message; empty: it was none.</param>
/// <param name="RandomPercent">Only so many of those who could be contacted were drawn.</param>
public sealed record PastCampaign(
    string Name, string Goal, string Segment, string Query, string Language, IReadOnlyList<PastArm> Arms, int HoldOutPercent, DateOnly Launched, int WindowDays, int MarginPercent, int AssumedLift, string? Learned, string Tries = "", int RandomPercent = 100);

/// <summary>Something that a customer did because of the contact; machines are told of nowhere here.</summary>
/// <param name="Kind">Of Events.Contracts.EventKinds.</param>
/// <param name="Detail">Where: "till"; never a personal value.</param>
public readonly record struct PastAnswer(string Kind, DateTimeOffset At, string? Detail);

/// <summary>What became of one customer.</summary>
/// <param name="Arm">0 was left alone.</param>
public sealed record PastFate(int Arm, IReadOnlyList<PastAnswer> Answers);

/// <summary>Writes down campaigns of the past: their people, messages and answers, so that their report is reckoned like that of any other. Nothing is sent.</summary>
public interface IPastCampaigns
{
    /// <summary>Refused where the question or the plan cannot be; one of the same name that is there already stays as it is.</summary>
    /// <param name="fates">Given those who could be contacted on the day before the launch, ascending by id, says what became of each, in their order.</param>
    /// <param name="withDemo">It goes when the demo data is removed.</param>
    Task<Result<CampaignId>> Write(PastCampaign past, Func<IReadOnlyList<CustomerId>, IReadOnlyList<PastFate>> fates, bool withDemo, UserId? by, CancellationToken ct);
}
