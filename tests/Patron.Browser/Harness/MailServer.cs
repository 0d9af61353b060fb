using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Patron.Browser.Harness;

/// <summary>
/// A mail server on this machine that takes every mail of everybody and keeps it. One for the whole run: the programs that the tests share have one mail server each,
/// and what one test sends must not stand in the way of another's.
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<(string To, string Text)> taken = new();
    private readonly Task serving;

    public MailServer()
    {
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The first mail to an address; waits for it as long as a page may take.</summary>
    /// <param name="to">The receiver, as he stands between the angle brackets of RCPT TO.</param>
    public async Task<string> MailTo(string to)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (taken.FirstOrDefault(m => m.To == to).Text is { } text) return text;
            await Task.Delay(100);
        }
        throw new TimeoutException($"No mail to {to} came; there were {taken.Count} others.");
    }

    private async Task Serve()
    {
        try
        {
            while (true) _ = Take(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task Take(TcpClient client)
    {
        using var closing = client;
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        try
        {
            await Answer(reader, writer);
        }
        catch (IOException)
        {
            // A client may go without a word.
        }
    }

    private async Task Answer(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("220 test");
        var to = "";
        while (await reader.ReadLineAsync(end.Token) is { } line)
        {
            if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase)) to = line.Split('<', '>')[1];
            if (line != "DATA")
            {
                await writer.WriteLineAsync("250 ok");
                continue;
            }
            await writer.WriteLineAsync("354 go on");
            var mail = new System.Text.StringBuilder();
            while (await reader.ReadLineAsync(end.Token) is { } part and not ".") mail.AppendLine(part);
            taken.Enqueue((to, mail.ToString()));
            await writer.WriteLineAsync("250 taken");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Stop();
        end.Dispose();
    }
}
