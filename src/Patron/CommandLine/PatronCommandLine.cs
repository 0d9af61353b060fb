using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Patron.CommandLine.BackUp;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Data.Erasing;

namespace Patron.CommandLine;

/// <summary>
/// ./patron COMMAND: parses, then runs the command on its data directory: here when nobody holds the directory, else in the server that holds it.
/// </summary>
internal sealed class PatronCommandLine(IReadOnlyList<PatronCommand> commands, ResetDemo resetDemo, BeforeServing loadDemo)
{
    private readonly Option<string> data = new("--data") { Description = "The data directory (default: data beside the program).", HelpName = "DIR", Recursive = true };
    private readonly Option<string?> database = new("--database") { Description = "PostgreSQL connection string; without it SQLite in the data directory.", HelpName = "CONNECTION", Recursive = true };
    private readonly Option<int> port = new("--port") { Description = "Where it serves.", HelpName = "N", DefaultValueFactory = _ => 5080 };
    private readonly Option<bool> reset = new("--reset") { Description = "Throw the demo away and load it anew." };

    /// <summary>Commands of no room: they take and put back the database as a whole.</summary>
    public static IReadOnlyList<PatronCommand> BackUp => [new BackupCommand(), new RestoreCommand()];

    public static string DefaultData => Path.Combine(Environment.GetEnvironmentVariable("PATRON_HOME") ?? Directory.GetCurrentDirectory(), "data");

    public async Task<int> Run(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        return await Run(args, Terminal.OfProcess, stop.Token);
    }

    public async Task<int> Run(string[] args, Terminal terminal, CancellationToken ct)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0 || parsed.Action is not null) return await Explain(parsed, terminal);

        var location = Location(parsed);
        try
        {
            if (parsed.CommandResult.Command.Name is not ("serve" or "demo") && CommandOf(parsed).NeedsNoData) return await RunWithoutData(parsed, location, terminal, ct);
            using var hold = DataHold.TryTake(location);
            return parsed.CommandResult.Command.Name is "serve" or "demo" ? await Serve(parsed, location, hold, terminal, ct) : await RunCommand(args, parsed, location, hold, terminal, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception e) when (Trouble.Of(e, location) is { } sentence)
        {
            await terminal.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>In this process, on services that stand already.</summary>
    public async Task<int> RunHere(string[] args, CommandContext context, CancellationToken ct)
    {
        var parsed = Root().Parse(args);
        try
        {
            return await CommandOf(parsed).Run(parsed, context, ct);
        }
        catch (Exception e) when (Trouble.Of(e, context.Services.GetRequiredService<DataLocation>()) is { } sentence)
        {
            await context.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private async Task<int> Serve(ParseResult parsed, DataLocation location, DataHold? hold, Terminal terminal, CancellationToken ct)
    {
        if (hold is null)
        {
            var served = DataHold.Word(location) is { } word ? $"already served at http://localhost:{word.Port}" : "in use by another process";
            await terminal.Error.WriteLineAsync($"{location.Directory} is {served}.");
            return 1;
        }
        var isDemo = parsed.CommandResult.Command.Name == "demo";
        if (isDemo && parsed.GetValue(reset) && await resetDemo(location, ct) is { } refusal)
        {
            await terminal.Error.WriteLineAsync(refusal);
            return 1;
        }
        return await new ServerCommand(this).Run(location, parsed.GetValue(port), hold, parsed, isDemo ? loadDemo : null, terminal, ct);
    }

    private async Task<int> RunCommand(string[] args, ParseResult parsed, DataLocation location, DataHold? hold, Terminal terminal, CancellationToken ct)
    {
        var command = CommandOf(parsed);
        var input = command.ReadsInput(parsed) ? await terminal.Read(command.InputIsBytes, ct) : null;
        if (hold is null)
        {
            if (command.NeedsDataAlone)
            {
                await terminal.Error.WriteLineAsync($"{location.Directory} is in use by a server or another command. Stop it, then run the command again.");
                return 1;
            }
            if (DataHold.Word(location) is { } server) return await RemoteCommand.Send(server, new(args, input, terminal.Folder, terminal.Live), terminal, ct);
            await terminal.Error.WriteLineAsync($"{location.Directory} is in use by another process that is not (yet) a server; try again when it has ended.");
            return 1;
        }
        if (command.BeforeOpening(parsed, location, terminal.Folder) is { } refusal)
        {
            await terminal.Error.WriteLineAsync(refusal);
            return 1;
        }
        await using var provider = Services(location);
        var context = new CommandContext(provider, input, terminal.Out, terminal.Error, terminal.Folder, terminal.Live);
        if (command.OnlyReads && PlainConnections.IsMigrated(location) && ErasureList.IsEmpty(location)) return await command.Run(parsed, context, ct);
        await DataModule.Migrate(provider, ct);
        var lease = provider.GetRequiredService<NodeLease>();
        await lease.StartAsync(ct);
        await provider.GetRequiredService<Erasure>().ApplyList(ct);
        var exit = await command.Run(parsed, context, ct);
        await provider.GetRequiredService<AuditChain>().Follow(ct);
        await lease.StopAsync(ct);
        return exit;
    }

    private async Task<int> RunWithoutData(ParseResult parsed, DataLocation location, Terminal terminal, CancellationToken ct)
    {
        await using var provider = Services(location);
        return await CommandOf(parsed).Run(parsed, new(provider, null, terminal.Out, terminal.Error, terminal.Folder, terminal.Live), ct);
    }

    private static ServiceProvider Services(DataLocation location)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddPatron(location);
        return services.BuildServiceProvider();
    }

    private RootCommand Root()
    {
        var root = new RootCommand("Patron, the customer-intelligence CRM.") { data, database };
        root.Subcommands.Add(new Command("demo", "Load the demo into an empty data directory and serve it.") { port, reset });
        root.Subcommands.Add(new Command("serve", "Serve a data directory.") { port });
        foreach (var command in commands) root.Subcommands.Add(command.Define());
        return root;
    }

    private PatronCommand CommandOf(ParseResult parsed)
    {
        var top = parsed.CommandResult;
        while (top.Parent is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } above) top = above;
        return commands.First(c => c.Define().Name == top.Command.Name);
    }

    /// <summary>Help and version go to standard output; what is wrong goes to standard error, with exit code 1.</summary>
    private static async Task<int> Explain(ParseResult parsed, Terminal terminal)
    {
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync(new() { Output = terminal.Out, Error = terminal.Error });
        foreach (var error in parsed.Errors) await terminal.Error.WriteLineAsync(error.Message);
        await terminal.Error.WriteLineAsync("See --help.");
        return 1;
    }

    private DataLocation Location(ParseResult parsed) =>
        new(Path.GetFullPath(parsed.GetValue(data) ?? DefaultData), parsed.GetValue(database));
}
