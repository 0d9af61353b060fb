using Patron.Data;
using Patron.Kernel;

namespace Patron.Events.Contracts;

/// <summary>What can happen to, or because of, a message; the log takes other words as well.</summary>
public static class EventKinds
{
    public const string Opened = "opened";
    public const string Clicked = "clicked";
    public const string Replied = "replied";
    public const string Ordered = "ordered";
    public const string CallWanted = "call-wanted";
    public const string Declined = "declined";
    public const string Redeemed = "redeemed";
    public const string Bounced = "bounced";
    public const string Complained = "complained";
    public const string Unsubscribed = "unsubscribed";

    /// <summary>Counted only, never logged: who did any of <see cref="Responses"/>.</summary>
    public const string Responded = "responded";

    /// <summary>Counted only, never logged: who did any of <see cref="Enquiries"/>.</summary>
    public const string Enquired = "enquired";

    /// <summary>What a person does who answers, whatever the answer is; opening is none.</summary>
    public static IReadOnlyList<string> Responses { get; } = [Clicked, Replied, Ordered, CallWanted, Declined, Redeemed];

    /// <summary>What a person does who asks rather than orders.</summary>
    public static IReadOnlyList<string> Enquiries { get; } = [CallWanted, Replied];
}

/// <summary>Something that happened; only ever added.</summary>
/// <param name="Key">What makes it the same when it is told twice: taken once for each customer and kind.</param>
/// <param name="Message">The message that it answers; null: none is known.</param>
/// <param name="SourceKind">"campaign"; null: belongs to nothing that we did.</param>
/// <param name="Machine">By a scanner or proxy, as far as can be told: kept, not counted.</param>
/// <param name="Detail">A word or a link, never a personal value.</param>
public sealed record EventHappened(
    CustomerId Customer, string Kind, DateTimeOffset At, string Key, MessageId? Message, string? SourceKind, long? SourceId, string? Arm, bool Machine, string? Detail);

/// <summary>The one append-only log of responses and tracked behaviour.</summary>
public interface IEventLog
{
    /// <summary>Returns how many were new.</summary>
    Task<int> Append(BulkSession session, IReadOnlyList<EventHappened> events, CancellationToken ct);

    /// <summary>Takes out all that answers a source, as if it had never happened: the one way in which rows leave the log beside an erasure.</summary>
    Task Forget(BulkSession session, string sourceKind, long sourceId, CancellationToken ct);

    /// <summary>Customers of a source who did something, by kind and arm, beside that by detail, and by arm those who did any of several kinds (<see cref="EventKinds.Responded"/>, <see cref="EventKinds.Enquired"/>); machines left out.</summary>
    Task<IReadOnlyList<EventCount>> Counts(string sourceKind, long sourceId, CancellationToken ct);

    /// <summary>What was taken for a person's doing between two instants, both included, was a machine's.</summary>
    Task Doubt(BulkSession session, MessageId message, string kind, DateTimeOffset from, DateTimeOffset to, CancellationToken ct);

    /// <summary>Takes one event out that was told by mistake, by whoever takes the telling back. Nothing happens where it is not there.</summary>
    Task TakeBack(BulkSession session, CustomerId customer, string kind, string key, CancellationToken ct);

    /// <summary>All that answers a message, the oldest first, machines too.</summary>
    Task<IReadOnlyList<EventHappened>> Of(BulkSession session, MessageId message, CancellationToken ct);
}

/// <param name="Detail">Null: all of the kind, whatever the detail; who did it twice counts once.</param>
public sealed record EventCount(string Kind, string? Arm, string? Detail, long Customers);
