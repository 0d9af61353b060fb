using Patron.Data;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.SendMessages;

/// <summary>A message that a worker holds.</summary>
internal sealed record ClaimedMessage(
    CustomerId Customer, MessageId Id, SendingSource Source, string Step, int Occurrence, string Channel, TemplateId Template, string Arm, string Purpose, string? Topic, double Worth,
    int Attempts, bool Counted);

/// <summary>A message with its words, ready for its channel.</summary>
/// <param name="Unsubscribe">Where one click takes consent back (RFC 8058); null: no public address is set.</param>
internal sealed record Outgoing(ClaimedMessage Message, CustomerCard Customer, RenderedMessage Text, int TemplateVersion, string? Unsubscribe)
{
    /// <summary>A coupon that goes with it.</summary>
    public Attachment? Attachment { get; init; }
}

internal sealed record Attachment(string Name, string MediaType, byte[] Content);

internal enum Fate
{
    /// <summary>Not begun: goes back to the queue as if it had never been claimed.</summary>
    NotBegun = 0,
    Sent = 1,

    /// <summary>Certainly nothing was sent: tried again later.</summary>
    Again = 2,

    /// <summary>Refused for good; certainly nothing was sent.</summary>
    Failed = 3,

    /// <summary>Nobody can say.</summary>
    Unknown = 4,

    /// <summary>Lies on a desk: handed off until a person says that it is sent.</summary>
    Placed = 5,
}

/// <param name="Reason">One word that the texts know, see <see cref="Why"/>; null where it was sent.</param>
/// <param name="After">With <see cref="Fate.Again"/>: how long to wait at least; null: as long as usual.</param>
internal readonly record struct Delivery(Fate Fate, string? Reason = null, TimeSpan? After = null)
{
    public static Delivery Sent => new(Fate.Sent);
    public static Delivery Placed => new(Fate.Placed);
    public static Delivery Again(string reason, TimeSpan? after = null) => new(Fate.Again, reason, after);
    public static Delivery Failed(string reason) => new(Fate.Failed, reason);
    public static Delivery Unknown(string reason) => new(Fate.Unknown, reason);
}

/// <summary>Why a message failed or is unknown, in one word each; what a server said may name an address and is not kept.</summary>
internal static class Why
{
    public const string Unreachable = "unreachable", Refused = "refused", Address = "address", Lost = "lost", Crash = "crash", Template = "template", Gone = "gone", NoOwner = "no-owner", Rejected = "rejected";
}

/// <summary>A way out of the house. Registered as a singleton.</summary>
internal interface IChannel
{
    /// <summary>As in <see cref="MessagePlan.Channel"/>.</summary>
    string Name { get; }

    /// <summary>False: nothing of it is claimed.</summary>
    Task<bool> IsReady(CancellationToken ct);

    /// <summary>What the contact policy is asked before a message is handed off.</summary>
    Task<AskedOf> Asks(CancellationToken ct) => Task.FromResult(new AskedOf(Name, ByUs: true));
}

/// <summary>A contact as the consent ledger knows it.</summary>
/// <param name="Channel">One of the ledger's; null: it is not known by which.</param>
/// <param name="ByUs">
/// The hand-off is the contact. False: somebody else makes it later, if at all, so that addresses, caps, distance and quiet hours are that person's affair; stops, consents and wishes
/// hold all the same.
/// </param>
internal readonly record struct AskedOf(string? Channel, bool ByUs);

/// <summary>Gives messages to a machine elsewhere; what became of each is known only afterwards, if at all.</summary>
internal interface IWireChannel : IChannel
{
    /// <param name="fates">One for each message, filled in as it is known.</param>
    /// <param name="ct">Asks to begin no other message; what is begun is ended.</param>
    Task Deliver(IReadOnlyList<Outgoing> messages, Delivery[] fates, CancellationToken ct);
}

/// <summary>Lays messages on a desk of our own: a task, a letter to print, a name on a list of calls. That and the record of it are one transaction.</summary>
internal interface IDeskChannel : IChannel
{
    Task<IReadOnlyList<Delivery>> Place(BulkSession session, IReadOnlyList<Outgoing> messages, CancellationToken ct);
}
