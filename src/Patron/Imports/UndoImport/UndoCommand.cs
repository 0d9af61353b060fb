using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patron.CommandLine.Contracts;
using Patron.Imports.Contracts;
using Patron.Imports.RunImport;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.UndoImport;

/// <summary>./patron undo IMPORT: takes an import back.</summary>
internal sealed class UndoCommand(TimeProvider clock) : PatronCommand
{
    private readonly Argument<string> import = new("IMPORT") { Description = "The import, or the change set that it made (\"changeSet\" of import --json)." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output." };

    public override Command Define() => new("undo", "Take an import back: what it made goes, what it changed becomes what it was.") { import, json };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var sentences = context.Services.GetRequiredService<Texts>().For(Language.English);
        var undo = context.Services.GetRequiredService<IUndoImports>();
        if (await Find(undo, parsed.GetRequiredValue(import), ct) is not { } id)
        {
            await context.Error.WriteLineAsync(sentences["imports.undo.unknown"]);
            return 1;
        }
        var (line, started) = (new ProgressLine(context, sentences), clock.GetTimestamp());
        var result = await undo.Run(id, Language.English.Tag, null, now => line.Show(Pace.Of(now.Done, now.Total, clock.GetElapsedTime(started))), ct);
        line.End();
        if (result.Value is not { } outcome)
        {
            await context.Error.WriteLineAsync(sentences.Of(result.Refusal!, result.Refusal!.Key));
            return 1;
        }
        await context.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(new UndoneJson(outcome)) : Summary(outcome, sentences));
        return 0;
    }

    private static async Task<ImportId?> Find(IUndoImports undo, string text, CancellationToken ct) =>
        IdText.TryRead(text, out ImportId id) ? id : IdText.TryRead(text, out ChangeSetId set) ? await undo.Find(set, ct) : null;

    private static string Summary(UndoOutcome o, Sentences sentences)
    {
        var counts = sentences.Get("imports.cli.undone", new { gone = o.Gone, restored = o.Restored, left = o.Left, time = sentences.Formats.Duration(TimeSpan.FromSeconds(o.Seconds)) });
        return o.LeftFile is { } left ? counts + Environment.NewLine + sentences.Get("imports.cli.left", new { path = left }) : counts;
    }
}

/// <summary>What --json prints.</summary>
internal sealed class UndoneJson(UndoOutcome outcome)
{
    [JsonPropertyName("import")] public string Import => outcome.Import.ToString();
    [JsonPropertyName("job")] public string Job => outcome.Job.ToString();
    [JsonPropertyName("removed")] public long Removed => outcome.Gone;
    [JsonPropertyName("restored")] public long Restored => outcome.Restored;
    [JsonPropertyName("left")] public long Left => outcome.Left;
    [JsonPropertyName("seconds")] public double Seconds => Math.Round(outcome.Seconds, 3);
    [JsonPropertyName("leftFile")] public string? LeftFile => outcome.LeftFile;
    [JsonPropertyName("changeSet")] public string ChangeSet => outcome.ChangeSet.ToString();
}
