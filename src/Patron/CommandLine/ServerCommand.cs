using System.CommandLine;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using Patron.Data;
using Patron.Data.Erasing;

namespace Patron.CommandLine;

/// <summary>What a command that becomes a server does before it serves, e.g. loading the demo.</summary>
/// <param name="Output">The terminal.</param>
internal delegate Task<int> BeforeServing(IServiceProvider services, ParseResult parsed, TextWriter output, bool live, CancellationToken ct);

/// <summary>Throws a demo away before the database is opened; a sentence where the data is not a demo's.</summary>
internal delegate Task<string?> ResetDemo(DataLocation location, CancellationToken ct);

/// <summary>Serves a data directory until it is told to stop.</summary>
internal sealed class ServerCommand(PatronCommandLine commandLine)
{
    public async Task<int> Run(DataLocation location, int port, DataHold hold, ParseResult parsed, BeforeServing? before, Terminal terminal, CancellationToken ct)
    {
        if (PortIsTaken(port))
        {
            await terminal.Error.WriteLineAsync($"Port {port} is in use by another program. Name another one: --port {port + 1}");
            return 1;
        }
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Patron", ContentRootPath = AppContext.BaseDirectory, Args = [] });
        builder.Logging.ClearProviders().AddSimpleConsole(o => { o.SingleLine = true; o.TimestampFormat = "HH:mm:ss "; o.UseUtcTimestamp = true; });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // It warns that the keys which seal cookies lie unencrypted. They do, in a folder of their owner alone; what would encrypt them would have to lie beside them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddPatron(location).AddPatronServer();
        await using var app = builder.Build();
        await DataModule.Migrate(app.Services, ct);
        await app.Services.GetRequiredService<NodeLease>().StartAsync(ct);
        await app.Services.GetRequiredService<Erasure>().ApplyList(ct);
        if (before is not null && await before(app.Services, parsed, terminal.Error, terminal.Live, ct) is not 0 and var refused) return refused;

        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        app.MapPatron();
        RemoteCommand.Map(app, token, commandLine);
        await app.StartAsync(ct);
        hold.LeaveWord(new(port, token));
        await terminal.Out.WriteLineAsync($"Patron serves at http://localhost:{port}  (end with Ctrl C)");
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static bool PortIsTaken(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(l => l.Port == port && (System.Net.IPAddress.IsLoopback(l.Address) || l.Address.Equals(System.Net.IPAddress.Any) || l.Address.Equals(System.Net.IPAddress.IPv6Any)));
}
