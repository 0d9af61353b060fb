using System.Data.Common;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.Contracts;

/// <summary>What one record says. The stream fills the same one again for each record: take what you keep.</summary>
public sealed class StreamedRecord
{
    public CustomerId Customer { get; internal set; }
    public SourceRecordId Record { get; internal set; }
    public SourceId Source { get; internal set; }
    public string ExternalId { get; internal set; } = "";
    public CustomerKind Kind { get; internal set; }

    /// <summary>Only named by an order or another row: nothing but the external id is known.</summary>
    public bool Stub { get; internal set; }

    /// <summary>The name as written; of a record without one given and family name together, then the company.</summary>
    public string? Name { get; internal set; }
    public string? Email { get; internal set; }
    public string? Phone { get; internal set; }
    public string? Street { get; internal set; }
    public string? City { get; internal set; }
    public string? Region { get; internal set; }
    public string? Postal { get; internal set; }
    public string? Country { get; internal set; }
    public DateOnly? Birth { get; internal set; }
    public Sex? Sex { get; internal set; }
    public string? Language { get; internal set; }
    public string? TimeZone { get; internal set; }
    public string? Acquired { get; internal set; }
    public DateOnly? Since { get; internal set; }

    /// <summary>Keys of the custom fields that the record fills.</summary>
    public IReadOnlyCollection<string> Custom { get; internal set; } = [];

    /// <summary>Microseconds since 1970: when the source last said something new about it.</summary>
    public long ChangedAt { get; internal set; }
}

/// <summary>What all sources say, record by record, for whoever reckons over all of it.</summary>
public interface IRecordStream
{
    /// <summary>Every record in the order of customer and record; memory does not grow with their number.</summary>
    void Read(DbConnection connection, Action<StreamedRecord> each, CancellationToken ct);

    /// <summary>Which fields of which customers a person has set, be it to none; a field that was set twice may come twice.</summary>
    /// <param name="customers">Null is all.</param>
    /// <param name="each">The customer's id, and the field as imports call it; custom fields are left out.</param>
    void ReadByHand(DbConnection connection, IReadOnlyCollection<long>? customers, Action<long, string> each);

    /// <summary>A few records by id, in no order; those that are gone are left out.</summary>
    Task<IReadOnlyList<FoundRecord>> Find(IReadOnlyCollection<(CustomerId Customer, SourceRecordId Record)> records, CancellationToken ct);
}

/// <summary>A record for showing.</summary>
/// <param name="Name">As of <see cref="StreamedRecord.Name"/>.</param>
public sealed record FoundRecord(CustomerId Customer, SourceRecordId Record, string ExternalId, string? Name, string? Email, string? Phone, DateOnly? Birth);

/// <summary>How identity resolution reads the keys that people are found by.</summary>
public static class ContactKeys
{
    /// <summary>The one spelling of an e-mail address; null where the text is no address, or known junk.</summary>
    public static string? Email(string? text) => EmailKey.Normalise(text);

    /// <summary>The number in international form; null where the text is no plausible number of its country.</summary>
    /// <param name="country">ISO 3166 alpha-2, to which a number without a calling code belongs.</param>
    public static string? Phone(string? text, string? country) => PhoneKey.Normalise(text, country);
}
