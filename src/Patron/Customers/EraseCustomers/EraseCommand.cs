using System.CommandLine;
using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data.Erasing;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.EraseCustomers;

/// <summary>./patron erase CUSTOMER [--reason WORD] [--confirm] [--json]: without --confirm it tells what would go, and writes nothing.</summary>
internal sealed class EraseCommand : PatronCommand
{
    private readonly Argument<string> customer = new("CUSTOMER") { Description = "The customer: cus_..., or an id by which a system knows it." };
    private readonly Option<ErasureReason> reason = new("--reason") { Description = "Asked (by the person), NoLongerNeeded, TakenByMistake or Ordered (by an authority).", DefaultValueFactory = _ => ErasureReason.Asked };
    private readonly Option<bool> confirm = new("--confirm") { Description = "Erase. It cannot be undone." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output." };

    public override Command Define() => new("erase", "Erase a person everywhere, and prove it.") { customer, reason, confirm, json };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var (services, text) = (context.Services, context.Services.GetRequiredService<Texts>().For(Language.English));
        var erasures = services.GetRequiredService<IErasures>();
        if (await Find(parsed.GetRequiredValue(customer), services, ct) is not { } found || await erasures.Preview(found, ct) is not { Count: > 0 } rows)
        {
            await context.Error.WriteLineAsync(text["kernel.erase.nobody"]);
            return 1;
        }
        if (!parsed.GetValue(confirm))
        {
            await context.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { customer = found.ToString(), erased = false, rows = rows.ToDictionary(r => r.Table, r => r.Erased) }) : string.Join('\n', rows.Select(r => $"{r.Table}\t{r.Erased}")));
            await context.Error.WriteLineAsync(text["customers.erase.cli.confirm"]);
            return 0;
        }
        var proof = (await erasures.Run(found, parsed.GetValue(reason), null, ct))!;
        await services.GetRequiredService<ICustomerBase>().CatchUp(ct);
        await context.Out.WriteLineAsync(parsed.GetValue(json)
            ? $$"""{"customer":"{{found}}","erased":true,"digest":"{{proof.Digest}}","proof":{{JsonSerializer.Serialize(JsonDocument.Parse(proof.Json).RootElement)}}}"""
            : $"{text.Get("customers.erase.verdict", new { verdict = proof.Document.Verdict.ToString() })} {proof.Document.Id} {proof.Digest}");
        return proof.Document.Verdict is ErasureVerdict.Clean ? 0 : 1;
    }

    private static async Task<CustomerId?> Find(string said, IServiceProvider services, CancellationToken ct)
    {
        if (IdText.TryRead<CustomerId>(said, out var id)) return await services.GetRequiredService<ICustomers>().Resolve(id, ct);
        foreach (var room in services.GetServices<IFindsByKey>()) if (await room.Find(said, ct) is { } found) return found;
        return null;
    }
}
