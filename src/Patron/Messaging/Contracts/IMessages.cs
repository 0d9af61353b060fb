using Patron.Data;
using Patron.Kernel;

namespace Patron.Messaging.Contracts;

/// <summary>What wants messages sent: a campaign or a journey.</summary>
/// <param name="Kind">"campaign".</param>
public readonly record struct SendingSource(string Kind, long Id);

/// <summary>One message that shall be sent: an intent, unique by source, step, customer, occurrence and channel.</summary>
/// <param name="Step">Of the source: the wave of a campaign.</param>
/// <param name="Occurrence">From 0; a yearly greeting has one for each year.</param>
/// <param name="Channel">email, letter, sms, phone (a call list), task, webhook.</param>
/// <param name="Arm">Of the test: what the response is counted for.</param>
/// <param name="Due">Not sent before.</param>
/// <param name="Worth">See ContactWish.</param>
public sealed record MessagePlan(
    CustomerId Customer, string Step, int Occurrence, string Channel, TemplateId Template, string Arm, DateTimeOffset Due, string Purpose, string? Topic, double Worth);

public enum MessageState
{
    /// <summary>Waits for its time or for a worker.</summary>
    Queued,
    /// <summary>A worker holds it under a lease; nothing was given to anybody yet.</summary>
    Claimed,
    /// <summary>Being given to the channel: from here on it is never tried again by itself. A letter is so until somebody says that its run was posted.</summary>
    HandedOff,
    Sent,
    /// <summary>Refused for good; nothing was sent.</summary>
    Failed,
    /// <summary>Nobody can say whether it was sent: a person decides.</summary>
    Unknown,
    /// <summary>Not sent, for a reason of the contact policy or because the source was stopped.</summary>
    Suppressed,
}

/// <summary>Messages of a source by state; their sum is <paramref name="Planned"/> at every moment.</summary>
/// <param name="Suppressed">By reason: a ContactBarrier's name in lower case, or "stopped".</param>
public sealed record SendingCounts(long Planned, long Queued, long Claimed, long HandedOff, long Sent, long Failed, long Unknown, IReadOnlyDictionary<string, long> Suppressed);

/// <summary>A message that waits for its time or its turn.</summary>
/// <param name="Worth">See ContactWish.</param>
public readonly record struct WaitingMessage(long Customer, string Channel, double Worth, SendingSource Source);

/// <summary>Takes messages to be sent and sends them: none twice, none lost.</summary>
public interface IMessages
{
    /// <summary>Puts intents in the queue in the caller's transaction; those that are there already stay as they are. Returns how many were new.</summary>
    Task<long> Plan(BulkSession session, SendingSource source, IReadOnlyList<MessagePlan> messages, CancellationToken ct);

    /// <summary>Writes down messages that were sent before and by other means, each at its <see cref="MessagePlan.Due"/>: they are counted and shown, and nothing leaves.</summary>
    Task<long> WriteDown(BulkSession session, SendingSource source, IReadOnlyList<MessagePlan> messages, CancellationToken ct);

    /// <summary>Takes out all messages of a source as if there had never been any.</summary>
    Task Forget(BulkSession session, SendingSource source, CancellationToken ct);

    Task<SendingCounts> Counts(SendingSource source, CancellationToken ct);

    /// <summary>The same for one arm each.</summary>
    Task<IReadOnlyDictionary<string, SendingCounts>> CountsByArm(SendingSource source, CancellationToken ct);

    /// <summary>What waits for other sources that run and are not paused, in any order.</summary>
    Task<IReadOnlyList<WaitingMessage>> WaitingBeside(SendingSource source, CancellationToken ct);

    /// <summary>Nothing of the source is claimed any more until it is resumed.</summary>
    Task Pause(BulkSession session, SendingSource source, CancellationToken ct);
    Task Resume(BulkSession session, SendingSource source, CancellationToken ct);

    /// <summary>What waits is suppressed as "stopped", for good.</summary>
    Task Stop(BulkSession session, SendingSource source, CancellationToken ct);
}

/// <param name="Channel">Which channel's parts it has.</param>
public sealed record TemplateName(TemplateId Id, string Name, string Channel);

/// <param name="Channel">Whose parts it has.</param>
/// <param name="Version">Of its words; it grows with each change of them.</param>
public readonly record struct TemplateState(string Channel, int Version);

/// <summary>What is wrong with a template for one customer.</summary>
public sealed record TemplateFault(CustomerId Customer, string Part, string Message);

/// <param name="Text">The plain text, or the whole of a letter, message or task.</param>
/// <param name="Html">Of an e-mail or letter; null: none.</param>
public sealed record RenderedMessage(string Subject, string Text, string? Html)
{
    /// <summary>The content policy of a page that shows the HTML as it is: mails are styled in their elements, and no script runs in it, whatever a template holds.</summary>
    public const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
}

/// <summary>Sends e-mails to our own people exactly as a customer would get them; they leave no trace with the customer.</summary>
public interface IProofs
{
    /// <summary>Refused where there is no mail server, the address is none, the template cannot be written for this customer, or the server does not take it.</summary>
    /// <param name="offer">What the message promises.</param>
    Task<Result<Done>> Send(TemplateId template, CustomerId customer, ArmOffer offer, string address, CancellationToken ct);
}

/// <summary>Texts with the customer's fields in them.</summary>
public interface ITemplates
{
    Task<IReadOnlyList<TemplateName>> All(CancellationToken ct);

    /// <summary>Those that exist, whether they are still offered or not.</summary>
    Task<IReadOnlyDictionary<TemplateId, TemplateState>> States(IReadOnlyCollection<TemplateId> templates, CancellationToken ct);

    /// <summary>Makes a template of one language, its text in Markdown. Refused where the name is taken or a part cannot be read.</summary>
    Task<Result<TemplateId>> Add(string name, string channel, string language, string subject, string text, UserId? by, CancellationToken ct);

    /// <summary>Takes templates out with all their versions; the caller knows that nothing was sent in them that is kept.</summary>
    Task Forget(BulkSession session, IReadOnlyCollection<TemplateId> templates, CancellationToken ct);

    /// <summary>As this customer would get it, links not yet tracked; a refusal that says which part of the template is broken.</summary>
    /// <param name="offer">What the message promises.</param>
    Task<Result<RenderedMessage>> Preview(TemplateId template, CustomerId customer, ArmOffer offer, CancellationToken ct);

    /// <summary>Renders it for every customer of an audience and returns the first faults, at most <paramref name="most"/>; none: it is sound for all.</summary>
    /// <param name="offer">What the message promises.</param>
    Task<IReadOnlyList<TemplateFault>> Check(TemplateId template, IReadOnlyList<CustomerId> audience, ArmOffer offer, int most, CancellationToken ct);
}
