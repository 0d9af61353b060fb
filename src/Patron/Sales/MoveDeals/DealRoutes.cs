using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.ShowBoard;
using Patron.Sales.ShowDeals;
using Patron.Web;

namespace Patron.Sales.MoveDeals;

/// <summary>A deal's fields as a form sends them.</summary>
internal sealed record DealForm(string? Name, string? Amount, string? Expected, string? Committed, string? Owner, string? Product, string? Competitors, string? Next, string? Due, IReadOnlyDictionary<string, string?>? Own)
{
    /// <summary>Null where the amount is none.</summary>
    public DealEdit? Read()
    {
        if (!AmountOf(Amount, out var amount)) return null;
        return new(Name, amount, DayOf(Expected), Committed == "yes", IdText.TryRead<UserId>(Owner, out var owner) ? owner : null,
            IdText.TryRead<ProductId>(Product, out var product) ? product : null, Competitors, new(Next, DayOf(Due))) { Own = Own };
    }

    public static bool AmountOf(string? text, out long? micros)
    {
        micros = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units) || units > Most) return false;
        micros = Micros.From(units);
        return true;
    }

    public static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private const decimal Most = 1_000_000_000_000m;
}

/// <summary>The deeds of deals: each ends where it was begun, with its Undo or with the reason why not.</summary>
internal static class DealRoutes
{
    public static void MapDeals(this IEndpointRouteBuilder app)
    {
        app.MapGet(SalesUrls.Column, IResult () => new RazorComponentResult<MoreCards>()).RequirePermission(Permissions.ReadCustomers);
        app.MapGet(SalesUrls.Export, Export).RequirePermission(Permissions.ExportData);
        var write = app.MapGroup(SalesUrls.List).RequirePermission(Permissions.WriteCustomers);
        write.MapPost("new", Open);
        write.MapPost("{id}/move", Move);
        write.MapPost("{id}/win", Win);
        write.MapPost("{id}/lose", Lose);
        write.MapPost("{id}/reopen", Reopen);
        write.MapPost("{id}/edit", Edit);
        write.MapPost("undo/{set}", Undo);
    }

    private static PushStreamHttpResult Export(HttpContext http, DealExport export, ICurrentUser who, Kernel.Texts.Sentences text) => TypedResults.Stream(async stream =>
    {
        await using var writer = new StreamWriter(stream, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await export.Write(writer, http.Request.QueryString.Value?.TrimStart('?'), who.Id, text, http.RequestAborted);
    }, "text/csv; charset=utf-8", "deals.csv");

    private static async Task<IResult> Open([FromForm] string? customer, [FromForm] int? pipeline, [FromForm] int? stage, [FromForm] string? currency, HttpContext http, DealDeeds deeds, BoardReads reads, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(customer, out var of) || !reads.Seen(who.Id)(of.Value)) return TypedResults.NotFound();
        var form = await FormOf(http);
        var back = $"{SalesUrls.New}?customer={of}";
        if (form.Read() is not { } edit) return Refuse(back, new AmountWrong());
        var done = await deeds.Open(of, pipeline, stage, Currencies.IsCode(currency) ? currency : null, edit, who.Id, ct);
        return done.Refusal is { } refusal ? Refuse(back, refusal) : Go(SalesUrls.Deal(done.Value!.Deal), done.Value);
    }

    private static Task<IResult> Move(string id, [FromForm] int version, [FromForm] int stage, [FromForm] string? next, [FromForm] string? due, [FromForm] string? back, DealDeeds deeds, DealReads reads, ICurrentUser who, CancellationToken ct) =>
        On(id, back, reads, who, d => deeds.Move(d, version, stage, new(next, DealForm.DayOf(due)), who.Id, ct), ct);

    private static Task<IResult> Win(string id, [FromForm] int version, [FromForm] string? amount, [FromForm] string? day, [FromForm] string? reason, [FromForm] string? back, DealDeeds deeds, DealReads reads, ICurrentUser who, CancellationToken ct) =>
        On(id, back, reads, who, async d => DealForm.AmountOf(amount, out var micros) ? await deeds.Win(d, version, micros, DealForm.DayOf(day), ReasonOf(reason), who.Id, ct) : new AmountWrong(), ct);

    private static Task<IResult> Lose(string id, [FromForm] int version, [FromForm] string? day, [FromForm] string? reason, [FromForm] string? competitors, [FromForm] string? back, DealDeeds deeds, DealReads reads, ICurrentUser who, CancellationToken ct) =>
        On(id, back, reads, who, d => deeds.Lose(d, version, DealForm.DayOf(day), ReasonOf(reason), competitors, who.Id, ct), ct);

    private static Task<IResult> Reopen(string id, [FromForm] int version, [FromForm] string? next, [FromForm] string? due, [FromForm] string? back, DealDeeds deeds, DealReads reads, ICurrentUser who, CancellationToken ct) =>
        On(id, back, reads, who, d => deeds.Reopen(d, version, new(next, DealForm.DayOf(due)), who.Id, ct), ct);

    private static async Task<IResult> Edit(string id, [FromForm] int version, HttpContext http, DealDeeds deeds, DealReads reads, ICurrentUser who, CancellationToken ct)
    {
        var form = await FormOf(http);
        return await On(id, null, reads, who, async d => form.Read() is { } edit ? await deeds.Edit(d, version, edit, who.Id, ct) : new AmountWrong(), ct);
    }

    private static async Task<IResult> Undo(string set, DeedUndo undo, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<ChangeSetId>(set, out var change)) return TypedResults.NotFound();
        var undone = await undo.Undo(change, who.Id, ct);
        return undone.Refusal is NoSuchDeed ? TypedResults.NotFound() : undone.Refusal is DeedChangedSince ? Refuse(SalesUrls.Board, new DealChangedMeanwhile()) : TypedResults.LocalRedirect(SalesUrls.Board);
    }

    /// <summary>A deal of a customer whom the user does not see is none for him.</summary>
    private static async Task<IResult> On(string id, string? back, DealReads reads, ICurrentUser who, Func<OpportunityId, Task<Result<DealDone>>> deed, CancellationToken ct)
    {
        if (!IdText.TryRead<OpportunityId>(id, out var deal) || await reads.CustomerOf(deal, who.Id, ct) is null) return TypedResults.NotFound();
        var to = back is null ? SalesUrls.Deal(deal) : Urls.Local(back);
        var done = await deed(deal);
        return done.Refusal is DealGone ? TypedResults.NotFound() : done.Refusal is { } refusal ? Refuse(to, refusal) : Go(to, done.Value!);
    }

    private static async Task<DealForm> FormOf(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new(form["name"], form["amount"], form["expected"], form["committed"], form["owner"], form["product"], form["competitors"], form["next"], form["due"], RowFields.Said(form));
    }

    private static ReasonId? ReasonOf(string? text) => IdText.TryRead<ReasonId>(text, out var reason) ? reason : null;

    private static RedirectHttpResult Go(string to, DealDone done) => TypedResults.LocalRedirect(done.Set is { } set ? With(to, SalesUrls.Done, set.ToString()) : to);

    private static RedirectHttpResult Refuse(string to, Refusal why) => TypedResults.LocalRedirect(With(to, SalesUrls.Refused, why is RowValueUnfit ? "unfit" : why.Key["sales.refused.".Length..]));

    private static string With(string to, string name, string value) => $"{to}{(to.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={value}";
}
