using Microsoft.EntityFrameworkCore;
using Patron.Api.Contracts;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ReportCampaign;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Campaigns.ServeApi;

/// <param name="State">draft, checked, approved, running, paused, ended.</param>
internal sealed record CampaignItem(string Id, string Name, string State, string Goal, string Created, string? Launched, string? Ended);

/// <param name="Channel">email, letter, sms, phone, task, webhook.</param>
/// <param name="Template">tpl_...; null: chosen later.</param>
/// <param name="Offer">What it promises, in words; a template says it by {{offer}}.</param>
/// <param name="OfferValue">The short of it, "10%"; {{offerValue}}.</param>
/// <param name="OfferUntil">The last day on which it holds; {{offerUntil}}. The customers' own codes are good so long.</param>
/// <param name="CostEach">Of one contact, major units of the organisation's currency.</param>
public sealed record NewArm(string What, string Channel, string? Template, decimal CostEach, DateTimeOffset? At, string? Offer = null, string? OfferValue = null, DateOnly? OfferUntil = null);

/// <param name="Segment">seg_...; null: <paramref name="Query"/> says who.</param>
/// <param name="HoldOutPercent">Null: as many as the sample size asks for.</param>
/// <param name="Budget">Major units; null: none.</param>
public sealed record NewCampaign(
    string Name, string? Goal, string? Segment, string? Query, IReadOnlyList<NewArm>? Arms, int? HoldOutPercent, int? WindowDays, int? MarginPercent, decimal? Budget, bool? OncePerHousehold, int? RandomPercent, string? Topic);

/// <summary>/api/v1/campaigns</summary>
internal sealed class CampaignsApi : IApiPart
{
    public string Area => "campaigns";

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", List).WithSummary("Campaigns by id.").Produces<ApiPage<CampaignItem>>();
        api.MapPost("/", Create).WithSummary("Plans a campaign: a draft, nothing is sent.").Produces<CampaignItem>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/{campaign}", Show).WithSummary("One campaign, by id or name.").Produces<CampaignItem>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/{campaign}/check", Check).WithSummary("Reckons what it is expected to do as it stands.").ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/{campaign}/launch", (string campaign, CampaignBook book, Texts texts, CancellationToken ct) => Do(campaign, book, texts, id => book.Launch(id, null, null, ct), ct)).WithSummary("Draws the people and plans their messages.").Produces<CampaignItem>().ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/{campaign}/pause", (string campaign, CampaignBook book, Texts texts, CancellationToken ct) => Do(campaign, book, texts, id => book.Pause(id, null, ct), ct)).WithSummary("Nothing is sent until it is resumed.").Produces<CampaignItem>();
        api.MapPost("/{campaign}/resume", (string campaign, CampaignBook book, Texts texts, CancellationToken ct) => Do(campaign, book, texts, id => book.Resume(id, null, ct), ct)).WithSummary("Sends on.").Produces<CampaignItem>();
        api.MapGet("/{campaign}/report", Report).WithSummary("What it brought against those left alone.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> List(string? after, int? limit, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        if (ApiPaging.After(after) is not { } from) return ApiAnswers.BadCursor();
        var most = ApiPaging.Limit(limit);
        await using var db = await contexts.CreateDbContextAsync(ct);
        // Ids compare in the database as the numbers they are.
        var ids = await db.Database.SqlQuery<long>($"select id as \"Value\" from campaigns_campaigns where id > {from} order by id limit {most + 1}").ToListAsync(ct);
        var wanted = ids.ConvertAll(i => new CampaignId(i));
        var rows = (await db.Campaigns.AsNoTracking().Where(c => wanted.Contains(c.Id)).ToListAsync(ct)).OrderBy(c => c.Id.Value).ToList();
        return TypedResults.Ok(ApiPaging.Of(rows, most, c => c.Id.Value, Item));
    }

    private static async Task<IResult> Create(NewCampaign body, CampaignBook book, IDbContextFactory<PatronDb> contexts, Texts texts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (usual, rules) = (CampaignPlan.Empty, await MarketingRules.Read(db, ct));
        var plan = usual with
        {
            Goal = body.Goal ?? "", Segment = body.Segment ?? "", Query = body.Query ?? "", HoldOutPercent = body.HoldOutPercent, WindowDays = body.WindowDays ?? usual.WindowDays,
            MarginPercent = body.MarginPercent ?? rules.MarginPercent, Budget = Micros.From(body.Budget ?? 0), OncePerHousehold = body.OncePerHousehold ?? true, RandomPercent = body.RandomPercent ?? 100, Topic = body.Topic,
            Arms = [.. (body.Arms ?? []).Select(a => new CampaignArm(a.What, a.Channel, a.Template ?? "", Micros.From(a.CostEach), a.At, a.Offer ?? "", a.OfferValue ?? "", a.OfferUntil))],
        };
        var added = await book.Add(body.Name, plan, null, ct);
        if (added.Refusal is { } refusal) return ApiAnswers.Refused(refusal, texts);
        return TypedResults.Created($"/api/v1/campaigns/{added.Value}", Item((await book.Find(added.Value, ct))!));
    }

    private static async Task<IResult> Show(string campaign, CampaignBook book, CancellationToken ct) => await book.Find(campaign, ct) is { } found ? TypedResults.Ok(Item(found)) : ApiAnswers.NotFound();

    private static async Task<IResult> Check(string campaign, CampaignBook book, CheckCampaign.CheckCampaign check, Texts texts, CancellationToken ct)
    {
        if (await book.Find(campaign, ct) is not { } found) return ApiAnswers.NotFound();
        var forecast = await check.Run(found.Id, null, ct);
        return forecast.Refusal is { } refusal ? ApiAnswers.Refused(refusal, texts) : TypedResults.Ok(CampaignJson.Of(forecast.Value!));
    }

    private static async Task<IResult> Report(string campaign, CampaignBook book, ReportReckoning reports, CancellationToken ct) =>
        await book.Find(campaign, ct) is { } found ? TypedResults.Ok(CampaignJson.Of(await reports.Of(found, null, SplitBy.Bought, ct))) : ApiAnswers.NotFound();

    private static async Task<IResult> Do(string campaign, CampaignBook book, Texts texts, Func<CampaignId, Task<Result<Campaign>>> deed, CancellationToken ct)
    {
        if (await book.Find(campaign, ct) is not { } found) return ApiAnswers.NotFound();
        var done = await deed(found.Id);
        return done.Refusal is { } refusal ? ApiAnswers.Refused(refusal, texts) : TypedResults.Ok(Item(done.Value!));
    }

    private static CampaignItem Item(Campaign c) => new(
        c.Id.ToString(), c.Name, CampaignDecisions.Word(c.State), CampaignPlan.Read(c.Plan).Goal, ApiAnswers.Instant(c.CreatedAt), c.LaunchedAt is { } at ? ApiAnswers.Instant(at) : null, c.EndedAt is { } end ? ApiAnswers.Instant(end) : null);
}
