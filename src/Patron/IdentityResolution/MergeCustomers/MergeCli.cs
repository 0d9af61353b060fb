using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.MergeCustomers;

/// <summary>./patron match merge CUSTOMER OTHER... [--preview] [--json]: ids, tables and reasons; no names.</summary>
internal static class MergeCli
{
    public static async Task<int> Run(CustomerId customer, IReadOnlyList<string> others, bool preview, bool json, CommandContext context, Sentences text, CancellationToken ct)
    {
        var (named, merges) = (context.Services.GetRequiredService<NamedRecords>(), context.Services.GetRequiredService<Merges>());
        var all = new List<CustomerId> { customer };
        foreach (var other in others)
        {
            if (await named.Customer(other, ct) is not { } id) return await Refuse(context, text["identity.merge.gone"]);
            all.Add(id);
        }
        var result = preview ? await merges.Preview(all, ct) : await merges.Merge(all, [], null, ct);
        if (result.Value is not { } outcome) return await Refuse(context, text.Of(result.Refusal!, result.Refusal!.Key));
        await context.Out.WriteLineAsync(json
            ? Write(outcome, !preview) : text.Get("identity.merge.cli", new { n = outcome.Customers.Count + outcome.Along.Count - 1, survivor = outcome.Survivor.ToString(), set = preview ? Formats.Missing : outcome.Set.ToString() }));
        return 0;
    }

    private static string Write(MergeOutcome outcome, bool kept) => JsonSerializer.Serialize(new
    {
        changeSet = kept ? outcome.Set.ToString() : null, survivor = outcome.Survivor.ToString(), customers = outcome.Customers.Select(c => c.ToString()), along = outcome.Along.Select(c => c.ToString()),
        records = outcome.Records, rows = outcome.Moved.ToDictionary(m => m.Table, m => m.Rows), consents = outcome.Consents.Select(c => new { purpose = c.Purpose, channel = c.Channel, given = false }),
        fields = outcome.Fields.Select(f => new { field = f.Field, custom = f.Custom, reason = f.Together.Reason["identity.golden.".Length..] }),
    });

    private static async Task<int> Refuse(CommandContext context, string sentence)
    {
        await context.Error.WriteLineAsync(sentence);
        return 1;
    }
}
