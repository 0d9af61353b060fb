using Patron.Analytics.Base;

namespace Patron.Messaging.Contracts;

/// <summary>What the customer base holds of messages.</summary>
public static class MessageColumns
{
    /// <summary>Those that were sent. Words: the channel, the source (<see cref="Events.Contracts.SourceNames.Word"/>), the topic.</summary>
    public static readonly FactKey Sent = new("messages-sent");
}
