using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>How a customer stands to another one, or to one of us.</summary>
public enum RelationKind
{
    /// <summary>The user of ours who looks after the customer.</summary>
    Owner = 1,

    /// <summary>The organisation that this one belongs to.</summary>
    DaughterOf = 2,

    /// <summary>The organisation for which a person acts.</summary>
    ContactAt = 3,
}

/// <param name="Said">How the file names the other one: a name, its number in the same source, a user's e-mail.</param>
/// <param name="At">When it was said; null is the time of the import.</param>
public readonly record struct IncomingRelation(RelationKind Kind, string Said, DateTimeOffset? At = null);

/// <summary>What a source record says of relations, and by what others may name it.</summary>
/// <param name="Names">An organisation's own names; none for a person.</param>
/// <param name="Said">At most one of each kind; a kind that is not named stays as it was.</param>
public sealed record SaidRelations(CustomerId Customer, SourceRecordId Record, string ExternalId, IReadOnlyList<string> Names, IReadOnlyList<IncomingRelation> Said);

/// <summary>Keeps relations by the words in which they were said, and finds whom the words mean, now or when that one comes.</summary>
public interface IRelations
{
    /// <summary>
    /// Takes what a chunk's records say and lets those be found who wait for them. Gives the records whose relations are new or others.
    /// In a plan nothing is written.
    /// </summary>
    Task<IReadOnlySet<SourceRecordId>> Take(BulkSession session, Intake intake, IReadOnlyList<SaidRelations> records, CancellationToken ct);
}
