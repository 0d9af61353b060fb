using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Kernel.Texts;

namespace Patron.Codes.TakeCodes;

/// <summary>./patron code take 7K3M-9Q2X-04FT | code take --file codes.csv [--place "Till 2"]</summary>
internal sealed class CodesCommand : PatronCommand
{
    private readonly Argument<string[]> code = new("CODE") { Description = "Codes as customers show them.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> file = new("--file") { Description = "Take the codes of this file: a line each, with the time behind a comma, semicolon or tab where it was another than now.", HelpName = "FILE" };
    private readonly Option<string?> place = new("--place") { Description = "Where they were shown.", HelpName = "PLACE" };

    public override Command Define() => new("code", "Personal codes of coupons and answers.") { new Command("take", "Codes that customers showed: each is used up, and the answer counts for the campaign that gave it out.") { code, file, place } };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        if (parsed.GetValue(file) is { } name && !File.Exists(context.File(name)))
        {
            await context.Error.WriteLineAsync($"There is no file {name}.");
            return 1;
        }
        string[] lines = [.. parsed.GetValue(code) ?? [], .. parsed.GetValue(file) is { } named ? await File.ReadAllLinesAsync(context.File(named), ct) : []];
        // With both at once nobody would know whose line a number means.
        if (lines.Length == 0 || (parsed.GetValue(file) is not null && parsed.GetValue(code) is { Length: > 0 }))
        {
            await context.Error.WriteLineAsync("Name codes, or a file of codes with --file.");
            return 1;
        }
        await using var db = await context.Services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync(ct);
        var zone = (await db.Organisation(ct)).Zone;
        var done = await context.Services.GetRequiredService<TakesCodes>().Take(lines, parsed.GetValue(place), zone, null, ct);
        var text = context.Services.GetRequiredService<Texts>().For(Language.English);
        if (done.Heading is { } heading) await context.Error.WriteLineAsync($"Line 1 was taken for a heading: {heading}");
        foreach (var one in done.Refused) await context.Error.WriteLineAsync($"Line {one.Line}: {text.Of(one.Why, one.Why.Key)}");
        await context.Out.WriteLineAsync($"Taken: {done.Taken}; refused: {done.Refused.Count}");
        return done.Refused.Count == 0 ? 0 : 1;
    }
}
