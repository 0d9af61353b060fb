namespace Patron.Messaging.Contracts;

/// <summary>What stands in the way of a channel's messages, though they may be planned.</summary>
public enum SendingLack
{
    /// <summary>E-mail waits until a mail server is set.</summary>
    MailServer,

    /// <summary>Until this program's public address is set advertising by e-mail waits where the rule of the country wants a link to unsubscribe, and answers are not counted.</summary>
    PublicAddress,
}

/// <summary>Tells beforehand what somebody should set up before messages are launched.</summary>
public interface ISendingLacks
{
    /// <summary>In the order of the enumeration; empty where nothing is missing for these channels.</summary>
    Task<IReadOnlyList<SendingLack>> Of(IReadOnlyCollection<string> channels, CancellationToken ct);
}
