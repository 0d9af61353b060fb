using Patron.Kernel;

namespace Patron.Messaging.Contracts;

public enum CameBack { Bounced = 1, Complained = 2, Replied = 3 }

/// <summary>Something that came back of a mail.</summary>
/// <param name="Of">The mail: its Message-ID before the @.</param>
/// <param name="NoAddress">It bounced because the address is not there, not because a box is full.</param>
/// <param name="Key">The same where the same mail comes twice; at most 120 letters.</param>
/// <param name="Subject">Of a reply; otherwise empty, like <paramref name="Text"/>.</param>
/// <param name="Text">What the customer wrote, without what is quoted of ours.</param>
public sealed record CameBackMail(MessageId Of, CameBack What, bool NoAddress, string Key, string Subject, string Text);

/// <summary>A room that sends mail of its own takes what comes back of it. Registered as a singleton.</summary>
public interface ITakesMail
{
    /// <returns>False: the mail it came back of is none of this room's.</returns>
    Task<bool> Take(CameBackMail mail, CancellationToken ct);
}
