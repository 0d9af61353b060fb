namespace Patron.Kernel;

/// <summary>One e-mail as plain text.</summary>
/// <param name="To">One address.</param>
/// <param name="MessageId">Stands in the header Message-ID before the @: who sends twice after a crash sends the same message.</param>
public sealed record Mail(string To, string? ToName, string Subject, string Text, string MessageId);

/// <summary>Mail cannot be sent at present; whoever sends through the outbox lets it pass, so that it is tried again.</summary>
public sealed class MailFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Sends e-mail through the mail server named in the settings.</summary>
public interface IMailSender
{
    /// <summary>False while no mail server is set: then nothing is sent, and nothing waits to be.</summary>
    Task<bool> IsSetUp(CancellationToken ct);

    /// <exception cref="InvalidOperationException">No mail server is set.</exception>
    /// <exception cref="MailFailedException">The server cannot be reached, or refuses.</exception>
    Task Send(Mail mail, CancellationToken ct);
}
