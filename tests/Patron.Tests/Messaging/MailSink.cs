using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Patron.Tests.Messaging;

internal sealed record TakenMail(string To, string MessageId, string Data);

/// <summary>
/// A mail server on a port of its own that takes many sessions at once and does to each command what a test says. Null for an answer: it drops the connection.
/// A message counts as taken once its last line was read, whatever is answered then.
/// </summary>
internal sealed partial class MailSink : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource ended = new();
    private readonly Func<string, string, string?> answer;
    private readonly bool pipelines;
    private readonly Task accepting;

    /// <param name="answer">Of the command and the recipient (empty before RCPT). An empty one says nothing and waits.</param>
    public MailSink(Func<string, string, string?>? answer = null, bool pipelines = true, int port = 0)
    {
        (this.answer, this.pipelines) = (answer ?? ((command, _) => Usual(command)), pipelines);
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    public int Port { get; }

    /// <summary>What it can do beside; null: it does not know EHLO.</summary>
    public string[]? Offers { get; init; } = ["8BITMIME"];

    public string Greeting { get; init; } = "220 sink";

    /// <summary>With it, it encrypts: from the first byte on, or when it is asked to.</summary>
    public X509Certificate2? Certificate { get; init; }
    public bool AtOnce { get; init; }

    /// <summary>Its answer to STARTTLS, and what somebody in between puts behind it.</summary>
    public string Begins { get; init; } = "220 go on";

    /// <summary>What it was told, and whether nobody could listen.</summary>
    public ConcurrentQueue<(bool Secret, string Command)> Told { get; } = new();

    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    public static string Usual(string command) => command.StartsWith("DATA", StringComparison.Ordinal) ? "354 go on" : command.StartsWith("QUIT", StringComparison.Ordinal) ? "221 bye" : "250 ok";

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptTcpClientAsync(ended.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            var secret = false;
            if (AtOnce) await Encrypt();
            var reader = new StreamReader(stream, Encoding.UTF8);
            await Say(Greeting);
            var to = "";
            while (await reader.ReadLineAsync(ended.Token) is { } line)
            {
                Told.Enqueue((secret, line));
                if (line.StartsWith("EHLO", StringComparison.Ordinal))
                {
                    await Say(Offers is null ? "500 what?" : string.Join("\r\n", ((string[])["sink", .. pipelines ? ["PIPELINING"] : Array.Empty<string>(), .. Certificate is null || secret ? [] : (string[])["STARTTLS"], .. Offers]).Select((o, i) => (i == Offers.Length + (pipelines ? 1 : 0) + (Certificate is null || secret ? 0 : 1) ? "250 " : "250-") + o)));
                    continue;
                }
                if (line == "STARTTLS" && Certificate is not null)
                {
                    await Say(Begins);
                    await Encrypt();
                    reader = new StreamReader(stream, Encoding.UTF8);
                    continue;
                }
                if (line.StartsWith("RCPT TO:<", StringComparison.Ordinal)) to = line[9..^1];
                if (answer(line, to) is not { } reply) return;
                if (reply.Length == 0) continue;
                await Say(reply);
                if (reply.StartsWith("421", StringComparison.Ordinal) || line == "QUIT") return;
                if (!reply.StartsWith("354", StringComparison.Ordinal)) continue;
                var text = new StringBuilder();
                string? part;
                while ((part = await reader.ReadLineAsync(ended.Token)) is not null and not ".") text.Append(part).Append("\r\n");
                if (part is null) return;
                // A message to nobody, which a client sends where DATA was taken and the recipient was not.
                var end = text.Length == 0 ? "554 no valid recipients" : answer(".", to);
                if (end is not { Length: > 0 } || end[0] == '2') Taken.Enqueue(new(to, IdLine().Match(text.ToString()).Groups[1].Value, text.ToString()));
                if (end is null) return;
                if (end.Length > 0) await Say(end);
            }

            async Task Encrypt()
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(Certificate!);
                (stream, secret) = (tls, true);
            }

            async Task Say(string words) => await stream.WriteAsync(Encoding.UTF8.GetBytes(words + "\r\n"), ended.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client is gone, or the test is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await accepting;
        ended.Dispose();
    }

    [GeneratedRegex("^Message-ID: (.+)\r$", RegexOptions.Multiline)]
    private static partial Regex IdLine();
}
