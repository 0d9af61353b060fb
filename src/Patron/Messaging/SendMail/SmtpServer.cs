using System.Security.Cryptography.X509Certificates;

namespace Patron.Messaging.SendMail;

/// <summary>The server cannot be reached, or will not talk to us: nothing of what was to be sent was sent.</summary>
internal sealed class SmtpUnreachableException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="Secret">The password as it is.</param>
internal sealed record SmtpServer(string Host, int Port, bool Tls, string? User, string? Secret)
{
    /// <summary>How long each answer is waited for. RFC 5321 section 4.5.3.2 allows a server minutes; a worker that waited so long would lose its lease.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>It encrypts before the first word, on whatever port.</summary>
    public bool AtOnce { get; init; }

    /// <summary>Whose certificates are believed; null: as the machine does.</summary>
    public X509Certificate2Collection? Roots { get; init; }
}
