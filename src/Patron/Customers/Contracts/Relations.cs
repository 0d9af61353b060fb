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

    /// <summary>The other one is of the same family; both ways.</summary>
    Family = 4,

    /// <summary>This one recommended us to the other one.</summary>
    Refers = 5,

    /// <summary>This person decides for the other one.</summary>
    Decides = 6,

    /// <summary>This person influences the other one's decisions.</summary>
    Influences = 7,

    /// <summary>This one supplies the other one.</summary>
    Supplies = 8,

    /// <summary>The other one is a competitor; both ways.</summary>
    Competes = 9,

    /// <summary>This organisation is an authority over the other one.</summary>
    Authority = 10,

    /// <summary>This one is a member of an association.</summary>
    Association = 11,

    /// <summary>The words of a source for the form of our relation, not for another customer: level, service level, channel, the team that serves.</summary>
    Level = 21,
    Service = 22,
    Channel = 23,
    Team = 24,

    /// <summary>A contract by name or number, and the day (2026-12-31) on which it ends.</summary>
    Contract = 25,
    ContractEnds = 26,
    Membership = 27,
}

/// <summary>The part of a contact in what the organisation buys.</summary>
public enum BuyingRole
{
    User = 1,
    Influencer = 2,
    Decider = 3,
    Buyer = 4,
    Gatekeeper = 5,
}

public static class RelationKinds
{
    /// <summary>Relations between two customers.</summary>
    public static IReadOnlyList<RelationKind> BetweenCustomers { get; } = [.. Enum.GetValues<RelationKind>().Where(k => k.IsBetweenCustomers)];

    extension(RelationKind kind)
    {
        public bool IsBetweenCustomers => kind is >= RelationKind.DaughterOf and <= RelationKind.Association;

        /// <summary>Holds both ways.</summary>
        public bool IsMutual => kind is RelationKind.Family or RelationKind.Competes;
    }
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
