using System.CommandLine;
using System.Globalization;
using Patron.CommandLine.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Mapping;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.WatchFolders;

/// <summary>./patron folder add DIR --source NAME --as KIND · folder list · folder remove DIR</summary>
internal sealed class FolderCommand : PatronCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "The folder; what is done goes into DIR/done with its result beside it." };
    private readonly Option<string> source = new("--source") { Description = "The system whose files come here; made where it is not there.", HelpName = "NAME", Required = true };
    private readonly Option<string> kind = new("--as") { Description = $"What the files' rows are: {string.Join(", ", ImportFields.Kinds.Select(ImportFields.WordOf))}.", HelpName = "KIND", Required = true };
    private readonly Option<string?> rejected = Limit("--max-rejected", "Share of rows that may be rejected (1% unless given)");
    private readonly Option<string?> conflicts = Limit("--max-conflicts", "Share of rows that may be in conflict (0% unless given)");
    private readonly Option<string?> updates = Limit("--max-updates", "Share of rows that may change what is known (any unless given)");
    private readonly Option<string?> drop = Limit("--max-drop", "Share of rows that may be missing against the last file (50% unless given)");

    public override Command Define() => new("folder", "Folders whose files are imported as they appear.")
    {
        new Command("add", "Watch a folder. A file within the limits is applied, any other waits and asks.") { folder, source, kind, rejected, conflicts, updates, drop },
        new Command("list", "All watched folders."),
        new Command("remove", "Watch a folder no longer; its files stay.") { folder },
    };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var folders = context.Services.GetRequiredService<WatchedFolders>();
        var refusal = parsed.CommandResult.Command.Name switch
        {
            "add" => await Add(folders, parsed, context, ct),
            "remove" => await Remove(folders, context.File(parsed.GetValue(folder)!), ct),
            _ => await List(folders, context, ct),
        };
        if (refusal is null) return 0;
        await context.Error.WriteLineAsync(context.Services.GetRequiredService<Texts>().For(Language.English).Of(refusal, refusal.Key));
        return 1;
    }

    private async Task<Refusal?> Add(WatchedFolders folders, ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var limits = FolderLimitsForm.Read(parsed.GetValue(rejected), parsed.GetValue(conflicts), parsed.GetValue(updates), parsed.GetValue(drop));
        if (limits.Value is not { } read) return limits.Refusal;
        var added = await folders.Add(context.File(parsed.GetValue(folder)!), parsed.GetValue(source)!, parsed.GetValue(kind)!, read, null, ct);
        if (added.Value is not { } made) return added.Refusal;
        await context.Out.WriteLineAsync(made.Path);
        return null;
    }

    private static async Task<Refusal?> Remove(WatchedFolders folders, string path, CancellationToken ct)
    {
        var full = Path.TrimEndingDirectorySeparator(path);
        return (await folders.All(ct)).FirstOrDefault(f => f.Path == full) is { } found && await folders.Remove(found.JobId, ct) ? null : new NoFolder(path);
    }

    private static async Task<Refusal?> List(WatchedFolders folders, CommandContext context, CancellationToken ct)
    {
        var names = (await context.Services.GetRequiredService<ISources>().All(ct)).ToDictionary(s => s.Id, s => s.Name);
        foreach (var folder in await folders.All(ct))
        {
            var limits = Json.Read<FolderLimits>(folder.Limits);
            await context.Out.WriteLineAsync($"{folder.Path}\t{names.GetValueOrDefault(folder.SourceId)}\t{folder.Kind}\trejected {Share(limits.Rejected)}, conflicts {Share(limits.Conflicts)}, updates {Share(limits.Updates)}, drop {Share(limits.Drop)}");
        }
        return null;
    }

    private static string Share(double? share) => share is { } s ? (s * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%" : "any";

    private static Option<string?> Limit(string name, string description) => new(name) { Description = description + ".", HelpName = "SHARE" };
}

/// <summary>The four limits as they are written in a form or on the command line.</summary>
internal static class FolderLimitsForm
{
    public static Result<FolderLimits> Read(string? rejected, string? conflicts, string? updates, string? drop)
    {
        var otherwise = FolderLimits.Default;
        var (r, c) = (WatchedFolders.ReadShare(rejected, otherwise.Rejected, "rejected"), WatchedFolders.ReadShare(conflicts, otherwise.Conflicts, "conflicts"));
        var (u, d) = (WatchedFolders.ReadShare(updates, otherwise.Updates, "updates"), WatchedFolders.ReadShare(drop, otherwise.Drop, "drop"));
        if ((r.Refusal ?? c.Refusal ?? u.Refusal ?? d.Refusal) is { } refusal) return refusal;
        return new FolderLimits(r.Value!.Share, c.Value!.Share, u.Value!.Share, d.Value!.Share);
    }
}
