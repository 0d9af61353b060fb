using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>./patron match review [--answer PAIR same|not-same|later] [--json]: ids, weights and probabilities; no names.</summary>
internal static class ReviewList
{
    private const int MostListed = 10_000;

    /// <param name="answer">A pair and what is said of it; null or empty lists what waits.</param>
    /// <param name="most">How many are listed.</param>
    public static async Task<int> Run(string[]? answer, int most, bool json, CommandContext context, Sentences text, CancellationToken ct)
    {
        if (answer is [var pair, var said]) return await Answer(pair, said, json, context, text, ct);
        if (most is < 1 or > MostListed) return await Refuse(context, text.Get("identity.cli.most", new { most = MostListed }));
        var waiting = context.Services.GetRequiredService<WaitingPairs>();
        var (all, listed) = (await waiting.Count(new(), ct), await waiting.List(new(), 0, most, null, ct));
        if (json)
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(new
            {
                waiting = all,
                pairs = listed.Select(p => new
                {
                    pair = p.Id.ToString(), kind = p.Kind.ToString(), one = p.One.Record.Id.ToString(), other = p.Other.Record.Id.ToString(),
                    customers = new[] { p.One.Record.CustomerId.ToString(), p.Other.Record.CustomerId.ToString() }, probability = p.Probability, prior = p.Weighed.Prior, bits = p.Weighed.Bits,
                    evidence = p.Weighed.Fields.Select(f => new { field = f.Field, level = f.Level, bits = f.Bits }),
                }),
            }));
            return 0;
        }
        foreach (var p in listed) await context.Out.WriteLineAsync($"{p.Id}\t{p.One.Source.Shown(text)}:{p.One.Record.ExternalId}\t{p.Other.Source.Shown(text)}:{p.Other.Record.ExternalId}\t{text.Formats.Percent(p.Probability)}");
        await context.Out.WriteLineAsync(text.Get("identity.review.panel", new { n = all }));
        return 0;
    }

    private static async Task<int> Answer(string pair, string said, bool json, CommandContext context, Sentences text, CancellationToken ct)
    {
        if (!IdText.TryRead<ReviewPairId>(pair, out var id)) return await Refuse(context, text.Get("identity.cli.noPair", new { pair }));
        if (ReviewRoutes.VerdictOf(said) is not { } verdict) return await Refuse(context, text.Get("identity.cli.noAnswer", new { said }));
        var done = await context.Services.GetRequiredService<Reviews>().Answer(id, verdict, null, ct);
        if (done.Refusal is { } refusal) return await Refuse(context, text.Of(refusal, refusal.Key));
        var left = await context.Services.GetRequiredService<WaitingPairs>().Count(new(), ct);
        await context.Out.WriteLineAsync(json ? JsonSerializer.Serialize(new { pair = id.ToString(), answer = said, stayTwo = done.Value!.StayTwo, waiting = left })
            : text.Get("identity.review.panel", new { n = left }));
        return 0;
    }

    private static async Task<int> Refuse(CommandContext context, string sentence)
    {
        await context.Error.WriteLineAsync(sentence);
        return 1;
    }
}
