using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
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

    /// <param name="answer">Of the command and the recipient (empty before RCPT).</param>
    public MailSink(Func<string, string, string?>? answer = null, bool pipelines = true, int port = 0)
    {
        (this.answer, this.pipelines) = (answer ?? ((command, _) => Usual(command)), pipelines);
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    public int Port { get; }

    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    public static string Usual(string command) => command.StartsWith("DATA", StringComparison.Ordinal) ? "354 go on" : command.StartsWith("QUIT", StringComparison.Ordinal) ? "221 bye" : "250 ok";

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptTcpClientAsync(ended.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        try
        {
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 sink");
            var to = "";
            while (await reader.ReadLineAsync(ended.Token) is { } line)
            {
                if (line.StartsWith("EHLO", StringComparison.Ordinal))
                {
                    await writer.WriteLineAsync(pipelines ? "250-sink\r\n250-PIPELINING\r\n250 8BITMIME" : "250-sink\r\n250 8BITMIME");
                    continue;
                }
                if (line.StartsWith("RCPT TO:<", StringComparison.Ordinal)) to = line[9..^1];
                if (answer(line, to) is not { } reply) return;
                await writer.WriteLineAsync(reply);
                if (reply.StartsWith("421", StringComparison.Ordinal) || line == "QUIT") return;
                if (!reply.StartsWith("354", StringComparison.Ordinal)) continue;
                var text = new StringBuilder();
                string? part;
                while ((part = await reader.ReadLineAsync(ended.Token)) is not null and not ".") text.Append(part).Append("\r\n");
                if (part is null) return;
                // A message to nobody, which a client sends where DATA was taken and the recipient was not.
                var end = text.Length == 0 ? "554 no valid recipients" : answer(".", to);
                if (end is null || end[0] == '2') Taken.Enqueue(new(to, IdLine().Match(text.ToString()).Groups[1].Value, text.ToString()));
                if (end is null) return;
                await writer.WriteLineAsync(end);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
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
