using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Patron.Analytics.Matching;
using Patron.CommandLine.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>./patron analyse link A.csv [B.csv]: who is who in files, without a data directory.</summary>
internal sealed class AnalyseCommand : PatronCommand
{
    private readonly Argument<string[]> files = new("FILES") { Description = "A file with a header, or two: then links go between them.", Arity = new ArgumentArity(1, 2) };
    private readonly Option<string> id = new("--id") { Description = "The column of the records' ids.", HelpName = "COLUMN", Required = true };
    private readonly Option<string?> map = new("--map") { Description = "role=Column,... where what is found is not right; other columns are left out then.", HelpName = "MAP" };
    private readonly Option<string?> truth = new("--truth-column") { Description = "The column that tells who a record truly is: the answer is compared with it.", HelpName = "COLUMN" };
    private readonly Option<double> threshold = new("--threshold") { Description = "Link from this probability on.", HelpName = "P", DefaultValueFactory = _ => Linkage.DefaultThreshold };
    private readonly Option<string?> pairs = new("--out-pairs") { Description = "Write the links: id_l,id_r,weight,probability.", HelpName = "FILE" };
    private readonly Option<string?> clusters = new("--out-clusters") { Description = "Write the persons: id,cluster.", HelpName = "FILE" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output." };

    public override bool NeedsNoData => true;

    public override Command Define() => new("link", "Find the records of one person or organisation.") { files, id, map, truth, threshold, pairs, clusters, json };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var clock = context.Services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        var asked = Request(parsed, context);
        var answer = asked.Value is { } request ? await new LinkRun(context.Services.GetRequiredService<IOpensTables>(), clock).Run(request, ct) : asked.Refusal!;
        if (answer.Value is not { } report)
        {
            await context.Error.WriteLineAsync(answer.Refusal is TableRefused refused ? refused.Why : answer.Refusal!.Key);
            return 1;
        }
        if (parsed.GetValue(pairs) is { } pairsFile) LinkOutput.WritePairs(context.File(pairsFile), report);
        if (parsed.GetValue(clusters) is { } clustersFile) LinkOutput.WriteClusters(context.File(clustersFile), report);
        var taken = new LinkEffort(clock.GetElapsedTime(started).TotalSeconds, PeakMegabytes());
        await context.Out.WriteLineAsync(parsed.GetValue(json) ? LinkOutput.Json(report, taken) : LinkOutput.Text(report, taken));
        return 0;
    }

    private Result<LinkRequest> Request(ParseResult parsed, CommandContext context)
    {
        var share = parsed.GetValue(threshold);
        if (share is not (> 0 and < 1)) return new TableRefused(string.Create(CultureInfo.InvariantCulture, $"--threshold {share} is no probability between 0 and 1."));
        IReadOnlyList<(FieldRole Role, string Column)>? columns = null;
        if (parsed.GetValue(map) is { } text)
        {
            var read = LinkRequest.ReadMap(text);
            if (read.Value is null) return read.Refusal!;
            columns = read.Value;
        }
        // Before the work of minutes, not behind it.
        foreach (var file in new[] { parsed.GetValue(pairs), parsed.GetValue(clusters) }.OfType<string>())
            if (Path.GetDirectoryName(context.File(file)) is { Length: > 0 } folder && !Directory.Exists(folder)) return new TableRefused($"There is no folder {folder} to write {Path.GetFileName(file)} to.");
            else if (Directory.Exists(context.File(file))) return new TableRefused($"{file} is a folder. Name a file in it.");
        return new LinkRequest([.. parsed.GetRequiredValue(files).Select(context.File)], parsed.GetRequiredValue(id), columns, parsed.GetValue(truth), share);
    }

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
