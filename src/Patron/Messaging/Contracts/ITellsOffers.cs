namespace Patron.Messaging.Contracts;

/// <summary>What an arm promises, as its message may say it.</summary>
/// <param name="Words">"10% off the next order"; empty: nothing in particular.</param>
/// <param name="Value">The short of it: "10%", "₩5,000"; empty: not said.</param>
/// <param name="LastDay">Holds up to the end of this day in the organisation's time zone, and so do the codes that customers get with it; null: for ever.</param>
public sealed record ArmOffer(string Words, string Value, DateOnly? LastDay)
{
    /// <summary>The fields by which a template says it.</summary>
    public const string WordsField = "offer", ValueField = "offerValue", LastDayField = "offerUntil";

    public static ArmOffer None { get; } = new("", "", null);

    /// <summary>The field is one of an offer: what is missing in it is missing for every customer.</summary>
    public static bool Has(string field) => field is WordsField or ValueField or LastDayField;

    /// <summary>The first instant at which it does not hold any more; null: it always does.</summary>
    public DateTimeOffset? Ends(TimeZoneInfo zone) => LastDay?.AddDays(1).ToDateTime(TimeOnly.MinValue) is { } end ? new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime() : null;
}

/// <summary>A source of messages tells what its arms promise.</summary>
public interface ITellsOffers
{
    /// <summary>By arm; empty where the source is another room's, or gone.</summary>
    Task<IReadOnlyDictionary<string, ArmOffer>> Of(SendingSource source, CancellationToken ct);
}
