using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.Contracts;

/// <summary>Something a person said about being contacted.</summary>
public sealed record ConsentSaid(CustomerId Customer, SourceRecordId? Record, string Purpose, string Channel, bool Given, DateTimeOffset At, string? Evidence)
{
    /// <summary>When it came into the ledger, where an export tells; null is now.</summary>
    public DateTimeOffset? Recorded { get; init; }

    /// <summary>Id of the version of the text that was agreed to; null: not known.</summary>
    public long? Text { get; init; }

    /// <summary>Who of us entered it; null: the person, or a file.</summary>
    public UserId? By { get; init; }
}

/// <summary>What counts now for a purpose and channel.</summary>
public sealed record ConsentState(string Purpose, string Channel, bool Given, DateTimeOffset At, string? Evidence);

public interface IConsentLedger
{
    /// <summary>Adds entries; what the ledger already has from the same record in the same words and at the same time is not added again.</summary>
    /// <returns>Those that were added.</returns>
    Task<IReadOnlySet<ConsentSaid>> Append(BulkSession session, Intake intake, IReadOnlyList<ConsentSaid> said, CancellationToken ct);

    /// <summary>Takes back the entries about these customers that a change set made.</summary>
    Task TakeBack(BulkSession session, ChangeSetId set, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>The latest entry of each purpose and channel; at equal times the stricter.</summary>
    Task<IReadOnlyList<ConsentState>> Of(CustomerId customer, CancellationToken ct);
}
