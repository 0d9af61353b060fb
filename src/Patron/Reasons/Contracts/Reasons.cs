using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Reasons.Contracts;

/// <summary>What a reason is given for.</summary>
public enum ReasonKind
{
    /// <summary>A deal was lost, or nothing was bought.</summary>
    NotBuying = 1,

    /// <summary>A customer went to a competitor.</summary>
    Switching = 2,

    /// <summary>A customer left, wherever to.</summary>
    Leaving = 3,

    /// <summary>We, or a contract, ended it.</summary>
    Ending = 4,
    WonBack = 5,

    /// <summary>A deal was won.</summary>
    Winning = 6,
}

/// <summary>A reason of the tree.</summary>
/// <param name="Parent">The wider reason that it is a part of; of the same kind.</param>
/// <param name="Key">Of a ready-made one, whose name stands in the texts; null where people made it.</param>
/// <param name="Name">As people named it.</param>
/// <param name="Low">From here to <paramref name="High"/> lies its published share, of 1; null where none is published.</param>
/// <param name="Retired">Given no more; what was given stays.</param>
public sealed record ReasonInfo(ReasonId Id, ReasonKind Kind, ReasonId? Parent, string? Key, string? Name, double? Low = null, double? High = null, bool Retired = false)
{
    public string Called(Sentences text) => Name ?? text["reasons.of." + Key];
}

/// <summary>A reason that was given.</summary>
/// <param name="About">What it is about: opportunity, ticket, customer.</param>
/// <param name="AboutId">Its id; 0 for the customer.</param>
public readonly record struct GivenReason(CustomerId Customer, ReasonId Reason, ReasonKind Kind, DateOnly Day, string About, long AboutId);

/// <summary>How often a reason was given, itself and all that is part of it.</summary>
/// <param name="Share">Of all of its kind, of 1.</param>
/// <param name="Inside">Is the share within the published band, both ends included? Null where none is published.</param>
public sealed record ReasonCount(ReasonInfo Reason, int Depth, long Given, double Share, bool? Inside);

/// <summary>The register of reasons, shared by the rooms: one tree for each kind, editable, and a row for each time that one is given.</summary>
public interface IReasons
{
    /// <summary>The trees, each parent before its parts; those retired are among them.</summary>
    Task<IReadOnlyList<ReasonInfo>> All(CancellationToken ct);

    /// <summary>Writes given reasons in the session's transaction, and adds their ids to the change set.</summary>
    void Give(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<GivenReason> given);

    /// <summary>All reasons of the kind in the order of the tree, with how often each was given between two days, both included. Customers in the bin do not count.</summary>
    Task<IReadOnlyList<ReasonCount>> Count(ReasonKind kind, DateOnly? from, DateOnly? to, CancellationToken ct);

    /// <summary>Takes out what was given about things that are forgotten, in the session's transaction.</summary>
    /// <param name="about">What kind of thing: opportunity.</param>
    /// <param name="things">SQL without parameters that gives the customer and the id of each.</param>
    Task Forget(BulkSession session, string about, string things, CancellationToken ct);
}
