using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.Data.Exporting;
using Patron.Kernel.Texts;

namespace Patron.Imports.RunImport;

/// <summary>./patron import FILE.zip: an export of everything comes back.</summary>
internal static class ArchiveImport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static async Task<int> Run(string path, bool json, CommandContext context, CancellationToken ct)
    {
        var sentences = context.Services.GetRequiredService<Texts>().For(Language.English);
        var line = new ProgressLine(context, sentences);
        var result = await context.Services.GetRequiredService<IEverything>().Take(path, null, now => line.Show(new(now.Done, now.Total, 0, null)), ct);
        line.End();
        if (result.Refusal is { } refusal)
        {
            await context.Error.WriteLineAsync(sentences.Of(refusal, refusal.Key));
            return 1;
        }
        var taken = result.Value!;
        if (json)
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(taken, Options));
            return 0;
        }
        await context.Out.WriteLineAsync(sentences.Get("imports.cli.archive", new { file = Path.GetFileName(path), taken.Read, taken.Created, taken.Updated, taken.Unchanged, taken.Conflicts, taken.Rejected }));
        foreach (var note in taken.Notes) await context.Out.WriteLineAsync(note);
        return 0;
    }
}
