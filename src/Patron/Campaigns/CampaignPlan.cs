using System.Text.Json;
using System.Text.Json.Serialization;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns;

internal enum CampaignKind
{
    Usual = 1,

    /// <summary>Something is tried on a small random part before the rest: format, paper, prize draw, price, packaging.</summary>
    SmallTest = 2,
}

/// <summary>What one arm gets.</summary>
/// <param name="What">In words: "E-mail, then catalogue".</param>
/// <param name="Channel">One of <see cref="CampaignPlan.Channels"/>.</param>
/// <param name="Template">Id text; empty until one is chosen.</param>
/// <param name="CostEach">Micros of one contact.</param>
/// <param name="At">Sent from then on; null: at once.</param>
/// <param name="Offer">What it promises, in words: "10% off the next order"; empty: nothing in particular.</param>
/// <param name="OfferValue">The short of it: "10%"; empty: not said.</param>
/// <param name="OfferUntil">The last day on which it holds; null: it does not end.</param>
internal sealed record CampaignArm(string What, string Channel, string Template, long CostEach, DateTimeOffset? At, string Offer = "", string OfferValue = "", DateOnly? OfferUntil = null)
{
    /// <summary>As its messages say it.</summary>
    [JsonIgnore] public ArmOffer Promise => new(Offer, OfferValue, OfferUntil);
}

/// <summary>A campaign as it is planned.</summary>
/// <param name="Goal">In words.</param>
/// <param name="Segment">Id text of the audience's segment; empty: the query says who.</param>
/// <param name="Query">In the query language of segments.</param>
/// <param name="HoldOutPercent">Of those drawn so many are left alone; null: as many as the reckoning proposes.</param>
/// <param name="OncePerHousehold">Of people who live together one is contacted.</param>
/// <param name="Budget">Micros that it may cost; 0: no limit.</param>
/// <param name="WindowDays">So many days after the contact a purchase counts.</param>
/// <param name="MarginPercent">What remains of revenue.</param>
/// <param name="Purpose">As in the consent ledger.</param>
/// <param name="RandomPercent">Only so many of those who may be contacted are drawn at first; 100: all.</param>
/// <param name="AssumedLift">Per cent more answers than without a contact, where no earlier campaign tells.</param>
/// <param name="Proofs">Addresses that get a proof of each message.</param>
/// <param name="Tries">Of a small test what is tried, one of <see cref="CampaignPlan.Tryable"/>; empty: nothing in particular.</param>
internal sealed record CampaignPlan(
    CampaignKind Kind, string Goal, string Segment, string Query, IReadOnlyList<CampaignArm> Arms, int? HoldOutPercent, bool OncePerHousehold, long Budget, int WindowDays, int MarginPercent,
    string Purpose, string? Topic, int RandomPercent, int AssumedLift, IReadOnlyList<string> Proofs, string Tries = "")
{
    public const int MostArms = 5, MostWindow = 365, LongestGoal = 300, LongestWhat = 100, LongestValue = 40, LongestQuery = 4_000, MostProofs = 10;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The channels that a message can take.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["email", "letter", "sms", "phone", "task", "webhook"];

    /// <summary>What a small test may try.</summary>
    public static IReadOnlyList<string> Tryable { get; } = ["format", "paper", "prize", "price", "packaging", "message"];

    public static CampaignPlan Empty { get; } = new(CampaignKind.Usual, "", "", "", [new("", "email", "", 0, null)], null, true, 0, 28, 30, "marketing", null, 100, 20, []);

    public static CampaignPlan Read(string json) => JsonSerializer.Deserialize<CampaignPlan>(json, Json)!;

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>A, B, C by its place.</summary>
    public static string Letter(int arm) => ((char)('A' + arm)).ToString();

    /// <summary>All that its arms name.</summary>
    [JsonIgnore] public IReadOnlyCollection<TemplateId> Templates => [.. Enumerable.Range(0, Arms.Count).Select(TemplateOf).OfType<TemplateId>().Distinct()];

    public TemplateId? TemplateOf(int arm) => IdText.TryRead<TemplateId>(Arms[arm].Template, out var id) ? id : null;
}
