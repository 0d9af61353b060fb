namespace Patron.Kernel;

/// <summary>One e-mail as plain text.</summary>
/// <param name="To">One address.</param>
/// <param name="MessageId">Stands in the header Message-ID before the @: who sends twice after a crash sends the same message.</param>
public sealed record Mail(string To, string? ToName, string Subject, string Text, string MessageId)
{
    /// <summary>Somebody wrote it to this one person: it does not call itself automatic, so that whoever is away may say so.</summary>
    public bool ByPerson { get; init; }

    /// <summary>The <see cref="MessageId"/> of an earlier mail of ours that it goes on from, so that both stand together; null: none.</summary>
    public string? Follows { get; init; }

    /// <summary>Goes along; null: nothing does.</summary>
    public MailedFile? File { get; init; }
}

/// <param name="Type">As the header Content-Type names it.</param>
public sealed record MailedFile(string Name, string Type, byte[] Content);

/// <summary>What is known of a mail that could not be sent.</summary>
public enum MailTrouble
{
    /// <summary>Certainly not sent; later it may go.</summary>
    Passing,

    /// <summary>The server will not have it: certainly not sent, and never will be.</summary>
    Refused,

    /// <summary>The connection was lost before the server said whether it had taken it.</summary>
    Unknown,
}

/// <summary>Mail cannot be sent at present; whoever sends through the outbox lets it pass, so that it is tried again.</summary>
public sealed class MailFailedException(string message, MailTrouble trouble, Exception? inner = null) : Exception(message, inner)
{
    public MailTrouble Trouble => trouble;
}

/// <summary>Sends e-mail through the mail server named in the settings.</summary>
public interface IMailSender
{
    /// <summary>False while no mail server is set: then nothing is sent, and nothing waits to be.</summary>
    Task<bool> IsSetUp(CancellationToken ct);

    /// <exception cref="InvalidOperationException">No mail server is set.</exception>
    /// <exception cref="MailFailedException">The server cannot be reached, or refuses.</exception>
    Task Send(Mail mail, CancellationToken ct);
}
