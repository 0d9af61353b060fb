using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Access.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Web;

namespace Patron.IdentityResolution.SetSurvivorship;

/// <summary>The deeds of the pages about which value wins.</summary>
internal static class RulesRoutes
{
    /// <summary>In the query of the page: the job that makes rules hold, and the key of why something was refused.</summary>
    public const string Job = "job", Refused = "refused";

    private const string Try = Urls.ValueRules + "/try";

    public static string TryUrl => Try;
    public static string Trial(JobId job) => $"{Urls.ValueRules}/trials/{job}";
    public static string On(JobId trial) => Trial(trial) + "/on";
    public static string Progress(JobId job) => $"{Urls.ValueRules}/jobs/{job}/progress";
    public static string Resume(JobId job) => $"{Urls.ValueRules}/jobs/{job}/resume";
    public static string Undo(ChangeSetId set) => $"{Urls.ValueRules}/sets/{set}/undo";

    public static void MapSurvivorship(this IEndpointRouteBuilder app)
    {
        var rules = app.MapGroup("").RequirePermission(Permissions.ManageSettings);
        rules.MapPost(Try, TryRules);
        rules.MapPost(Urls.ValueRules + "/trials/{job}/on", SwitchOn);
        rules.MapGet(Urls.ValueRules + "/jobs/{job}/progress", Watch);
        rules.MapPost(Urls.ValueRules + "/jobs/{job}/resume", GoOn);
        rules.MapPost(Urls.ValueRules + "/sets/{set}/undo", TakeBack);
    }

    /// <summary>A job of this room's two kinds; null where it is none of them, or not there.</summary>
    public static async Task<JobProgress?> Find(IJobs jobs, string? text, CancellationToken ct) =>
        IdText.TryRead<JobId>(text, out var id) && await jobs.Find(id, ct) is { Kind: TrialJob.JobKind or ApplyRulesJob.JobKind } job ? job : null;

    private static async Task<IResult> TryRules(HttpContext http, RulesChanges changes, ISources sources, ICurrentUser who, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var draft = RulesDraft.Read(new QueryCollection(form.ToDictionary()), await changes.Present(ct), await sources.All(ct));
        var begun = await changes.Try(draft.Rules, who.Id, ct);
        return TypedResults.LocalRedirect(begun.Refusal is { } refusal ? $"{Urls.ValueRules}?{draft}&{Refused}={refusal.Key}" : Trial(begun.Value));
    }

    private static async Task<IResult> SwitchOn(string job, RulesChanges changes, IJobs jobs, ICurrentUser who, CancellationToken ct)
    {
        if (await Find(jobs, job, ct) is not { Kind: TrialJob.JobKind, State: JobState.Done, Result: { } result }) return TypedResults.NotFound();
        return Begun(await changes.SwitchOn(SetSurvivorship.Trial.Read(result).Rules, who.Id, ct));
    }

    private static async Task<IResult> TakeBack(string set, RulesChanges changes, ICurrentUser who, CancellationToken ct) =>
        IdText.TryRead<ChangeSetId>(set, out var id) ? Begun(await changes.Undo(id, who.Id, ct)) : TypedResults.NotFound();

    private static async Task<IResult> GoOn(string job, IJobs jobs, CancellationToken ct)
    {
        if (await Find(jobs, job, ct) is not { } found) return TypedResults.NotFound();
        await jobs.Resume(found.Id, ct);
        return Begun(found.Id);
    }

    private static async Task<IResult> Watch(string job, IJobs jobs, Fragments fragments, CancellationToken gone)
    {
        if (await Find(jobs, job, gone) is not { } found) return TypedResults.NotFound();
        return fragments.Stream<RulesProgress>(States, gone);

        async IAsyncEnumerable<Dictionary<string, object?>> States([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var state in jobs.Watch(found.Id, ct)) yield return RulesProgress.Of(state);
        }
    }

    private static RedirectHttpResult Begun(Result<JobId> begun) =>
        TypedResults.LocalRedirect($"{Urls.ValueRules}?{(begun.Refusal is { } refusal ? $"{Refused}={refusal.Key}" : $"{Job}={begun.Value}")}");
}
