using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.MoveDeals;
using Patron.Sales.ShowBoard;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Sales.ShowLeads;

/// <summary>The deeds of leads and objections: each ends on the page where it was begun.</summary>
internal static class LeadRoutes
{
    public static void MapLeads(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup(SalesUrls.Leads).RequirePermission(Permissions.WriteCustomers);
        write.MapPost("capture", Capture);
        write.MapPost("{id}/accept", (string id, [FromForm] int version, [FromForm] string? back, LeadDeeds deeds, LeadReads reads, ICurrentUser who, CancellationToken ct) => On(id, reads, who, l => deeds.Accept(l, version, who.Id!.Value, ct), ct, back));
        write.MapPost("{id}/pass-on", (string id, [FromForm] int version, LeadDeeds deeds, LeadReads reads, ICurrentUser who, CancellationToken ct) => On(id, reads, who, l => deeds.PassOn(l, version, who.Id, ct), ct));
        write.MapPost("{id}/done", (string id, [FromForm] int version, LeadDeeds deeds, LeadReads reads, Sentences text, ICurrentUser who, CancellationToken ct) => On(id, reads, who, l => deeds.Finish(l, version, text, who.Id!.Value, ct), ct));
        write.MapPost("{id}/qualify", Qualify);
        write.MapPost("{id}/edit", Describe);
        app.MapGet(SalesUrls.ExportLeads, Export).RequirePermission(Permissions.ExportData);
        app.MapGroup(SalesUrls.Objections).RequirePermission(Permissions.WriteCustomers).MapPost("new", Object);
    }

    /// <summary>Of a known customer, or of somebody whose name and address are typed: who is known already is found at once.</summary>
    private static async Task<IResult> Capture(HttpContext http, LeadDeeds deeds, IHandValues hands, BoardReads board, ICurrentUser who, Sentences text, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        if (IdText.TryRead<CustomerId>(form["customer"], out var customer))
        {
            if (!board.Seen(who.Id)(customer.Value)) return TypedResults.NotFound();
        }
        else
        {
            HandValue[] values = [.. ((string[])["name", "company", "email", "phone"]).Where(f => !string.IsNullOrWhiteSpace(form[f])).Select(f => new HandValue(default, f, false, form[f].ToString().Trim()))];
            var added = await hands.Add(values, who.Id!.Value, ct);
            if (added.Refusal is not null) return TypedResults.LocalRedirect($"{SalesUrls.NewLead}?{SalesUrls.Refused}=person");
            customer = added.Value;
        }
        var source = int.TryParse(form["source"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return Answer(await deeds.Capture(customer, source, form["interest"], null, who.Id, text, ct, RowFields.Said(form)));
    }

    private static Task<IResult> Qualify(string id, [FromForm] int version, [FromForm] int budget, [FromForm] int need, [FromForm] int decider, [FromForm] int soon, LeadDeeds deeds, LeadReads reads, Sentences text, ICurrentUser who, CancellationToken ct) =>
        On(id, reads, who, l => deeds.Qualify(l, version, new(Of(budget), Of(need), Of(decider), Of(soon)), text["sales.lead.task"], who.Id!.Value, ct), ct);

    private static async Task<IResult> Describe(string id, [FromForm] int version, HttpContext http, LeadDeeds deeds, LeadReads reads, ICurrentUser who, CancellationToken ct)
    {
        var own = RowFields.Said(await http.Request.ReadFormAsync(ct));
        return await On(id, reads, who, l => deeds.Describe(l, version, own, who.Id, ct), ct);
    }

    private static Answer Of(int answer) => Enum.IsDefined((Answer)answer) ? (Answer)answer : KeepLeads.Answer.Unknown;

    private static PushStreamHttpResult Export(HttpContext http, LeadExport export, ICurrentUser who, Sentences text) => TypedResults.Stream(async stream =>
    {
        await using var writer = new StreamWriter(stream, CsvLines.Encoding);
        await export.Write(writer, http.Request.QueryString.Value?.TrimStart('?'), who.Id, text, http.RequestAborted);
    }, "text/csv; charset=utf-8", "leads.csv");

    private static async Task<IResult> Object([FromForm] string? deal, [FromForm] int kind, [FromForm] string? said, [FromForm] string? answer, [FromForm] string? worked, Objections objections, ShowDeals.DealReads deals, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<OpportunityId>(deal, out var of) || await deals.One(of, who.Id, ct) is not { } found || !Enum.IsDefined((ObjectionKind)kind)) return TypedResults.NotFound();
        var done = await objections.Add(new(found.Deal.Customer), of, found.Deal.Facts.Product is { } product ? new(product) : null, (ObjectionKind)kind, said, answer, worked == "yes", who.Id, ct);
        return TypedResults.LocalRedirect(done.Refusal is null ? DeedUrls.Done(SalesUrls.Deal(of), done.Value) : $"{SalesUrls.Deal(of)}?{SalesUrls.Refused}=long");
    }

    private static async Task<IResult> On(string id, LeadReads reads, ICurrentUser who, Func<LeadId, Task<Result<LeadDone>>> deed, CancellationToken ct, string? back = null) =>
        IdText.TryRead<LeadId>(id, out var lead) && await reads.Sees(lead, who.Id, ct) ? Answer(await deed(lead), back) : TypedResults.NotFound();

    private static IResult Answer(Result<LeadDone> done, string? back = null) => done.Refusal switch
    {
        LeadGone => TypedResults.NotFound(),
        { } refusal => TypedResults.LocalRedirect($"{SalesUrls.Leads}?{SalesUrls.Refused}={refusal.Key[(refusal.Key.LastIndexOf('.') + 1)..]}"),
        null when back is not null => TypedResults.LocalRedirect(done.Value!.Set is { } set ? DeedUrls.Done(Urls.Local(back), set) : Urls.Local(back)),
        null => TypedResults.LocalRedirect(done.Value!.Set is { } set ? DeedUrls.Done(SalesUrls.Leads, set) : SalesUrls.Leads),
    };
}
