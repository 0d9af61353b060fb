using Patron.Consents.Contracts;

namespace Patron.Consents.KeepPolicy;

/// <summary>The law of one or several countries, and what it asks of a contact. Data, so that whoever knows the law better changes it.</summary>
/// <param name="Key">Names it: KR, EU, or <see cref="Others"/>.</param>
/// <param name="Countries">ISO 3166 alpha-2; empty for all that no other rule names.</param>
/// <param name="OptIn">Channels by which nobody is contacted for advertising who has not agreed; by the others everybody is who has not refused.</param>
/// <param name="QuietFrom">Minutes after midnight, in the person's time zone, at which quiet hours begin.</param>
/// <param name="QuietTo">And at which they end; the same as the beginning: there are none. Before it: they go over midnight.</param>
/// <param name="QuietChannels">For which the hours and days hold.</param>
/// <param name="NightConsent">Whoever agreed to <see cref="ContactSettings.NightPurpose"/> by the channel may be contacted in quiet hours; not on quiet days.</param>
/// <param name="QuietDays">Days of the week.</param>
/// <param name="Holidays">MM-dd for each year, yyyy-MM-dd for one.</param>
/// <param name="Mark">At the beginning of subjects of advertising.</param>
/// <param name="TimeZone">IANA name, where a person's is not known; null: of the country's main city, see <see cref="JudgeContacts.PersonZones"/>.</param>
/// <param name="Law">Where it is written, for people.</param>
public sealed record CountryRule(
    string Key, IReadOnlyList<string> Countries, IReadOnlyList<string> OptIn, int QuietFrom, int QuietTo, IReadOnlyList<string> QuietChannels, bool NightConsent,
    IReadOnlyList<DayOfWeek> QuietDays, IReadOnlyList<string> Holidays, string Mark, bool AddressLine, bool OneClick, string? TimeZone, string Law)
{
    public const string Others = "other";

    public bool HasQuietHours => QuietFrom != QuietTo;
}

/// <summary>At most so many contacts in so many days.</summary>
/// <param name="Channel">Null: all channels together.</param>
internal sealed record ContactCap(string? Channel, int Most, int Days);

/// <summary>Something that messages are about, which a customer may refuse.</summary>
/// <param name="Key">Small letters, digits and hyphens.</param>
internal sealed record ContactTopic(string Key, string Name);

/// <summary>The contact policy as people set it.</summary>
/// <param name="MinimumHours">Between two contacts of one person, whatever the channel; 0: none.</param>
internal sealed record ContactSettings(IReadOnlyList<CountryRule> Rules, IReadOnlyList<ContactCap> Caps, int MinimumHours, bool HouseholdOnce, IReadOnlyList<ContactTopic> Topics)
{
    public const string Key = "contact-policy";
    public const string NightPurpose = "marketing-night";

    /// <summary>A contact for any other purpose than advertising (an order's confirmation, an answer) needs no consent and knows neither caps nor quiet time; only the suppression list stops it.</summary>
    public static bool IsAdvertising(string purpose) => ConsentColumn.IsAdvertising(purpose);

    /// <summary>The rule that holds in a country; null where the country is not known.</summary>
    public CountryRule RuleOf(string? country) => Rules.FirstOrDefault(r => country is not null && r.Countries.Contains(country)) ?? Rules.First(r => r.Countries.Count == 0);

    public static ContactSettings Default { get; } = new(ReadyMadeRules.All, [new(null, 8, 30), new(ContactChannels.Email, 6, 30), new(ContactChannels.Sms, 4, 30), new(ContactChannels.Phone, 2, 30)], 20, true, []);
}
