using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.MoveDeals;
using Patron.Web.Deeds;

namespace Patron.Sales.SetSales;

/// <summary>The deeds of the settings of sales: each ends on its page, with Undo or with the reason why not.</summary>
internal static class SettingRoutes
{
    public static void MapSalesSettings(this IEndpointRouteBuilder app)
    {
        var pipelines = app.MapGroup(SalesUrls.PipelineSettings).RequirePermission(Permissions.ManageSettings);
        pipelines.MapPost("add", ([FromForm] int version, [FromForm] string? name, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) => Pipeline(deeds.AddPipeline(version, name, who.Id, ct)));
        pipelines.MapPost("{id:int}/name", (int id, [FromForm] int version, [FromForm] string? name, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) => Pipeline(deeds.NamePipeline(version, id, name, who.Id, ct)));
        pipelines.MapPost("{id:int}/remove", (int id, [FromForm] int version, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) => Pipeline(deeds.RemovePipeline(version, id, who.Id, ct)));
        pipelines.MapPost("{id:int}/stage", (int id, [FromForm] int version, [FromForm] string? name, [FromForm] int probability, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) => Pipeline(deeds.AddStage(version, id, name, probability, who.Id, ct)));
        var stages = pipelines.MapGroup("stages/{id:int}");
        stages.MapPost("change", (int id, [FromForm] int version, [FromForm] string? name, [FromForm] int probability, [FromForm] int kind, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Pipeline(deeds.ChangeStage(version, id, name, probability, Enum.IsDefined((DealState)kind) ? (DealState)kind : DealState.Open, who.Id, ct)));
        stages.MapPost("move", (int id, [FromForm] int version, [FromForm] string? up, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) => Pipeline(deeds.MoveStage(version, id, up == "yes", who.Id, ct)));
        stages.MapPost("remove", (int id, [FromForm] int version, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) => Pipeline(deeds.RemoveStage(version, id, who.Id, ct)));
        stages.MapPost("before", (int id, [FromForm] int version, PipelineDeeds deeds, ICurrentUser who, CancellationToken ct) => Pipeline(deeds.LayBefore(version, id, who.Id, ct)));

        var leads = app.MapGroup(SalesUrls.LeadSettings).RequirePermission(Permissions.ManageSettings);
        leads.MapPost("rules", (HttpContext http, LeadSettingDeeds deeds, ICurrentUser who, CancellationToken ct) => Rules(http, deeds, who, ct));
        leads.MapPost("sources", ([FromForm] string? name, [FromForm] int kind, [FromForm] string? cost, LeadSettingDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Lead(DealForm.AmountOf(cost, out var micros) ? deeds.AddSource(name, kind, micros, who.Id, ct) : WrongCost()));
        leads.MapPost("sources/{id:int}", (int id, [FromForm] string? name, [FromForm] int kind, [FromForm] string? cost, LeadSettingDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Lead(DealForm.AmountOf(cost, out var micros) ? deeds.ChangeSource(id, name, kind, micros, who.Id, ct) : WrongCost()));
        leads.MapPost("sources/{id:int}/remove", (int id, LeadSettingDeeds deeds, ICurrentUser who, CancellationToken ct) => Lead(deeds.RemoveSource(id, who.Id, ct)));
        leads.MapPost("routing", ([FromForm] string? territory, [FromForm] string? language, [FromForm] string? skill, [FromForm] string? team, LeadSettingDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Lead(deeds.AddRule(territory, language, skill, IdText.TryRead<TeamId>(team, out var of) ? of : null, who.Id, ct)));
        leads.MapPost("routing/{at:int}/{deed}", Rule);
    }

    /// <summary>The rule at a place, and what it said when the page was made: another one there is left alone.</summary>
    private static async Task<IResult> Rule(int at, string deed, [FromForm] string? said, IDbContextFactory<PatronDb> contexts, LeadSettingDeeds deeds, ICurrentUser who, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rules = (await LeadRouting.Read(db, ct)).Rules;
        if (at < 0 || at >= rules.Count || Shown(rules[at]) != said) return To(SalesUrls.LeadSettings, new PipelinesChanged());
        return deed switch { "remove" => await Lead(deeds.RemoveRule(rules[at], who.Id, ct)), "raise" => await Lead(deeds.RaiseRule(rules[at], who.Id, ct)), _ => TypedResults.NotFound() };
    }

    /// <summary>A rule in one line, by which a form recognises it.</summary>
    public static string Shown(RoutingRule rule) => string.Join('|', rule.Territory, rule.Language, rule.Skill, rule.Team);

    private static async Task<IResult> Rules(HttpContext http, LeadSettingDeeds deeds, ICurrentUser who, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        int Number(string name) => int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        return await Lead(deeds.Score(new(Number("budget"), Number("need"), Number("decider"), Number("soon"), Number("happened"), Number("halflife"),
            [Number("a"), Number("b"), Number("c")], Number("accept"), Number("call")), who.Id, ct));
    }

    private static Task<Result<ChangeSetId?>> WrongCost() => Task.FromResult<Result<ChangeSetId?>>(new SourceWrong(LeadSources.LongestName));

    private static async Task<IResult> Pipeline(Task<Result<ChangeSetId?>> deed) => To(SalesUrls.PipelineSettings, await deed);

    private static async Task<IResult> Lead(Task<Result<ChangeSetId?>> deed) => To(SalesUrls.LeadSettings, await deed);

    private static RedirectHttpResult To(string page, Result<ChangeSetId?> done) => TypedResults.LocalRedirect(
        done.Refusal is { } refusal ? $"{page}?{SalesUrls.Refused}={refusal.Key["sales.set.refused.".Length..]}" : done.Value is { } set ? DeedUrls.Done(page, set) : page);
}
