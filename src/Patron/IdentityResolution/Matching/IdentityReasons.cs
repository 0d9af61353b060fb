namespace Patron.IdentityResolution.Matching;

/// <summary>Keys of the sentences that say why. The sentences are in Texts, in every language.</summary>
internal static class IdentityReasons
{
    public const string ExternalId = "identity.link.externalId";
    public const string ByHand = "identity.link.hand";
    public const string ByModel = "identity.link.model";
    public const string EmailSame = "identity.link.email.same";
    public const string EmailCompatible = "identity.link.email.compatible";
    public const string EmailUnknown = "identity.link.email.unknown";
    public const string PhoneSame = "identity.link.phone.same";
    public const string PhoneCompatible = "identity.link.phone.compatible";

    public const string SharedByNames = "identity.shared.names";
    public const string SharedByMany = "identity.shared.many";
    public const string ApartByHand = "identity.apart.hand";
    public const string ApartByNames = "identity.apart.names";

    public const string GoldenOnly = "identity.golden.only";
    public const string GoldenByHand = "identity.golden.hand";
    public const string GoldenAgreed = "identity.golden.agreed";
    public const string GoldenNewest = "identity.golden.newest";
    public const string GoldenFitting = "identity.golden.fitting";
    public const string GoldenUsable = "identity.golden.usable";
    public const string GoldenName = "identity.golden.name";
    public const string GoldenTitle = "identity.golden.title";
    public const string GoldenSource = "identity.golden.source";
    public const string GoldenOldest = "identity.golden.oldest";
    public const string GoldenComplete = "identity.golden.complete";
    public const string GoldenFrequent = "identity.golden.frequent";
    public const string GoldenLongest = "identity.golden.longest";
    public const string GoldenShortest = "identity.golden.shortest";

    /// <summary>That this criterion decided.</summary>
    public static string Of(Criterion criterion) => criterion switch
    {
        Criterion.Source => GoldenSource,
        Criterion.Newest => GoldenNewest,
        Criterion.Oldest => GoldenOldest,
        Criterion.Complete => GoldenComplete,
        Criterion.Frequent => GoldenFrequent,
        Criterion.Longest => GoldenLongest,
        Criterion.Shortest => GoldenShortest,
        Criterion.Telling => GoldenTitle,
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, null),
    };

    public static string Of(KeyKind kind, NameVerdict names) => (kind, names.Agreement) switch
    {
        (KeyKind.ExternalId, _) => ExternalId,
        (KeyKind.Hand, _) => ByHand,
        (KeyKind.Model, _) => ByModel,
        (KeyKind.Email, NameAgreement.Same) => EmailSame,
        (KeyKind.Email, NameAgreement.Compatible) => EmailCompatible,
        (KeyKind.Email, NameAgreement.Unknown) => EmailUnknown,
        (KeyKind.Phone, NameAgreement.Same) => PhoneSame,
        (KeyKind.Phone, NameAgreement.Compatible) => PhoneCompatible,
        _ => throw new ArgumentOutOfRangeException(nameof(names), $"{kind} does not join names that are {names.Agreement}."),
    };
}
