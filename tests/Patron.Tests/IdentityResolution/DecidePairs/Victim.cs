using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Patron.Data;
using Patron.Tests.CommandLine;
using Patron.Tests.IdentityResolution.Taking;

namespace Patron.Tests.IdentityResolution.DecidePairs;

/// <summary>Commands that a server is asked for, one after the other.</summary>
/// <param name="Command">By its number; null when there are no more.</param>
/// <param name="Count">Counts what the commands have done.</param>
internal sealed record Deeds(string What, Func<int, string[]?> Command, Func<Task<long>> Count)
{
    private int told;

    /// <summary>So many were told to be done.</summary>
    public int Told => Volatile.Read(ref told);

    /// <summary>What was counted before the first.</summary>
    public long Before { get; set; }

    public void Tell() => Interlocked.Increment(ref told);
}

/// <summary>The real server on the database of a test, killed (SIGKILL) while it works and started again for the next time.</summary>
internal sealed class Victim(PatronServices patron, Random random) : IAsyncDisposable
{
    private const int LongestMilliseconds = 150;

    /// <summary>On a quiet machine a server answers after some 1,500 ms.</summary>
    private const int StartingMilliseconds = 700;

    private Process? server;
    private int port;

    /// <summary>Kills the server in the midst of a job that waits, or soon after it.</summary>
    public async Task Working(string job, int longest)
    {
        await Start();
        await Until(async () => await patron.Count("kernel_jobs", $"kind = '{job}' and (started_at is not null or ended_at is not null)") > 0);
        await Task.Delay(random.Next(longest), People.Ct);
        await Kill();
    }

    /// <summary>Asks for several kinds of deeds at once, and kills the server at any moment after one of each is done, with one of each under way.</summary>
    public async Task Asked(params Deeds[] deeds)
    {
        await Start();
        foreach (var own in deeds) own.Before = await own.Count();
        var token = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(patron.Location.Directory, "server.json"), People.Ct)).RootElement.GetProperty("Token").GetString();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Patron-Command-Token", token);
        Task[] asking = [.. deeds.Select(own => Ask(http, own))];
        while (asking.Zip(deeds).Any(d => d is { First.IsCompleted: false, Second.Told: 0 })) await Task.Delay(2, People.Ct);
        await Task.Delay(random.Next(LongestMilliseconds), People.Ct);
        await Kill();
        await Task.WhenAll(asking);
    }

    /// <summary>Kills a server that has just been started, which may be taking up what the one before it left.</summary>
    public async Task Starting()
    {
        Begin();
        await Task.Delay(random.Next(StartingMilliseconds), People.Ct);
        await Kill();
    }

    private async Task Ask(HttpClient http, Deeds deeds)
    {
        try
        {
            while (deeds.Command(deeds.Told) is { } args)
            {
                using var answer = await http.PostAsJsonAsync($"http://127.0.0.1:{port}/internal/command", new { args, input = (string?)null, folder = "/", live = false }, People.Ct);
                if (!(await answer.Content.ReadAsStringAsync(People.Ct)).Contains("\"Exit\":0", StringComparison.Ordinal)) return;
                deeds.Tell();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return;
        }
    }

    /// <summary>Lets the last one bring everything to its end.</summary>
    public async Task Finish()
    {
        await Start();
        await Idle();
        await Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await Kill();
    }

    /// <summary>A free port may be taken by somebody else before the server takes it: then another one is tried.</summary>
    private async Task Start()
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var begun = Begin();
            while (await begun.StandardOutput.ReadLineAsync(People.Ct) is { } line)
                if (line.Contains("serves at", StringComparison.Ordinal)) return;
            await Kill();
        }
        throw new InvalidOperationException("The server does not start.");
    }

    private Process Begin()
    {
        port = FreePort();
        string[] at = patron.Location.Connection is { } connection ? ["--database", connection] : [];
        return server = RealProgram.Begin(["serve", "--data", patron.Location.Directory, "--port", port.ToString(CultureInfo.InvariantCulture), .. at]);
    }

    private Task Idle() => Until(async () => await patron.Count("kernel_jobs", "every_minutes is null and ended_at is null") == 0);

    private static async Task Until(Func<Task<bool>> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMinutes(1)) throw new TimeoutException("The server does not do its work.");
            await Task.Delay(10, People.Ct);
        }
    }

    private async Task Kill()
    {
        server!.Kill();
        await server.WaitForExitAsync(People.Ct);
        server.Dispose();
        server = null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
