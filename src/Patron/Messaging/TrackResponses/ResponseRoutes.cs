using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reasons.Contracts;

namespace Patron.Messaging.TrackResponses;

/// <summary>
/// Where links in messages lead. The signed address is all that is asked for: whoever has the message may answer it. A GET never does anything but look, since machines follow links;
/// an answer and a withdrawal are POSTs, the latter as RFC 8058 wants it.
/// </summary>
internal static class ResponseRoutes
{
    // A transparent image of one point.
    private static readonly byte[] Point = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static void MapResponses(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/t/{token}", [HttpMethods.Get, HttpMethods.Head], [NoCookies] (string token, HttpContext http, SignedLinks links, TrackedLinks tracked, ResponseBook book, CancellationToken ct) =>
            token.EndsWith(".gif", StringComparison.Ordinal) ? Open(token[..^4], http, links, book, ct) : Click(token, http, links, tracked, book, ct)).AllowAnonymousRoute();
        app.MapGet("/u/{token}", [NoCookies] async (string token, SignedLinks links, ResponseBook book, ICustomerReads customers, Texts texts, Sentences own, CancellationToken ct) =>
            Unsubscribe(await Answer(token, LinkUse.Unsubscribe, links, book, customers, texts, own, ct), done: false, own)).AllowAnonymousRoute();
        app.MapPost("/u/{token}", [NoCookies] async (string token, SignedLinks links, ResponseBook book, ICustomerReads customers, Texts texts, Sentences own, CancellationToken ct) =>
        {
            var answer = await Answer(token, LinkUse.Unsubscribe, links, book, customers, texts, own, ct);
            if (answer is not null) await book.Unsubscribed(answer.Message, ct);
            return Unsubscribe(answer, done: true, own);
        }).AllowAnonymousRoute();
        app.MapGet("/r/{token}", [NoCookies] async (string token, string? want, SignedLinks links, ResponseBook book, ResponseOffers offers, ICustomerReads customers, Texts texts, Sentences own, CancellationToken ct) =>
            await Respond(await Answer(token, LinkUse.Respond, links, book, customers, texts, own, ct), Read(want), done: null, null, offers, own, ct)).AllowAnonymousRoute();
        app.MapPost("/r/{token}", [NoCookies] async (string token, HttpRequest request, SignedLinks links, ResponseBook book, ResponseOffers offers, ICustomerReads customers, Texts texts, Sentences own, CancellationToken ct) =>
        {
            var answer = await Answer(token, LinkUse.Respond, links, book, customers, texts, own, ct);
            var form = request.HasFormContentType ? await request.ReadFormAsync(ct) : FormCollection.Empty;
            if (answer is null || Read(form["want"]) is not { } want) return await Respond(answer, null, null, null, offers, own, ct);
            var why = want == Wish.Decline && IdText.TryRead<ReasonId>(form["reason"], out var reason) ? (await offers.Reasons(ct)).FirstOrDefault(r => r.Id == reason) : null;
            var time = want == Wish.Call ? CallTimes.Chosen(await offers.Times(ct), form["when"]) : null;
            await book.Answered(answer.Message, want, why, time?.Due, ct);
            return await Respond(answer, null, want, time, offers, own, ct);
        }).AllowAnonymousRoute();
    }

    private static async Task<IResult> Click(string token, HttpContext http, SignedLinks links, TrackedLinks tracked, ResponseBook book, CancellationToken ct)
    {
        if (await links.Read(token, LinkUse.Click, ct) is not { } link || await tracked.Url(link.Number, ct) is not { } url) return TypedResults.NotFound();
        if (await book.Find(link.Message, ct) is { } message) await book.Clicked(message, url, http.Request.Method, http.Request.Headers.UserAgent, ct);
        // The address stood in a message of ours; nobody else can have a token for it.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(url);
    }

    private static async Task<IResult> Open(string token, HttpContext http, SignedLinks links, ResponseBook book, CancellationToken ct)
    {
        if (await links.Read(token, LinkUse.Open, ct) is { } link && await book.Find(link.Message, ct) is { } message) await book.Opened(message, http.Request.Method, http.Request.Headers.UserAgent, ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(Point, "image/gif");
    }

    private static async Task<Answering?> Answer(string token, LinkUse use, SignedLinks links, ResponseBook book, ICustomerReads customers, Texts texts, Sentences own, CancellationToken ct)
    {
        if (await links.Read(token, use, ct) is not { } link || await book.Find(link.Message, ct) is not { } message) return null;
        var card = (await customers.Find([message.Customer], ct)).GetValueOrDefault(message.Customer);
        // In the language in which we write to the customer, else in the browser's.
        return new(token, message, card?.Golden.Language is { } language ? texts.For(Language.Choose(null, language)) : own);
    }

    private static Wish? Read(string? want) => want switch { "order" => Wish.Order, "call" => Wish.Call, "decline" => Wish.Decline, _ => null };

    private static IResult Unsubscribe(Answering? answer, bool done, Sentences own) => answer is null
        ? new RazorComponentResult<LinkGonePage>(new { Text = own }) { StatusCode = StatusCodes.Status404NotFound }
        : new RazorComponentResult<UnsubscribePage>(new { answer.Token, answer.Text, Done = done });

    private static async Task<IResult> Respond(Answering? answer, Wish? want, Wish? done, CallTime? promised, ResponseOffers offers, Sentences own, CancellationToken ct) => answer is null
        ? new RazorComponentResult<LinkGonePage>(new { Text = own }) { StatusCode = StatusCodes.Status404NotFound }
        : new RazorComponentResult<RespondPage>(new { answer.Token, answer.Text, Want = want, Done = done, Promised = promised, Reasons = await offers.Reasons(ct), Times = await offers.Times(ct) });

    private sealed record Answering(string Token, AnsweredMessage Message, Sentences Text);
}
