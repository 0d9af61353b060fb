using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.Contracts;

/// <summary>Something that is done to many customers, part after part; each room registers its own as singletons. What it records in the change set, its room can take back (<see cref="IUndoesChanges"/>).</summary>
public interface IManyDeed
{
    /// <summary>Its name, of at most 40 letters; the change set's kind too.</summary>
    string Kind { get; }

    /// <summary>Does it to a part in the session's transaction, and returns how many changed. Customers that are gone, or need no change, are left out.</summary>
    Task<int> Do(BulkSession session, ChangeRecorder changes, string arguments, IReadOnlyList<CustomerId> customers, UserId? by, CancellationToken ct);

    /// <summary>What is being done, as a heading.</summary>
    Task<string> Title(string arguments, Sentences sentences, CancellationToken ct);

    /// <summary>What has been done, as a sentence.</summary>
    string Done(string arguments, long changed, Sentences sentences);
}

/// <summary>Begins what is done to many customers. Whom it concerns is fixed then: who comes to match later, or does no more, changes nothing about it.</summary>
public interface IManyChanges
{
    /// <summary>Few customers are done with when it returns; many by a job that can be watched, paused, cancelled and goes on after a crash.</summary>
    Task<ManyBegun> Begin(IManyDeed deed, string arguments, IReadOnlyCollection<CustomerId> customers, UserId by, CancellationToken ct);
}

/// <param name="Set">The change set, by which it is shown and undone.</param>
/// <param name="Ended">It is done already.</param>
public readonly record struct ManyBegun(ChangeSetId Set, bool Ended);

/// <summary>What can be done with the customers picked in the list; each room registers its own as a singleton.</summary>
/// <param name="Key">The sentence on the button.</param>
/// <param name="Href">Where the picked ones go: their ids as "id", or everything=true, and the list's own parameters.</param>
/// <param name="Icon">Name of a Tabler icon, without "ti-".</param>
/// <param name="Changes">It is posted at once; otherwise a page is opened.</param>
public sealed record ListDeed(string Key, string Href, string Icon, int Order, string Permission, bool Changes);

/// <summary>A button beside the list's heading, such as the one that makes a new customer; each room registers its own as a singleton.</summary>
public sealed record ListStart(string Key, string Href, string Icon, string Permission);
