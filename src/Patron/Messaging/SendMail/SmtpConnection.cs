using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Patron.Messaging.SendMessages;

namespace Patron.Messaging.SendMail;

/// <summary>
/// One connection to a mail server (RFC 5321) for many messages, with the commands of a message in one packet where the server allows it (RFC 2920).
/// It says of every message whether it was taken, certainly not taken, or whether nobody can know: the connection was lost after the last line and before the answer.
/// </summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int ImplicitTls = 465;

    private readonly HashSet<string> offers = new(StringComparer.OrdinalIgnoreCase);
    private readonly TcpClient tcp = new() { NoDelay = true };
    private readonly SmtpServer server;
    private readonly SmtpLines lines;

    private SmtpConnection(SmtpServer server) => (this.server, lines) = (server, new(server.Patience));

    /// <summary>False after anything unexpected: another connection is to be opened.</summary>
    public bool IsUsable { get; private set; }

    private bool Pipelines => offers.Contains("PIPELINING");
    private bool TakesUtf8 => offers.Contains("SMTPUTF8");

    /// <exception cref="SmtpUnreachableException">It cannot be reached, does not encrypt as asked, or does not know us.</exception>
    public static async Task<SmtpConnection> Open(SmtpServer server, CancellationToken ct)
    {
        var connection = new SmtpConnection(server);
        try
        {
            await connection.Greet(ct).WaitAsync(server.Patience, ct);
            connection.IsUsable = true;
            return connection;
        }
        catch (Exception e) when (IsOfNetwork(e))
        {
            await connection.DisposeAsync();
            throw new SmtpUnreachableException(e.GetType().Name, e);
        }
        catch (SmtpUnreachableException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <param name="from">The envelope's sender.</param>
    /// <param name="to">One address.</param>
    /// <param name="message">The whole message; lines end in CRLF and none begins with a dot.</param>
    public async Task<Delivery> Send(string from, string to, ReadOnlyMemory<byte> message)
    {
        var ended = false;
        try
        {
            if (Envelope(to) is not { } recipient || (!TakesUtf8 && !Ascii.IsValid(recipient))) return Delivery.Failed(Why.Address);
            var utf8 = Ascii.IsValid(recipient) ? "" : " SMTPUTF8";
            if (await Begin($"MAIL FROM:<{from}>{utf8}", $"RCPT TO:<{recipient}>") is { } refused) return refused;
            await lines.Write(message);
            ended = true;
            await lines.Write(".\r\n"u8.ToArray());
            var answer = await lines.Read();
            return (answer / 100) switch
            {
                2 => Delivery.Sent,
                // It says that it goes away: whether it kept the message it does not say.
                _ when answer == 421 => Lost(Delivery.Unknown(Why.Lost)),
                4 => Delivery.Again(Why.Rejected),
                5 => Delivery.Failed(Why.Rejected),
                _ => Lost(Delivery.Unknown(Why.Lost)),
            };
        }
        catch (Exception e) when (IsOfNetwork(e))
        {
            return Lost(ended ? Delivery.Unknown(Why.Lost) : Delivery.Again(Why.Unreachable));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsUsable)
        {
            try
            {
                IsUsable = false;
                await lines.Stream.WriteAsync("QUIT\r\n"u8.ToArray()).AsTask().WaitAsync(TimeSpan.FromSeconds(1));
            }
            catch (Exception e) when (IsOfNetwork(e))
            {
                // It is gone already, which is what was wanted.
            }
        }
        await lines.Stream.DisposeAsync();
        tcp.Dispose();
    }

    private Delivery Lost(Delivery delivery)
    {
        IsUsable = false;
        return delivery;
    }

    /// <summary>Sender, recipient and DATA; null: the server waits for the message.</summary>
    private async Task<Delivery?> Begin(string mail, string rcpt)
    {
        if (!Pipelines)
        {
            if (Refused(await lines.Ask(mail), ofRecipient: false) is { } sender) return await Reset(sender);
            if (Refused(await lines.Ask(rcpt), ofRecipient: true) is { } recipient) return await Reset(recipient);
            return await lines.Ask("DATA") is var data && data / 100 == 3 ? null : await Reset(Refused(data, ofRecipient: false) ?? Delivery.Again(Why.Rejected));
        }
        await lines.Write(Encoding.UTF8.GetBytes($"{mail}\r\n{rcpt}\r\nDATA\r\n"));
        var first = Refused(await lines.Read(), ofRecipient: false);
        if (!IsUsable) return first;
        var second = Refused(await lines.Read(), ofRecipient: true);
        if (!IsUsable) return first ?? second;
        var third = await lines.Read();
        if ((first ?? second) is { } refused)
        {
            // A server that waits for a message to nobody gets an empty one, which it must refuse (RFC 2920 section 3.1).
            if (third / 100 == 3) await lines.Ask(".");
            return await Reset(refused);
        }
        return third / 100 == 3 ? null : await Reset(Refused(third, ofRecipient: false) ?? Delivery.Again(Why.Rejected));
    }

    /// <summary>Null: it was taken. A hard refusal of the recipient is the address's fault; one of the sender or of the server is not, and passes.</summary>
    private Delivery? Refused(int answer, bool ofRecipient)
    {
        if (answer == 421) IsUsable = false;
        return (answer / 100) switch
        {
            2 => null,
            5 when ofRecipient => Delivery.Failed(Why.Refused),
            5 => Delivery.Again(Why.Rejected),
            _ => Delivery.Again(answer == 421 ? Why.Unreachable : Why.Rejected),
        };
    }

    private async Task<Delivery> Reset(Delivery delivery)
    {
        if (IsUsable && await lines.Ask("RSET") / 100 != 2) IsUsable = false;
        return delivery;
    }

    private async Task Greet(CancellationToken ct)
    {
        await tcp.ConnectAsync(server.Host, server.Port, ct);
        lines.Stream = tcp.GetStream();
        if (EncryptsAtOnce) await Encrypt(ct);
        Expect(await lines.Read(), 2);
        await Hello();
        if (server.Tls && !EncryptsAtOnce)
        {
            if (!offers.Contains("STARTTLS")) throw new SmtpUnreachableException("STARTTLS");
            Expect(await lines.Ask("STARTTLS"), 2);
            // What was said in the open does not count (RFC 3207 section 4.2), nor what somebody put behind it.
            lines.Forget();
            await Encrypt(ct);
            await Hello();
        }
        if (server.User is { } user) await LogIn(user, server.Secret ?? "");
    }

    /// <summary>A port of its own (RFC 8314 section 3.3): there nothing is said in the open.</summary>
    private bool EncryptsAtOnce => server.Tls && (server.AtOnce || server.Port == ImplicitTls);

    private async Task Encrypt(CancellationToken ct)
    {
        var secure = new SslStream(lines.Stream);
        lines.Stream = secure;
        var options = new SslClientAuthenticationOptions { TargetHost = server.Host };
        if (server.Roots is { } roots)
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }
        await secure.AuthenticateAsClientAsync(options, ct);
    }

    /// <summary>What the server can do; one that knows only the older greeting can do nothing beside.</summary>
    private async Task Hello()
    {
        offers.Clear();
        await lines.Write(Encoding.ASCII.GetBytes($"EHLO {Own}\r\n"));
        var answer = await lines.Read(line =>
        {
            if (line.Length <= 4) return;
            string[] words = line[4..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) offers.Add(words[0]);
            if (words.Length > 0 && words[0].Equals(Auth, StringComparison.OrdinalIgnoreCase)) offers.UnionWith(words.Skip(1).Select(w => Auth + w));
        });
        if (answer / 100 == 5)
        {
            offers.Clear();
            answer = await lines.Ask($"HELO {Own}");
        }
        Expect(answer, 2);
    }

    private const string Auth = "AUTH";

    private static string Own => Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns ? Environment.MachineName : "localhost";

    private async Task LogIn(string user, string secret)
    {
        if (!offers.Contains(Auth + "PLAIN") && offers.Contains(Auth + "LOGIN"))
        {
            // The older way, never made a standard.
            Expect(await lines.Ask("AUTH LOGIN"), 3);
            Expect(await lines.Ask(Convert.ToBase64String(Encoding.UTF8.GetBytes(user))), 3);
            Expect(await lines.Ask(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))), 2);
            return;
        }
        Expect(await lines.Ask("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{secret}"))), 2);
    }

    private static void Expect(int answer, int kind)
    {
        if (answer / 100 != kind) throw new SmtpUnreachableException(answer.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>An address as it may stand in a command, its domain in ASCII; null: it is none.</summary>
    private static string? Envelope(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || at == address.Length - 1 || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '\\' or ',' or ';')) return null;
        try
        {
            return address[..(at + 1)] + new IdnMapping().GetAscii(address[(at + 1)..]);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsOfNetwork(Exception e) => e is IOException or SocketException or TimeoutException or System.Security.Authentication.AuthenticationException or ObjectDisposedException;
}
