using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ReportCampaign;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>The deeds of campaigns: each ends on the page on which it shows, or where it was begun with the reason why not.</summary>
internal static class CampaignRoutes
{
    public static void MapDeeds(this IEndpointRouteBuilder app)
    {
        app.MapGet(CampaignUrls.List + "/{id}/numbers", Numbers).RequirePermission(Permissions.ReadInsights);
        app.MapGet(CampaignUrls.List + "/{id}/mail", Mail).RequirePermission(Permissions.ManageCampaigns).WithMetadata(new ContentPolicyAttribute(RenderedMessage.PagePolicy));
        var deeds = app.MapGroup(CampaignUrls.List + "/{id}").RequirePermission(Permissions.ManageCampaigns);
        // Not "check": that page takes POST as well.
        deeds.MapPost("forecast", async Task<IResult> (string id, CheckCampaign.CheckCampaign check, ICurrentUser who, CancellationToken ct) =>
            Of(id) is { } campaign ? To(CampaignUrls.Check(campaign), (await check.Run(campaign, who.Id, ct)).Refusal) : TypedResults.NotFound());
        deeds.MapPost("approve", (string id, CampaignBook book, ICurrentUser who, CancellationToken ct) => Do(id, c => book.Approve(c, who.Id, ct), CampaignUrls.Check, CampaignUrls.Check));
        deeds.MapPost("launch", (string id, CampaignBook book, ICurrentUser who, CancellationToken ct) => Do(id, c => book.Launch(c, who.Id, null, ct), CampaignUrls.Report, CampaignUrls.Check));
        deeds.MapPost("pause", (string id, CampaignBook book, ICurrentUser who, DoneDeeds done, CancellationToken ct) => Do(id, c => book.Pause(c, who.Id, ct), taken: new(done, who)));
        deeds.MapPost("resume", (string id, CampaignBook book, ICurrentUser who, DoneDeeds done, CancellationToken ct) => Do(id, c => book.Resume(c, who.Id, ct), taken: new(done, who)));
        deeds.MapPost("end", (string id, CampaignBook book, ICurrentUser who, CancellationToken ct) => Do(id, c => book.End(c, who.Id, ct)));
        deeds.MapPost("wave", (string id, CampaignBook book, ICurrentUser who, CancellationToken ct) => Do(id, c => book.NextWave(c, who.Id, ct)));
        deeds.MapPost("rollout", (string id, [FromForm] int arm, [FromForm] string? alone, CampaignBook book, ICurrentUser who, CancellationToken ct) => Do(id, c => book.RollOut(c, arm, alone == "yes", who.Id, ct)));
        deeds.MapPost("learn", (string id, [FromForm] string? learned, CampaignBook book, ICurrentUser who, DoneDeeds done, CancellationToken ct) => Do(id, c => book.Learn(c, learned, who.Id, ct), taken: new(done, who)));
        deeds.MapPost("proof", async Task<IResult> (string id, [FromForm(Name = "as")] string? chosen, SendProofs proofs, ICurrentUser who, CancellationToken ct) =>
            Of(id) is { } campaign ? To(CampaignUrls.Check(campaign), (await proofs.Send(campaign, IdText.TryRead<CustomerId>(chosen, out var customer) ? customer : null, who.Id, ct)).Refusal, "proved") : TypedResults.NotFound());
    }

    /// <summary>The numbers of the report, of the customers whom the reader may see.</summary>
    private static async Task<IResult> Numbers(string id, CampaignBook book, ReportReckoning reports, ICurrentUser who, CancellationToken ct)
    {
        if (Of(id) is not { } known || await book.Find(known, ct) is not { } campaign) return TypedResults.NotFound();
        var lines = ReportFile.Of(await reports.Of(campaign, who.Id, SplitBy.Bought, ct));
        return TypedResults.File([.. CsvLines.Encoding.GetPreamble(), .. CsvLines.Encoding.GetBytes(lines.ToString())], "text/csv; charset=utf-8", $"{campaign.Id}.csv");
    }

    /// <summary>The mail itself, for the frame of the preview.</summary>
    private static async Task<IResult> Mail(string id, int arm, string customer, CampaignBook book, ITemplates templates, IVisibility visibility, ICurrentUser who, CancellationToken ct)
    {
        if (Of(id) is not { } known || !IdText.TryRead<CustomerId>(customer, out var person) || await book.Find(known, ct) is not { } campaign || !await visibility.Sees(person, who.Id, ct)) return TypedResults.NotFound();
        var plan = CampaignPlan.Read(campaign.Plan);
        if (arm < 0 || arm >= plan.Arms.Count || plan.TemplateOf(arm) is not { } template) return TypedResults.NotFound();
        return (await templates.Preview(template, person, plan.Arms[arm].Promise, ct)).Value?.Html is { } html ? TypedResults.Content(html, "text/html", System.Text.Encoding.UTF8) : TypedResults.NotFound();
    }

    /// <summary>What can be taken back is offered so on the page it leads to.</summary>
    private sealed record Taken(DoneDeeds Done, ICurrentUser Who);

    private static async Task<IResult> Do(string id, Func<CampaignId, Task<Result<Campaign>>> deed, Func<CampaignId, string>? then = null, Func<CampaignId, string>? refused = null, Taken? taken = null)
    {
        if (Of(id) is not { } campaign) return TypedResults.NotFound();
        return (await deed(campaign)).Refusal switch
        {
            CampaignGone => TypedResults.NotFound(),
            { } refusal => To((refused ?? CampaignUrls.Report)(campaign), refusal),
            null when taken is not null => TypedResults.LocalRedirect(await taken.Done.Page((then ?? CampaignUrls.Report)(campaign), CampaignTable.Name, campaign.Value, taken.Who.Id, default)),
            null => To((then ?? CampaignUrls.Report)(campaign), null),
        };
    }

    private static RedirectHttpResult To(string page, Refusal? refusal, string? done = null) =>
        TypedResults.LocalRedirect(refusal is not null ? $"{page}?{CampaignUrls.Refused}={Uri.EscapeDataString(Own(refusal).Key)}" : done is null ? page : $"{page}?done={done}");

    // The address carries a key alone: what another room says of the audience's question needs more than that, and the page to edit it tells it all.
    private static Refusal Own(Refusal refusal) => refusal is FieldRefusal { Field: "q" } ? new CampaignAudienceWrong() : refusal;

    private static CampaignId? Of(string id) => IdText.TryRead<CampaignId>(id, out var campaign) ? campaign : null;
}
