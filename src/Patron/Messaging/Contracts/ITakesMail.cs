using Patron.Kernel;

namespace Patron.Messaging.Contracts;

public enum CameBack { Bounced = 1, Complained = 2, Replied = 3 }

/// <summary>Something that came back of a mail.</summary>
/// <param name="Of">The mail: its Message-ID before the @.</param>
/// <param name="NoAddress">It bounced because the address is not there, not because a box is full.</param>
/// <param name="Key">The same where the same mail comes twice; at most 120 letters.</param>
/// <param name="Subject">Of a reply; otherwise empty, like <paramref name="Text"/>.</param>
/// <param name="Text">What the customer wrote, without what is quoted of ours.</param>
public sealed record CameBackMail(MessageId Of, CameBack What, bool NoAddress, string Key, string Subject, string Text)
{
    /// <summary>What a reply carries.</summary>
    public IReadOnlyList<MailFile> Files { get; init; } = [];
}

/// <summary>A file that a mail carries.</summary>
/// <param name="Name">Without folders and hidden signs; its length and its type are as the sender chose them.</param>
public sealed record MailFile(string Name, byte[] Content)
{
    /// <summary>So many files of one mail are kept.</summary>
    public const int Most = 20;
}

/// <summary>A mail that a person wrote to us and that answers nothing of ours.</summary>
/// <param name="From">The address it names as its sender; nobody proved that it is.</param>
/// <param name="FromName">The name beside it; null for none.</param>
/// <param name="Key">The same where the same mail comes twice; at most 120 letters.</param>
public sealed record NewMail(string From, string? FromName, string Key, string Subject, string Text, IReadOnlyList<MailFile> Files);

/// <summary>A room that sends mail of its own takes what comes back of it. Registered as a singleton.</summary>
public interface ITakesMail
{
    /// <returns>False: the mail it came back of is none of this room's.</returns>
    Task<bool> Take(CameBackMail mail, CancellationToken ct);
}

/// <summary>A room that makes something of what people write to us unasked. Registered as a singleton.</summary>
public interface ITakesNewMail
{
    /// <returns>False: this room does not want it.</returns>
    Task<bool> Take(NewMail mail, CancellationToken ct);
}
