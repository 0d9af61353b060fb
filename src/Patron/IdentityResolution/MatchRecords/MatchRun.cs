using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>./patron match run [--train] [--json]</summary>
internal static class MatchRun
{
    public static async Task<int> Run(bool train, bool json, CommandContext context, Sentences text, CancellationToken ct)
    {
        var arguments = JsonSerializer.Serialize(new MatchArguments(Learn: train));
        var job = await context.Services.GetRequiredService<IJobs>().RunNow(MatchJob.JobKind, arguments, null, null, ct);
        if (job is not { State: JobState.Done, Result: { } written })
        {
            await context.Error.WriteLineAsync(text[job.Error ?? Data.Jobs.FailedKey]);
            return 1;
        }
        var result = JsonSerializer.Deserialize<MatchResult>(written)!;
        if (json)
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(new
            {
                seconds = result.Seconds,
                kinds = result.Kinds.Select(k => new { kind = k.Kind.ToString(), records = k.Records, version = k.Version, learnt = k.Learnt, compared = k.Compared, joined = k.Joined, waiting = k.Waiting }),
            }));
            return 0;
        }
        foreach (var k in result.Kinds)
            await context.Out.WriteLineAsync(text.Get("identity.cli.matched", new { kind = k.Kind.ToString(), records = k.Records, joined = k.Joined, waiting = k.Waiting, version = k.Version }));
        return 0;
    }
}
