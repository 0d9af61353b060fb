using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.Data.Audit;

namespace Patron.Settings.ShowAudit;

/// <summary>./patron audit verify [--json]: does the whole chain hold, and the rows and values under it?</summary>
internal sealed class AuditCommand : PatronCommand
{
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output." };
    private readonly Option<bool> restored = new("--restored") { Description = "A backup was restored by other means than ./patron restore: a chain that is shorter than noted is then no fault." };

    public override Command Define() => new("audit", "What was done, by whom, kept in a chain of hashes.") { new Command("verify", "Verify the chain; exit 1 where an entry does not hold.") { json, restored } };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        if (parsed.GetValue(restored)) await context.Services.GetRequiredService<Data.Backups.Backup>().TellRestored(ct);
        var verdict = await context.Services.GetRequiredService<AuditVerification>().Verify(null, ct);
        if (parsed.GetValue(json))
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(new
            {
                verifiedTo = verdict.Position, hash = verdict.Hash, firstBad = verdict.FirstBad, fault = verdict.Fault?.ToString().ToLowerInvariant(), valuesErased = verdict.Erased,
            }));
        }
        else if (verdict.FirstBad is null)
        {
            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The audit holds: {verdict.Position} entries, the last with the hash {verdict.Hash}"));
        }
        if (verdict.FirstBad is not { } bad) return 0;
        await context.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The audit does not hold. First bad entry: {bad}. {Sentence(verdict.Fault)} Everything up to entry {verdict.Position} holds."));
        return 1;
    }

    private static string Sentence(AuditFault? fault) => fault switch
    {
        AuditFault.Missing => "It is missing.",
        AuditFault.Changed => "It was changed, moved or put in by somebody else.",
        AuditFault.Rows => "The change rows that it covers were changed.",
        AuditFault.Values => "The values of a change that it covers were changed.",
        _ => "Its hash is not the one that was noted in the data directory.",
    };
}
