using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Imports.AnswerNames;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Imports.ShowImport;

/// <summary>Another way with a problem, other rules, answers about names: each is kept in the import's settings, and all rows are checked anew.</summary>
internal static class CheckAgain
{
    public static void MapCheckAgain(this IEndpointRouteBuilder import)
    {
        import.MapPost("/ways", Ways);
        import.MapPost("/rules", Rules);
        import.MapPost("/names", Names);
    }

    private static async Task<IResult> Ways(
        string id, HttpContext http, ShownImport shown, IJobs jobs, ICurrentUser user, Sentences text, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(ct);
        var (key, column) = (form["key"].ToString(), form["column"].ToString() is { Length: > 0 } named ? named : null);
        return await Check(shown, OtherWays.Apply(shown.Settings, form["way"].ToString(), key, column), jobs, user, text, contexts, ct);
    }

    private static async Task<IResult> Rules(
        string id, HttpContext http, ShownImport shown, IJobs jobs, ICurrentUser user, Sentences text, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        return await Check(shown, shown.Settings.WithRules(await http.Request.ReadFormAsync(ct)), jobs, user, text, contexts, ct);
    }

    /// <summary>n0, n1, ... say yes or no to the plan's questions; "all" says yes to every one.</summary>
    private static async Task<IResult> Names(
        string id, HttpContext http, ShownImport shown, IJobs jobs, ICurrentUser user, Sentences text, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(ct);
        var all = form["all"] == "yes";
        NameAnswer[] said =
        [
            .. from numbered in (shown.Plan?.Questions ?? []).Index()
               let answer = all ? "yes" : form["n" + numbered.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)].ToString()
               where answer is "yes" or "no"
               select new NameAnswer(numbered.Item.What, numbered.Item.Said, answer == "yes" ? numbered.Item.Means : null),
        ];
        return await Check(shown, shown.Settings.With(said), jobs, user, text, contexts, ct);
    }

    /// <summary>Keeps the settings and starts a check of all rows; what is being applied already stays as it was decided.</summary>
    public static async Task<IResult> Check(
        ShownImport shown, ImportSettings settings, IJobs jobs, ICurrentUser user, Sentences text, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        if (shown.Apply is not null || shown.Row.StoredFile is null) return TypedResults.Redirect(shown.Url);
        var (row, kept) = (shown.Row.Id, Json.Write(settings));
        if (shown.Check is { State: JobState.Waiting or JobState.Running or JobState.Paused } before) await jobs.Cancel(before.Id, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Imports.Where(i => i.Id == row).ExecuteUpdateAsync(set => set.SetProperty(i => i.Settings, kept).SetProperty(i => i.Plan, (string?)null), ct);
        var job = await jobs.Start(CheckJob.JobKind, Json.Write(new ImportJobArguments(row, text.Language.Tag, null)), user.Id, null, ct);
        await db.Imports.Where(i => i.Id == row).ExecuteUpdateAsync(set => set.SetProperty(i => i.CheckJobId, job), ct);
        return TypedResults.Redirect(shown.Url);
    }
}
