using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Patron.CommandLine.Contracts;
using Patron.Kernel;

namespace Patron.CommandLine;

/// <summary>A command line handed to the server that holds the data directory.</summary>
public sealed record RemoteRequest(string[] Args, string? Input, string Folder, bool Live);

/// <summary>A piece of what the command writes, or its end.</summary>
internal sealed record RemotePiece(string? Out, string? Error, int? Exit);

internal static class RemoteCommand
{
    private const string TokenHeader = "Patron-Command-Token";
    private const string Path = "/internal/command";

    public static async Task<int> Send(HeldBy server, RemoteRequest request, Terminal terminal, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{server.Port}{Path}") { Content = JsonContent.Create(request) };
        message.Headers.Add(TokenHeader, server.Token);
        using var response = await Answer(http, message, ct);
        if (response is not { IsSuccessStatusCode: true })
        {
            await terminal.Error.WriteLineAsync($"The server at http://localhost:{server.Port} that holds the data does not take the command. Stop it, then run the command again.");
            return 1;
        }
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            var piece = JsonSerializer.Deserialize<RemotePiece>(line)!;
            if (piece.Out is not null) await terminal.Out.WriteAsync(piece.Out);
            if (piece.Error is not null) await terminal.Error.WriteAsync(piece.Error);
            if (piece.Exit is { } exit) return exit;
        }
        await terminal.Error.WriteLineAsync("The server ended before the command did.");
        return 1;
    }

    private static async Task<HttpResponseMessage?> Answer(HttpClient http, HttpRequestMessage message, CancellationToken ct)
    {
        try
        {
            return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The server's side: loopback only, and only with the token that lies in the data directory.</summary>
    public static void Map(WebApplication app, string token, PatronCommandLine commandLine) =>
        app.MapPost(Path, async (RemoteRequest request, HttpContext http, CancellationToken gone) =>
        {
            var given = Encoding.UTF8.GetBytes(http.Request.Headers[TokenHeader].ToString());
            if (http.Connection.RemoteIpAddress is not { } from || !System.Net.IPAddress.IsLoopback(from) || !CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(token)))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            http.Response.ContentType = "application/x-ndjson";
            var pieces = Channel.CreateUnbounded<RemotePiece>(new() { SingleReader = true });
            var running = Run();
            await foreach (var piece in pieces.Reader.ReadAllAsync(gone))
            {
                await http.Response.WriteAsync(JsonSerializer.Serialize(piece) + "\n", gone);
                await http.Response.Body.FlushAsync(gone);
            }
            await running;

            async Task Run()
            {
                try
                {
                    var context = new CommandContext(app.Services, request.Input, new PieceWriter(pieces, false), new PieceWriter(pieces, true), request.Folder, request.Live);
                    var exit = await commandLine.RunHere(request.Args, context, gone);
                    pieces.Writer.TryWrite(new(null, null, exit));
                }
                finally
                {
                    pieces.Writer.TryComplete();
                }
            }
        }).WithMetadata(new NoCookiesAttribute()).AllowAnonymousRoute();

    private sealed class PieceWriter(Channel<RemotePiece> pieces, bool error) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
        public override void Write(char value) => Write(value.ToString());
        public override void Write(string? value) => pieces.Writer.TryWrite(error ? new(null, value, null) : new(value, null, null));
        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));
        public override void WriteLine(string? value) => Write(value + "\n");
        public override Task WriteAsync(string? value) { Write(value); return Task.CompletedTask; }
        public override Task WriteLineAsync(string? value) { WriteLine(value); return Task.CompletedTask; }
    }
}
