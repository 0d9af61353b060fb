using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Patron.Tests.Databases;

/// <summary>A PostgreSQL server on loopback with its data in a temporary folder. It trusts its connections and syncs nothing to disk.</summary>
internal sealed class PostgresCluster : IDisposable
{
    private const string Missing =
        "PostgreSQL is missing: neither /usr/lib/postgresql/*/bin nor the PATH has initdb. Install it (on Debian: apt-get install postgresql). " +
        "Tests on PostgreSQL fail without it instead of being skipped, for half of what they hold would be unproven.";

    private const string Settings =
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=128MB " +
        "-c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c timezone=UTC -c listen_addresses=127.0.0.1";

    private readonly RunFolder folder;
    private readonly PosixSignalRegistration stopping;

    private PostgresCluster(RunFolder folder, int port)
    {
        (this.folder, Port) = (folder, port);
        // A run that is stopped from outside disposes no fixture; the folder is left to the next run.
        stopping = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Stop(folder.Path));
    }

    public int Port { get; }

    public static PostgresCluster Start()
    {
        var initdb = Tool("initdb");
        var folder = RunFolder.Create("patron-postgres", Stop);
        var data = Data(folder.Path);
        Directory.CreateDirectory(data);
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root: user postgres owns the data and may pass through the folder around it.
            Run("chmod", "711", folder.Path);
            Run("chown", "postgres", data);
        }
        RunAsServer(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        return new(folder, Listen(data));
    }

    /// <summary>Ends the server as a power cut would and starts it again on the same port.</summary>
    public void Restart() => RunAsServer(Tool("pg_ctl"), "restart", "-w", "-m", "immediate", "-D", Data(folder.Path), "-l", Path.Combine(Data(folder.Path), "server.log"));

    public void Dispose()
    {
        stopping.Dispose();
        Stop(folder.Path);
        folder.Dispose();
    }

    private static string Data(string folder) => Path.Combine(folder, "data");

    /// <summary>Starts the server on a port that is free; another program may take the port first, then the next one is tried.</summary>
    private static int Listen(string data)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            try
            {
                RunAsServer(Tool("pg_ctl"), "start", "-w", "-D", data, "-l", Path.Combine(data, "server.log"), "-o", $"{Settings} -p {port} -k {data}");
                return port;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                continue;
            }
        }
    }

    /// <summary>Ends the server of this folder, and no other: pg_ctl takes the process from the folder's own postmaster.pid.</summary>
    private static void Stop(string folder)
    {
        if (File.Exists(Path.Combine(Data(folder), "postmaster.pid")))
            RunAsServer(Tool("pg_ctl"), "stop", "-w", "-m", "immediate", "-D", Data(folder));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Tool(string name)
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).OrderByDescending(v => int.TryParse(Path.GetFileName(v), out var n) ? n : 0).Select(v => Path.Combine(v, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return versions.Concat(path).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(Missing);
    }

    private static void RunAsServer(string program, params string[] arguments)
    {
        if (Environment.IsPrivilegedProcess) Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        else Run(program, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
    }
}
