using Patron.Analytics.Base;
using Patron.Customers.Contracts;

namespace Patron.Consents.Contracts;

/// <summary>
/// What counts now of the consents to marketing, as a column of the customer base. What is asked of it stands in addresses as a word:
/// "email" (may be contacted so: agreed, and there is an address), "email-refused", "email-unknown" (never asked), the same for phone, and "never": asked for neither.
/// </summary>
public static class ConsentColumn
{
    /// <summary>The purpose it tells of.</summary>
    public const string Purpose = "marketing";

    public const string Never = "never";

    /// <summary>True for the purpose itself and for all that begin with it, such as advertising at night: consent is asked for them, and what the law wants of advertising holds.</summary>
    public static bool IsAdvertising(string purpose) => purpose.StartsWith(Purpose, StringComparison.Ordinal);

    /// <summary>Two flags for each of <see cref="Channels"/>: agreed, refused.</summary>
    public static readonly FlagsKey Key = new("consents");

    /// <summary>In the order of their flags.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["email", "phone", "letter", "sms"];

    /// <summary>The words, as a list of customers offers them.</summary>
    public static IReadOnlyList<string> Words { get; } = ["email", "email-refused", "email-unknown", "phone", "phone-refused", "phone-unknown", Never];

    public static ulong Flag(int channel, bool given) => 1UL << channel * 2 + (given ? 0 : 1);

    /// <summary>Null where the word means nothing.</summary>
    public static CustomerQuery? Query(string word) => word switch
    {
        "email" => new CustomerQuery.All(new CustomerQuery.FlagsAny(Key, Flag(0, true)), new CustomerQuery.FlagsAny(CustomerColumns.Reach, ReachFlags.Email)),
        "email-refused" => new CustomerQuery.FlagsAny(Key, Flag(0, false)),
        "email-unknown" => new CustomerQuery.FlagsNone(Key, Flag(0, true) | Flag(0, false)),
        "phone" => new CustomerQuery.All(new CustomerQuery.FlagsAny(Key, Flag(1, true)), new CustomerQuery.FlagsAny(CustomerColumns.Reach, ReachFlags.Phone)),
        "phone-refused" => new CustomerQuery.FlagsAny(Key, Flag(1, false)),
        "phone-unknown" => new CustomerQuery.FlagsNone(Key, Flag(1, true) | Flag(1, false)),
        Never => new CustomerQuery.FlagsNone(Key, Flag(0, true) | Flag(0, false) | Flag(1, true) | Flag(1, false)),
        _ => null,
    };
}
