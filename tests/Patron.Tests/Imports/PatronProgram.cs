using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Patron.Tests.Databases;

namespace Patron.Tests.Imports;

/// <summary>The real program in processes of its own, on a data directory of one test.</summary>
internal sealed partial class PatronProgram : IAsyncDisposable
{
    private readonly RunFolder folder = RunFolder.Create("patron-program");
    private Process? server;

    public string Folder => folder.Path;

    /// <summary>Variables for the processes, beside those of the test's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string Write(string name, string content)
    {
        File.WriteAllText(Path.Combine(Folder, name), content);
        return name;
    }

    /// <summary>A command to its end.</summary>
    public async Task<(int Exit, string Out, string Error)> Run(params string[] args)
    {
        using var process = Start(args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Serves, makes the first administrator and signs in as that.</summary>
    public async Task<HttpClient> Serve()
    {
        var port = FreePort();
        server = Start(["serve", "--port", $"{port}"]);
        _ = server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("serves at", StringComparison.Ordinal)) { }
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

    /// <summary>The most memory that the server ever held, in bytes.</summary>
    public long PeakMemory()
    {
        server!.Refresh();
        return server.PeakWorkingSet64;
    }

    /// <summary>Ends the server as a power cut would.</summary>
    public async Task Kill()
    {
        if (server is null) return;
        server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
        server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        folder.Dispose();
    }

    private Process Start(IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Patron.dll"), .. args, "--data", Path.Combine(Folder, "data")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder,
        };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
