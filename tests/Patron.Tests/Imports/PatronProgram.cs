using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Patron.Tests.Databases;

namespace Patron.Tests.Imports;

/// <summary>The whole program on a data directory of one test: all that its commands do, in this process or, where it matters, in one of its own.</summary>
internal sealed partial class PatronProgram : IAsyncDisposable
{
    private readonly RunFolder folder = RunFolder.Create("patron-program");
    private Process? server;
    private Func<Task>? end;

    public string Folder => folder.Path;

    /// <summary>Variables for a server in its own process, beside those of the test's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string Write(string name, string content)
    {
        File.WriteAllText(Path.Combine(Folder, name), content);
        return name;
    }

    /// <summary>A command to its end, in this process: it does what it does in its own, only the start is spared.</summary>
    public async Task<(int Exit, string Out, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await Composition.CommandLine().Run([.. args, "--data", Path.Combine(Folder, "data")], new(TextReader.Null, output, error, Folder, Live: false), TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>Serves, makes the first administrator and signs in as that. In this process, which spares the start.</summary>
    public async Task<HttpClient> Serve()
    {
        var port = FreePort();
        var (serves, stop) = (new Announced(), new CancellationTokenSource());
        var running = Composition.CommandLine().Run(
            ["serve", "--port", $"{port}", "--data", Path.Combine(Folder, "data")], new(TextReader.Null, serves, TextWriter.Null, Folder, Live: false), stop.Token);
        end = async () =>
        {
            await stop.CancelAsync();
            await running;
            stop.Dispose();
        };
        if (await Task.WhenAny(running, serves.Line) == running) throw new InvalidOperationException($"The server ended at once with {await running}.");
        return await SetUp(port);
    }

    /// <summary>As <see cref="Serve"/>, in a process of its own.</summary>
    public async Task<HttpClient> ServeAlone()
    {
        var port = FreePort();
        server = Start(["serve", "--port", $"{port}"]);
        end = async () =>
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        };
        _ = server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("serves at", StringComparison.Ordinal)) { }
        return await SetUp(port);
    }

    private static async Task<HttpClient> SetUp(int port)
    {
        var client = Client(port);
        await client.Post("/setup", await client.Token("/setup"), ("_handler", "setup"), ("name", "Ann"), ("email", "ann@example.org"), ("password", "correct-horse-battery"),
            ("again", "correct-horse-battery"), ("organisation", "Shop"), ("currency", "GBP"), ("timezone", "Europe/London"));
        return client;
    }

    /// <summary>Nobody, at the same server.</summary>
    public static HttpClient Client(int port)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new($"http://localhost:{port}"), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>The most memory that a server in its own process ever held, in bytes.</summary>
    public long PeakMemory()
    {
        server!.Refresh();
        return server.PeakWorkingSet64;
    }

    /// <summary>Ends the server; one in its own process as a power cut would.</summary>
    public async Task End()
    {
        if (end is not { } ending) return;
        end = null;
        await ending();
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private Process Start(IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Patron.dll"), .. args, "--data", Path.Combine(Folder, "data")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder,
        };
        // As it is shipped: its memory is measured.
        foreach (var name in (string[])["DOTNET_gcServer", "DOTNET_gcConcurrent", "DOTNET_GCgen0size"]) start.Environment.Remove(name);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Done with the first line, which says that the server serves.</summary>
    private sealed class Announced : StringWriter
    {
        private readonly TaskCompletionSource line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Line => line.Task;

        public override Task WriteLineAsync(string? value)
        {
            line.TrySetResult();
            return base.WriteLineAsync(value);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    internal static partial Regex TokenField();
}

internal static class PageRequests
{
    public static async Task<string> Token(this HttpClient client, string page) =>
        PatronProgram.TokenField().Match(await client.GetStringAsync(page, TestContext.Current.CancellationToken)) is { Success: true } found
            ? found.Groups[1].Value : throw new InvalidOperationException($"{page} has no form.");

    public static Task<HttpResponseMessage> Post(this HttpClient client, string url, string? token, params (string Name, string Value)[] fields) =>
        client.PostAsync(url, new FormUrlEncodedContent([.. token is null ? [] : Pair("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]), TestContext.Current.CancellationToken);

    /// <summary>The file as a browser sends it, the token before it.</summary>
    public static async Task<HttpResponseMessage> Upload(this HttpClient client, string? token, Stream file, string name, string source)
    {
        using var form = new MultipartFormDataContent();
        if (token is not null) form.Add(new StringContent(token), "__RequestVerificationToken");
        form.Add(new StringContent(source), "newSource");
        form.Add(new StringContent(""), "kind");
        form.Add(new StreamContent(file), "file", name);
        return await client.PostAsync("/data/imports", form, TestContext.Current.CancellationToken);
    }

    private static KeyValuePair<string, string>[] Pair(string name, string value) => [new(name, value)];
}
