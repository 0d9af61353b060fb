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

    /// <summary>Why somebody came to us with a complaint, a question or a request. The names are the organisation's own.</summary>
    Ticket = 7,
}

/// <summary>A reason of the tree.</summary>
/// <param name="Parent">The wider reason that it is a part of; of the same kind.</param>
/// <param name="Key">Of a ready-made one, whose name stands in the texts; null where people made it.</param>
/// <param name="Name">As people named it.</param>
/// <param name="Low">From here to <paramref name="High"/> lies its published share, of 1; null where none is published.</param>
/// <param name="Retired">Given no more; what was given stays.</param>
public sealed record ReasonInfo(ReasonId Id, ReasonKind Kind, ReasonId? Parent, string? Key, string? Name, double? Low = null, double? High = null, bool Retired = false)
{
    public const int LongestName = 100;

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

/// <summary>Counts the reasons of a kind where the things themselves name theirs, so that nothing is kept twice. Registered as a singleton.</summary>
public interface ICountsReasons
{
    ReasonKind Kind { get; }

    /// <summary>How often each was given between two days, both included, to whom the asker may see; a reason that nobody gave may be missing.</summary>
    Task<IReadOnlyDictionary<ReasonId, long>> Count(DateOnly? from, DateOnly? to, UserId? asker, CancellationToken ct);

    /// <summary>Where those lie that a count counts, the parts of the reason among them.</summary>
    string Listed(ReasonId reason);
}

/// <summary>The register of reasons, shared by the rooms: one tree for each kind, editable, and a row for each time that one is given.</summary>
public interface IReasons
{
    /// <summary>The trees, each parent before its parts; those retired are among them.</summary>
    Task<IReadOnlyList<ReasonInfo>> All(CancellationToken ct);

    /// <summary>Writes given reasons in the session's transaction, and adds their ids to the change set.</summary>
    void Give(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<GivenReason> given);

    /// <summary>The tree of one kind, by paths.</summary>
    Task<ReasonPaths> Of(ReasonKind kind, CancellationToken ct);

    /// <summary>The same, as the session's transaction sees it.</summary>
    Task<ReasonPaths> Of(BulkSession session, ReasonKind kind, CancellationToken ct);

    /// <summary>Reasons by path or name, whatever the case; one that is not there is made at the top of the tree, in the session's transaction.</summary>
    /// <param name="planOnly">Nothing is written, and what would be made has an id all the same.</param>
    /// <returns>By what was said.</returns>
    Task<IReadOnlyDictionary<string, ReasonId>> FindOrMake(BulkSession session, ReasonKind kind, IReadOnlyCollection<string> said, bool planOnly, CancellationToken ct);

    /// <summary>All reasons of the kind in the order of the tree, with how often each was given between two days, both included. Customers in the bin, and whom the asker may not see, do not count.</summary>
    /// <param name="asker">Null is the program itself.</param>
    Task<IReadOnlyList<ReasonCount>> Count(ReasonKind kind, DateOnly? from, DateOnly? to, UserId? asker, CancellationToken ct);

    /// <summary>Takes out what was given about things that are forgotten, in the session's transaction.</summary>
    /// <param name="about">What kind of thing: opportunity.</param>
    /// <param name="things">SQL without parameters that gives the customer and the id of each.</param>
    Task Forget(BulkSession session, string about, string things, CancellationToken ct);
}
