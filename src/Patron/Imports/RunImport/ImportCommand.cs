using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patron.CommandLine.Contracts;
using Patron.Data.Exporting;
using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.RunImport;

/// <summary>./patron import FILE: the whole way of a file in one command.</summary>
internal sealed class ImportCommand : PatronCommand
{
    private readonly Argument<string> file = new("FILE") { Description = "CSV or TSV, packed with gzip or not, an .xlsx workbook or .vcf cards; or a zip archive that \"export everything\" wrote, which needs no options. Read where it lies." };
    private readonly Option<string> kind = new("--as") { Description = $"What its rows are: {string.Join(", ", ImportFields.Kinds.Select(ImportFields.WordOf))}.", HelpName = "KIND" };
    private readonly Option<string> source = new("--source") { Description = "The system it comes from; made where it is not there.", HelpName = "NAME" };
    private readonly Option<string?> map = new("--map") { Description = "field=Column,... where what is found is not right. What no column holds is put together: customer={row} (the line), at={day} {month+2008} (years from 2008 on), kind={'call'}.", HelpName = "MAP" };
    private readonly Option<string?> encoding = new("--encoding") { Description = "Such as utf-8, windows-1252, cp949, gb18030, big5 (found unless given).", HelpName = "NAME" };
    private readonly Option<string?> delimiter = new("--delimiter") { Description = "The sign between columns, or tab (found unless given).", HelpName = "C" };
    private readonly Option<string?> dateFormat = new("--date-format") { Description = "Such as dd/MM/yyyy, or excel for numbers of days (found unless given; several with | between them; Column=dd/MM/yyyy for one column alone).", HelpName = "F" };
    private readonly Option<string?> decimalSign = new("--decimal") { Description = "The decimal sign, . or , (found unless given).", HelpName = "C" };
    private readonly Option<string?> quote = new("--quote") { Description = "What encloses fields that hold separators: a quotation mark, an apostrophe, or none (found unless given).", HelpName = "C" };
    private readonly Option<string?> sheet = new("--sheet") { Description = "The sheet of a workbook that has several.", HelpName = "NAME" };
    private readonly Option<string[]> same = new("--same") { Description = "\"GTXPro=GTX Pro\": a name of the file means a known one; may be said several times.", HelpName = "SAID=MEANT" };
    private readonly Option<bool> acceptNear = new("--accept-near") { Description = "Take names that are nearly known for the known ones." };
    private readonly Option<string?> rows = new Option<string?>("--rows") { Description = "new, known or both (both unless given): which rows are taken.", HelpName = "WHICH" }.AcceptOnlyFromAmong("new", "known", "both");
    private readonly Option<bool> fill = new("--fill-only") { Description = "Known values stay; only empty ones are filled." };
    private readonly Option<bool> fromBin = new("--from-bin") { Description = "Bring back what lies in the bin; without it such rows are conflicts." };
    private readonly Option<bool> fileWins = new("--file-wins") { Description = "The file's values replace what people edited later; without it such rows are conflicts." };
    private readonly Option<bool> plan = new("--plan") { Description = "Check all rows and tell what would happen; write nothing." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output." };

    public override Command Define() => new("import", "Import a file.") { file, kind, source, map, encoding, delimiter, dateFormat, decimalSign, quote, sheet, same, acceptNear, rows, fill, fromBin, fileWins, plan, json };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var path = context.File(parsed.GetRequiredValue(file));
        if (context.Services.GetRequiredService<IEverything>().IsExport(path)) return await ArchiveImport.Run(path, parsed.GetValue(json), context, ct);
        if (parsed.GetValue(kind) is not { } rowsAre || parsed.GetValue(source) is not { } system)
        {
            await context.Error.WriteLineAsync($"{file.Name} is no archive that \"export everything\" wrote: it needs --as and --source.");
            return 1;
        }
        var request = new ImportFileRequest(path, rowsAre, system)
        {
            Map = parsed.GetValue(map), Encoding = parsed.GetValue(encoding), Delimiter = parsed.GetValue(delimiter), DateFormat = parsed.GetValue(dateFormat),
            Decimal = parsed.GetValue(decimalSign), Quote = parsed.GetValue(quote), Sheet = parsed.GetValue(sheet), PlanOnly = parsed.GetValue(plan),
            Same = parsed.GetValue(same) ?? [], AcceptNear = parsed.GetValue(acceptNear), Rules = RulesOf(parsed), FromBin = parsed.GetValue(fromBin), FileWins = parsed.GetValue(fileWins),
        };
        var sentences = context.Services.GetRequiredService<Texts>().For(Language.English);
        var line = new ProgressLine(context, sentences);
        var result = await context.Services.GetRequiredService<IImportFiles>().Run(request, line.Show, ct);
        line.End();
        if (result.Refusal is { } refusal)
        {
            await context.Error.WriteLineAsync(sentences.Of(refusal, refusal.Key));
            return 1;
        }
        await context.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(new ImportedJson(result.Value!)) : Summary(result.Value!, request, sentences));
        return 0;
    }

    /// <summary>Null where nothing is said of rules: then they are those of the source's template.</summary>
    private IntakeRules? RulesOf(ParseResult parsed)
    {
        var (which, only) = (parsed.GetValue(rows), parsed.GetValue(fill));
        if (which is null && !only) return null;
        return new(which switch { "new" => IntakeMode.CreateOnly, "known" => IntakeMode.UpdateOnly, _ => IntakeMode.CreateAndUpdate }, only);
    }

    private static string Summary(ImportOutcome o, ImportFileRequest request, Sentences sentences)
    {
        var counts = sentences.Get(request.PlanOnly ? "imports.cli.plan" : "imports.cli.done", new
        {
            file = Path.GetFileName(request.Path), o.Read, o.Created, o.Updated, o.Unchanged, o.Conflicts, o.Rejected,
            time = sentences.Formats.Duration(TimeSpan.FromSeconds(o.Seconds)), pace = (long)o.RowsPerSecond,
        });
        var warnings = o.Warnings.Select(w => LimitText.Of(sentences, w));
        var refused = new[] { ("imports.cli.rejected", o.RejectedFile), ("imports.cli.conflicts", o.ConflictsFile) }.Where(f => f.Item2 is not null).Select(f => sentences.Get(f.Item1, new { path = f.Item2 }));
        return string.Join(Environment.NewLine, [counts, .. warnings, .. refused]);
    }
}

/// <summary>What --json prints.</summary>
internal sealed class ImportedJson(ImportOutcome outcome)
{
    [JsonPropertyName("job")] public string Job => outcome.Job.ToString();
    [JsonPropertyName("read")] public long Read => outcome.Read;
    [JsonPropertyName("created")] public long Created => outcome.Created;
    [JsonPropertyName("updated")] public long Updated => outcome.Updated;
    [JsonPropertyName("unchanged")] public long Unchanged => outcome.Unchanged;
    [JsonPropertyName("conflicts")] public long Conflicts => outcome.Conflicts;
    [JsonPropertyName("rejected")] public long Rejected => outcome.Rejected;
    [JsonPropertyName("seconds")] public double Seconds => Math.Round(outcome.Seconds, 3);
    [JsonPropertyName("rowsPerSecond")] public long RowsPerSecond => (long)Math.Round(outcome.RowsPerSecond);
    [JsonPropertyName("rejectedFile")] public string? RejectedFile => outcome.RejectedFile;

    /// <summary>Only where rows are in conflict.</summary>
    [JsonPropertyName("conflictsFile"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? ConflictsFile => outcome.ConflictsFile;

    [JsonPropertyName("changeSet")] public string? ChangeSet => outcome.ChangeSet?.ToString();

    /// <summary>Only where the file breaks a limit of its source.</summary>
    [JsonPropertyName("warnings"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<WarningJson>? Warnings => outcome.Warnings.Count == 0 ? null
        : [.. outcome.Warnings.Select(w => new WarningJson(w.Field, w.Fault.ToString().ToLowerInvariant(), w.Rows, w.Of, Math.Round(w.Share, 6), w.Most))];
}

internal sealed record WarningJson(
    [property: JsonPropertyName("field")] string Field, [property: JsonPropertyName("fault")] string Fault, [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("of")] long Of, [property: JsonPropertyName("share")] double Share, [property: JsonPropertyName("most")] double Most);

/// <summary>One line on standard error: redrawn on a terminal, written once at the end elsewhere.</summary>
internal sealed class ProgressLine(CommandContext context, Sentences sentences)
{
    private string last = "";

    public void Show(ImportProgress now)
    {
        var width = last.Length;
        last = now.Left is { } left && now.Total > now.Rows
            ? sentences.Get("imports.cli.progress", new { rows = now.Rows, total = now.Total, pace = (long)now.RowsPerSecond, left = sentences.Formats.Duration(left) })
            : sentences.Get("imports.cli.read", new { rows = now.Rows, pace = (long)now.RowsPerSecond });
        if (context.Live) context.Error.Write('\r' + last.PadRight(width));
    }

    public void End()
    {
        if (last.Length > 0) context.Error.WriteLine(context.Live ? "" : last);
    }
}
