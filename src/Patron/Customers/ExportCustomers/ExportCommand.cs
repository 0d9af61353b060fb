using System.CommandLine;
using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data.Exporting;
using Patron.Kernel.Texts;

namespace Patron.Customers.ExportCustomers;

/// <summary>./patron export customers|orders|everything --out FILE [--filter QUERY]</summary>
internal sealed class ExportCommand : PatronCommand
{
    private const int BufferBytes = 1 << 16;
    private const string Everything = "everything";

    private readonly Argument<string> what = new Argument<string>("what") { Description = "customers, orders (a row for each order line), or everything (a zip archive that can be imported again)." }.AcceptOnlyFromAmong("customers", "orders", Everything);
    private readonly Option<string> file = new("--out") { Description = "The file to write (CSV, UTF-8; everything is a zip archive).", HelpName = "FILE", Required = true };
    private readonly Option<string?> filter = new("--filter") { Description = "The query string of the customers page, such as \"country=GB&orders-from=2\".", HelpName = "QUERY" };

    public override Command Define() => new("export", "Write customers, orders or everything to a file.") { what, file, filter };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        if (parsed.GetRequiredValue(what) == Everything) return await RunEverything(parsed, context, ct);
        var export = context.Services.GetServices<IExport>().First(e => e.Kind == parsed.GetRequiredValue(what));
        var sentences = context.Services.GetRequiredService<Texts>().For(Language.English);
        await context.Services.GetRequiredService<ICustomerBase>().CatchUp(ct);
        await context.Services.GetRequiredService<Data.Audit.AuditChain>().Tell(notes => notes.Event("export-" + export.Kind, null), ct);
        var path = context.File(parsed.GetRequiredValue(file));
        try
        {
            await using var output = new StreamWriter(path, append: false, CsvLines.Encoding, BufferBytes);
            await export.Write(output, parsed.GetValue(filter), null, sentences, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await context.Error.WriteLineAsync($"{path} cannot be written: {e.Message}");
            return 1;
        }
        await context.Error.WriteLineAsync($"Written: {path}");
        return 0;
    }

    private async Task<int> RunEverything(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var path = context.File(parsed.GetRequiredValue(file));
        if (parsed.GetValue(filter) is not null)
        {
            await context.Error.WriteLineAsync("Everything cannot be filtered.");
            return 1;
        }
        try
        {
            await context.Services.GetRequiredService<IEverything>().Export(path, null, null, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await context.Error.WriteLineAsync($"{path} cannot be written: {e.Message}");
            return 1;
        }
        await context.Error.WriteLineAsync($"Written: {path}");
        return 0;
    }
}
