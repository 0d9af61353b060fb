using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>An e-mail address or phone number in its one form.</summary>
internal readonly record struct IdentityKey(IdentifierKind Kind, string Value);

/// <summary>A source record as resolution sees it: what it says, its name taken apart, its keys.</summary>
internal sealed class Party(SourceRecord record, string? email, string? phone)
{
    private PersonName? name;
    private string? key;

    public SourceRecord Record => record;
    public long Id => record.Id.Value;
    public string? Email => email;
    public string? Phone => phone;
    public PersonName Name => name ??= RecordDecisions.NameOf(record);

    /// <summary>Stands for the source and its own id in decisions: it stays the same when the record goes and comes again.</summary>
    public string Key => key ??= KeyOf(record.SourceId, record.ExternalId);

    public static string KeyOf(SourceId source, string externalId) => KeyDigest.Of(KeyKind.ExternalId, $"{source.Value}:{externalId}");

    public IEnumerable<IdentityKey> Keys
    {
        get
        {
            if (email is not null) yield return new(IdentifierKind.Email, email);
            if (phone is not null) yield return new(IdentifierKind.Phone, phone);
        }
    }

    /// <summary>With keys made from what it says; a phone number without a calling code belongs to <paramref name="country"/> unless the record names one.</summary>
    public static Party Of(SourceRecord record, string country) =>
        new(record, EmailKey.Normalise(record.Email), PhoneKey.Normalise(record.Phone, record.Country ?? country));

    public Party At(CustomerId customer) => customer == record.CustomerId ? this : new(record with { CustomerId = customer }, email, phone) { name = name, key = key };

    public Party ChangedAt(DateTimeOffset at) => new(record with { ChangedAt = at }, email, phone) { name = name, key = key };
}

/// <summary>A record that a file made or changed: as it was (null: new) and as it is, and what is new of its consents.</summary>
internal sealed record PartyChange(Party? Before, Party After, IReadOnlyList<IncomingConsent> Said);
