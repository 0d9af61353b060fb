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

/// <summary>The real server on the database of a test, killed (SIGKILL) while it works and started again for the next time.</summary>
internal sealed class Victim(PatronServices patron, Random random) : IAsyncDisposable
{
    private const int LongestMilliseconds = 150;

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

    /// <summary>Asks for one command after another and kills the server at any moment after some are done.</summary>
    /// <param name="command">By its number; null when there are no more.</param>
    /// <param name="least">So many are done first.</param>
    /// <param name="count">Counts what the commands do.</param>
    /// <returns>What was counted before, and how many commands were told to be done.</returns>
    public async Task<(long Before, int Told)> Asked(Func<int, string[]?> command, int least, Func<Task<long>> count)
    {
        await Start();
        await Idle();
        var (before, told) = (await count(), 0);
        var asking = Ask();
        while (!asking.IsCompleted && Volatile.Read(ref told) < least) await Task.Delay(2, People.Ct);
        await Task.Delay(random.Next(LongestMilliseconds), People.Ct);
        await Kill();
        await asking;
        return (before, told);

        async Task Ask()
        {
            var token = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(patron.Location.Directory, "server.json"), People.Ct)).RootElement.GetProperty("Token").GetString();
            using var http = new HttpClient();
            http.DefaultRequestHeaders.TryAddWithoutValidation("Patron-Command-Token", token);
            try
            {
                while (command(told) is { } args)
                {
                    using var answer = await http.PostAsJsonAsync($"http://127.0.0.1:{port}/internal/command", new { args, input = (string?)null, folder = "/", live = false }, People.Ct);
                    if (!(await answer.Content.ReadAsStringAsync(People.Ct)).Contains("\"Exit\":0", StringComparison.Ordinal)) return;
                    Interlocked.Increment(ref told);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }
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
            port = FreePort();
            string[] at = patron.Location.Connection is { } connection ? ["--database", connection] : [];
            server = RealProgram.Begin(["serve", "--data", patron.Location.Directory, "--port", port.ToString(CultureInfo.InvariantCulture), .. at]);
            while (await server.StandardOutput.ReadLineAsync(People.Ct) is { } line)
                if (line.Contains("serves at", StringComparison.Ordinal)) return;
            await Kill();
        }
        throw new InvalidOperationException("The server does not start.");
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
