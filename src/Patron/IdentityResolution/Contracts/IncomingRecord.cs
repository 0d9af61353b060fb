using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.Contracts;

/// <summary>What a row of a customers file says about a person or organisation. Texts are cleaned; null is not known, never "delete".</summary>
/// <param name="Custom">Custom fields by key, as text.</param>
public sealed record IncomingRecord(
    long Line, string ExternalId, CustomerKind? Kind, string? Title, string? Name, string? Given, string? Family, string? Company,
    string? Email, string? Phone, string? Street, string? City, string? Region, string? Postal, string? Country,
    DateOnly? Birth, Sex? Sex, string? Language, string? TimeZone, string? Acquired, DateOnly? Since,
    IReadOnlyDictionary<string, string>? Custom, IReadOnlyList<IncomingConsent> Consents)
{
    /// <summary>To an owner, a mother company, the organisation one works at; at most one of each kind.</summary>
    public IReadOnlyList<IncomingRelation> Relations { get; init; } = [];

    /// <summary>Of a row of our own export: what the record was besides. Null in files of others.</summary>
    public KeptRecord? Kept { get; init; }
}

/// <summary>A record as an export kept it. Its values went through the checks when they first came, and its consents stand in the ledger, of which there is a file of its own.</summary>
/// <param name="Stub">Only named by an order or another row: nothing else is known.</param>
/// <param name="WithSource">Name of the source of the first record of its customer, with that record's id in <paramref name="With"/>; null where it is the first itself.</param>
public sealed record KeptRecord(bool Stub, DateTimeOffset FirstSeen, DateTimeOffset Changed, string? WithSource, string? With);

/// <param name="At">Microseconds since 1970; null is the time of the import.</param>
public sealed record IncomingConsent(string Purpose, string Channel, bool Given, long? At);

/// <summary>Whose row it is, and by which source record.</summary>
public readonly record struct RecordOwner(CustomerId Customer, SourceRecordId Record);

/// <summary>Finds the customers that a source's external ids stand for.</summary>
public interface IRecordOwners
{
    /// <summary>
    /// Every id gets an owner: where the source has sent no such person yet, a stub record with a new customer is made (nothing but the id is known of it).
    /// In a plan nothing is written and new owners have ids that are not stored.
    /// </summary>
    Task<IReadOnlyDictionary<string, RecordOwner>> FindOrMake(BulkSession session, Intake intake, IReadOnlyCollection<string> externalIds, CancellationToken ct);

    /// <summary>Those of <paramref name="named"/> who are known, or whom the plan has promised to make, and all of <paramref name="fresh"/> as <see cref="FindOrMake"/> does: a row of a known thing may be a conflict, and nobody is made for it.</summary>
    Task<IReadOnlyDictionary<string, RecordOwner>> Meet(BulkSession session, Intake intake, IEnumerable<string> named, IEnumerable<string> fresh, CancellationToken ct);
}

/// <summary>Sources that the program itself feeds.</summary>
public static class BuiltInSources
{
    /// <summary>The name under which customers entered by people are kept. Shown as <see cref="Shown"/> says it.</summary>
    public const string ByHand = "by hand";

    /// <summary>No file may call its system so: what people entered would then come from two places.</summary>
    public static bool IsOwn(string name) => name.Trim().Equals(ByHand, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the source is called where people read it.</summary>
    public static string Shown(this SourceInfo source, Kernel.Texts.Sentences text) => source.Name == ByHand ? text["identity.byHand"] : source.Name;
}

/// <summary>The systems that send records.</summary>
public interface ISources
{
    Task<IReadOnlyList<SourceInfo>> All(CancellationToken ct);
    Task<SourceInfo?> Find(string name, CancellationToken ct);

    /// <summary>Made where it is not there; refused when 63 sources exist. Writes in a transaction of its own: call it before a bulk session begins.</summary>
    Task<Result<SourceInfo>> FindOrMake(string name, bool demo, CancellationToken ct);

    /// <summary>Changes name, letter, prefix, currency, zone, country; refusals name the field. Rows that are there already stay as they were read.</summary>
    /// <param name="by">Recorded in a change set; null is the program itself.</param>
    Task<Result<SourceInfo>> Change(SourceInfo source, UserId? by, CancellationToken ct);
    Task ImportedNow(SourceId source, CancellationToken ct);

    /// <summary>When each source last sent a file; null never.</summary>
    Task<IReadOnlyDictionary<SourceId, DateTimeOffset?>> LastImports(CancellationToken ct);
}

/// <summary>A room that has something to do once a source has sent a file, or a file of it was taken back; registered as a singleton.</summary>
public interface IHearsOfImports
{
    Task Imported(SourceId source, CancellationToken ct);
}
