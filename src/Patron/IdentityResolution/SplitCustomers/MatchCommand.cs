using System.CommandLine;
using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ExplainCustomers;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.ReviewPairs;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.SplitCustomers;

/// <summary>
/// ./patron match split CUSTOMER --records R... [--preview] [--json] · match merge CUSTOMER OTHER... [--preview] [--json] · match explain CUSTOMER [--json]
/// · match undo SET [--json] · match run [--train] [--json] · match review [--answer PAIR same|not-same|later] [--json]
/// </summary>
internal sealed class MatchCommand : PatronCommand
{
    private readonly Argument<string> customer = new("CUSTOMER") { Description = "The customer: cus_..., or SOURCE:ID as a system knows it." };
    private readonly Option<string[]> records = new("--records") { Description = "The records to take out: rec_..., or SOURCE:ID.", HelpName = "RECORD", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> preview = new("--preview") { Description = "Tell what would happen, and write nothing." };
    private readonly Argument<string[]> others = new("OTHER") { Description = "Who is the same, in the same way.", Arity = ArgumentArity.OneOrMore };
    private readonly Argument<string> set = new("SET") { Description = "The change set of a merge, a split or an answer: \"changeSet\" of its --json." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output." };

    private readonly Option<bool> train = new("--train") { Description = "Learn the model anew first, from the records and the answers, and use it." };
    private readonly Option<string[]> answer = new("--answer") { Description = "Decide one pair of the list: mat_... and same, not-same or later.", HelpName = "PAIR ANSWER", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> most = new("--most") { Description = "List so many at most.", HelpName = "N", DefaultValueFactory = _ => 100 };

    public override Command Define() => new("match", "Who is whom.")
    {
        new Command("split", "Take records out of a customer; they and the rest are never joined again.") { customer, records, preview, json },
        new Command("merge", "Make customers one; the one whose oldest record came first stays.") { customer, others, preview, json },
        new Command("undo", "Take a merge, a split or an answer back: everybody is who they were.") { set, json },
        new Command("explain", "Why a customer's records are one, and who is kept apart from it.") { customer, json },
        new Command("run", "Match all records: join what is certain, list what is doubtful.") { train, json },
        new Command("review", "What waits for a decision, the dearest first.") { answer, most, json },
    };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var text = context.Services.GetRequiredService<Texts>().For(Language.English);
        if (parsed.CommandResult.Command.Name == "run") return await MatchRun.Run(parsed.GetValue(train), parsed.GetValue(json), context, text, ct);
        if (parsed.CommandResult.Command.Name == "review") return await ReviewList.Run(parsed.GetValue(answer), parsed.GetValue(most), parsed.GetValue(json), context, text, ct);
        if (parsed.CommandResult.Command.Name == "undo") return await Undo(parsed, context, text, ct);
        if (await context.Services.GetRequiredService<NamedRecords>().Customer(parsed.GetRequiredValue(customer), ct) is not { } found) return await Refuse(context, text["identity.split.nobody"]);
        if (parsed.CommandResult.Command.Name == "merge") return await MergeCustomers.MergeCli.Run(found, parsed.GetRequiredValue(others), parsed.GetValue(preview), parsed.GetValue(json), context, text, ct);
        return parsed.CommandResult.Command.Name == "split" ? await Split(found, parsed, context, text, ct) : await Explain(found, parsed, context, text, ct);
    }

    private async Task<int> Split(CustomerId from, ParseResult parsed, CommandContext context, Sentences text, CancellationToken ct)
    {
        var (named, splits) = (context.Services.GetRequiredService<NamedRecords>(), context.Services.GetRequiredService<Splits>());
        var chosen = new List<SourceRecordId>();
        foreach (var record in parsed.GetRequiredValue(records))
        {
            if (await named.Record(record, ct) is not { } id) return await Refuse(context, text.Get("identity.cli.noRecord", new { record }));
            chosen.Add(id);
        }
        var kept = !parsed.GetValue(preview);
        var result = kept ? await splits.Split(from, chosen, null, ct) : await splits.Preview(from, chosen, ct);
        if (result.Value is not { } outcome) return await Refuse(context, text.Of(result.Refusal!, result.Refusal!.Key));
        await context.Out.WriteLineAsync(parsed.GetValue(json)
            ? MatchJson.Write(outcome, kept) : text.Get("identity.cli.parted", new { n = outcome.Sides.Count, set = kept ? outcome.Set.ToString() : Formats.Missing }));
        return 0;
    }

    private async Task<int> Undo(ParseResult parsed, CommandContext context, Sentences text, CancellationToken ct)
    {
        var id = IdText.TryRead<ChangeSetId>(parsed.GetRequiredValue(set), out var named) ? named : default;
        var undone = await context.Services.GetRequiredService<IDecisions>().Undo(id, null, ct);
        if (undone.Value is not { } outcome) return await Refuse(context, text.Of(undone.Refusal!, undone.Refusal!.Key));
        await context.Out.WriteLineAsync(parsed.GetValue(json) ? MatchJson.Write(outcome) : text.Get("identity.cli.undone", new { set = outcome.Set?.ToString() ?? Formats.Missing }));
        return 0;
    }

    private async Task<int> Explain(CustomerId of, ParseResult parsed, CommandContext context, Sentences text, CancellationToken ct)
    {
        var why = await context.Services.GetRequiredService<Explanations>().Of(of, ct);
        if (why.Identity.Records.Count == 0) return await Refuse(context, text["identity.split.nobody"]);
        if (parsed.GetValue(json))
        {
            await context.Out.WriteLineAsync(MatchJson.Write(of, why));
            return 0;
        }
        var names = why.Identity.Records.ToDictionary(r => r.Id, r => $"{r.Source.Shown(text)}:{r.ExternalId}");
        foreach (var link in why.Links) await context.Out.WriteLineAsync($"{names[link.Link.Record]}\t{names[link.Link.Other]}\t{text[link.Link.Reason]}\t{text.Formats.Day(link.Link.Day)}");
        if (why.Links.Count == 0) await context.Out.WriteLineAsync(text["identity.alone"]);
        foreach (var apart in why.Apart) await context.Out.WriteLineAsync($"{apart.Other}\t{text["identity.never"]}\t{text.Get("identity.never.since", new { day = apart.Day })}");
        return 0;
    }

    private static async Task<int> Refuse(CommandContext context, string sentence)
    {
        await context.Error.WriteLineAsync(sentence);
        return 1;
    }
}

/// <summary>What --json prints: ids, reasons, weights and times; no names.</summary>
internal static class MatchJson
{
    public static string Write(SplitOutcome outcome, bool kept) => JsonSerializer.Serialize(new
    {
        changeSet = kept ? outcome.Set.ToString() : null,
        customers = outcome.Sides.Select(s => new
        {
            customer = s.Customer.ToString(), takenOut = s.Chosen, back = s.Back, records = s.Records.Select(r => r.ToString()),
            rows = s.Rows.ToDictionary(r => r.Table, r => new { ofRecords = r.OfRecords, byHand = r.ByHand }),
        }),
    });

    public static string Write(DecisionOutcome undone) => JsonSerializer.Serialize(new
    {
        changeSet = undone.Set?.ToString(), merged = undone.Merged.Select(m => new { from = m.From.ToString(), into = m.Into.ToString() }),
        parted = undone.Parted.Select(p => new { from = p.From.ToString(), to = p.To.ToString(), back = p.Back }),
    });

    public static string Write(CustomerId of, Explanation why) => JsonSerializer.Serialize(new
    {
        customer = of.ToString(),
        records = why.Identity.Records.Select(r => new { record = r.Id.ToString(), source = r.Source.Name, id = r.ExternalId, stub = r.Stub, firstSeen = r.FirstSeenAt, changed = r.ChangedAt }),
        links = why.Links.Select(l => new
        {
            one = l.Link.Record.ToString(), other = l.Link.Other.ToString(), reason = l.Link.Reason["identity.link.".Length..], at = l.Link.At, by = l.By?.ToString(),
            probability = l.Probability, evidence = l.Evidence.Select(e => new { field = e.Field, level = e.Level, bits = e.Bits }),
        }),
        apart = why.Apart.Select(a => new { customer = a.Other.ToString(), since = a.Since, by = a.By?.ToString(), pairs = a.Pairs }),
    });
}
