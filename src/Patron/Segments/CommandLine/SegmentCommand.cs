using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patron.Analytics.Base;
using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Segments.Explain;

namespace Patron.Segments.CommandLine;

/// <summary>./patron segment count "QUERY" | members NAME --out FILE | explain NAME CUSTOMER, on the reckoning day or another.</summary>
internal sealed class SegmentCommand : PatronCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string> query = new("QUERY") { Description = "A question in the language of segments, or the name of a segment." };
    private readonly Argument<string> name = new("NAME") { Description = "The segment's name or id." };
    private readonly Argument<string> customer = new("CUSTOMER") { Description = "The customer's id, as in its address (cus_...)." };
    private readonly Option<string?> file = new("--out") { Description = "Write the members' ids and names to this file.", HelpName = "FILE" };
    private readonly Option<string?> asOf = new("--as-of") { Description = "Reckon as of this day (yyyy-MM-dd).", HelpName = "DATE" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output and nothing else." };

    public override bool OnlyReads => true;

    public override Command Define() => new("segment", "Segments of customers.")
    {
        new Command("count", "How many customers a question means.") { query, asOf, json },
        new Command("members", "Who is in a segment.") { name, file, asOf, json },
        new Command("explain", "Why a customer is in a segment, or is not.") { name, customer, asOf, json },
    };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var services = context.Services;
        await services.GetRequiredService<ICustomerBase>().CatchUp(ct);
        var (today, snapshot) = (services.GetRequiredService<IReckoningDay>().AsOf, services.GetRequiredService<ICustomerBase>().Current);
        var day = today;
        if (parsed.GetValue(asOf) is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return await Say(context, $"--as-of {text} is no day; write it as yyyy-MM-dd, for example 2011-06-30.");
        return parsed.CommandResult.Command.Name switch
        {
            "count" => await Count(parsed, context, snapshot, day),
            "members" => await Members(parsed, context, snapshot, day, ct),
            _ => await Explain(parsed, context, snapshot, day, today),
        };
    }

    private async Task<int> Count(ParseResult parsed, CommandContext context, CustomerBaseSnapshot snapshot, DateOnly day)
    {
        var (begun, asked) = (Stopwatch.GetTimestamp(), parsed.GetValue(query)!);
        var (queries, book) = (context.Services.GetRequiredService<SegmentQueries>(), context.Services.GetRequiredService<SegmentBook>());
        var found = book.Find(asked) is { } saved ? (Result<Bitmap>)queries.Members(saved.Id, snapshot, null, day)! : queries.Select(asked, snapshot, null, day);
        if (found.Refusal is { } refusal) return await Say(context, Words(context).Of(refusal, refusal.Key));
        var (count, of) = (found.Value!.Count(), snapshot.Known.Count());
        await context.Out.WriteLineAsync(parsed.GetValue(json)
            ? JsonSerializer.Serialize(new { count, of, asOf = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), milliseconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 3) }, Json)
            : string.Create(CultureInfo.InvariantCulture, $"{count} of {of} customers as of {day:yyyy-MM-dd}"));
        return 0;
    }

    private async Task<int> Members(ParseResult parsed, CommandContext context, CustomerBaseSnapshot snapshot, DateOnly day, CancellationToken ct)
    {
        if (context.Services.GetRequiredService<SegmentBook>().Find(parsed.GetValue(name)!) is not { } segment) return await Say(context, $"There is no segment called {parsed.GetValue(name)}.");
        var members = context.Services.GetRequiredService<SegmentQueries>().Members(segment.Id, snapshot, null, day)!;
        var (lines, names) = (new StringBuilder(), snapshot[CustomerColumns.Name]);
        CsvLines.Write(lines, "customer", "name");
        foreach (var index in members.Indexes()) CsvLines.Write(lines, new CustomerId(snapshot.Ids[index]).ToString(), names[index]);
        if (parsed.GetValue(file) is { } path)
        {
            await File.WriteAllTextAsync(context.File(path), lines.ToString(), CsvLines.Encoding, ct);
            await context.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(new { members = members.Count(), file = context.File(path) }, Json) : string.Create(CultureInfo.InvariantCulture, $"{members.Count()} members written to {path}"));
        }
        else if (parsed.GetValue(json)) await context.Out.WriteLineAsync(JsonSerializer.Serialize(new { members = members.Indexes().Select(i => new CustomerId(snapshot.Ids[i]).ToString()) }, Json));
        else await context.Out.WriteAsync(lines, ct);
        return 0;
    }

    private async Task<int> Explain(ParseResult parsed, CommandContext context, CustomerBaseSnapshot snapshot, DateOnly day, DateOnly today)
    {
        var (services, text) = (context.Services, Words(context));
        if (services.GetRequiredService<SegmentBook>().Find(parsed.GetValue(name)!) is not { } segment) return await Say(context, $"There is no segment called {parsed.GetValue(name)}.");
        if (!IdText.TryRead<CustomerId>(parsed.GetValue(customer), out var id) || !snapshot.TryIndex(id.Value, out var index)) return await Say(context, $"There is no customer {parsed.GetValue(customer)}.");
        var lines = services.GetRequiredService<RuleReasons>().Of(segment, snapshot, index, day, today, text);
        if (parsed.GetValue(json))
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(ExplainedCustomer.Of(segment.Name, id, day, lines), Json));
            return 0;
        }
        foreach (var line in lines)
            await context.Out.WriteLineAsync($"{new string(' ', line.Depth * 2)}{(line.Holds ? "yes" : "no ")}  {ExplainedCustomer.Written(line)}{(line.Value is { } value ? $"   ({value})" : "")}{(line.OfToday ? "   as of today" : "")}");
        return 0;
    }

    private static Sentences Words(CommandContext context) => context.Services.GetRequiredService<Texts>().For(Language.English);

    private static async Task<int> Say(CommandContext context, string why)
    {
        await context.Error.WriteLineAsync(why);
        return 1;
    }
}
