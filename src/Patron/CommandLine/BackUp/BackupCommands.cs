using System.CommandLine;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Data.Backups;

namespace Patron.CommandLine.BackUp;

/// <summary>./patron backup --to FILE: the whole database as one file, while a server goes on serving it.</summary>
internal sealed class BackupCommand : PatronCommand
{
    private readonly Option<string> to = new("--to") { Description = "The file to write; it must not be there yet.", HelpName = "FILE", Required = true };

    public override Command Define() => new("backup", "Write the database to a file, while it is in use.") { to };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var file = context.File(parsed.GetRequiredValue(to));
        if (await context.Services.GetRequiredService<Backup>().Write(file, ct) is { } refusal)
        {
            await context.Error.WriteLineAsync(refusal);
            return 1;
        }
        await context.Error.WriteLineAsync($"Written: {file}");
        return 0;
    }
}

/// <summary>./patron restore FILE: a backup takes the place of the database; who was erased since is erased in it.</summary>
internal sealed class RestoreCommand : PatronCommand
{
    private readonly Argument<string> from = new("FILE") { Description = "A file that ./patron backup wrote." };

    public override Command Define() => new("restore", "Put a backup in the place of the database; no server may run on it.") { from };

    public override bool NeedsDataAlone => true;

    public override string? BeforeOpening(ParseResult parsed, DataLocation location, string folder) => Backup.PutBack(location, Path.GetFullPath(parsed.GetRequiredValue(from), folder));

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        await context.Services.GetRequiredService<Backup>().TellRestored(ct);
        var before = Backup.Before(context.Services.GetRequiredService<DataLocation>());
        await context.Error.WriteLineAsync($"Restored: {context.File(parsed.GetRequiredValue(from))}");
        if (File.Exists(before)) await context.Error.WriteLineAsync($"The database that was there is kept as {before}; delete it when you are content.");
        return 0;
    }
}
