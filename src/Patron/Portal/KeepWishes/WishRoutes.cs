using System.Globalization;
using Patron.Consents.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Portal.AskFor;
using Patron.Portal.HandleRequests;
using Patron.Portal.ShowData;

namespace Patron.Portal.KeepWishes;

/// <summary>The forms of the customers' own pages. The token in the address says who it is; one that is good for nothing leads to the page that says so, whatever is wrong with it.</summary>
internal static class WishRoutes
{
    public static void MapWishes(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup(PortalUrls.Of("{token}")).AllowAnonymousRoute();
        own.MapPost("/wishes", (string token, HttpContext http, CancellationToken ct) => With(http, token, async customer =>
        {
            var form = http.Request.Form;
            await http.RequestServices.GetRequiredService<WishBook>().Save(customer, Set(form["channel"]), Set(form["topic"]), Number(form["most"]), Number(form["pause"]), http.RequestServices.GetRequiredService<Sentences>().Language, ct);
            return TypedResults.LocalRedirect(PortalUrls.Of(token) + "?saved=1");
        }));
        own.MapPost("/stop", (string token, HttpContext http, CancellationToken ct) => With(http, token, async customer =>
        {
            await http.RequestServices.GetRequiredService<WishBook>().Stop(customer, ct);
            return TypedResults.LocalRedirect(PortalUrls.Of(token) + "?stopped=1");
        }));
        own.MapPost("/correct", (string token, HttpContext http, CancellationToken ct) => With(http, token, async customer =>
        {
            var done = await http.RequestServices.GetRequiredService<Corrections>().Send(customer, http.Request.Form, ct);
            return TypedResults.LocalRedirect(PortalUrls.Of(token, "data") + (done.Refusal is { } refusal ? $"?failed={Uri.EscapeDataString(refusal.Key)}" : done.Value ? "?corrected=1" : "?asked=1"));
        }));
        own.MapPost("/erase", (string token, HttpContext http, CancellationToken ct) => With(http, token, async customer =>
            // Asked for with the box ticked, so that no slip erases anybody.
            http.Request.Form["sure"] != "1" ? TypedResults.LocalRedirect(PortalUrls.Of(token, "data"))
            : TypedResults.LocalRedirect(await http.RequestServices.GetRequiredService<RequestBook>().Erase(customer, ct) ? PortalUrls.Lost + "?erased=1" : PortalUrls.Of(token, "data") + "?erasing=1")));
        own.MapGet("/data.html", (string token, HttpContext http, TimeProvider clock, Sentences text, CancellationToken ct) => With(http, token, async customer =>
        {
            var held = http.RequestServices.GetRequiredService<HeldData>();
            var paper = HeldPaper.Write(await held.InWords(customer, ct), await held.Holder(ct), clock.GetUtcNow(), text);
            return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(paper), "text/html; charset=utf-8", "my-data.html");
        }));
        own.MapGet("/data.json", (string token, HttpContext http, TimeProvider clock, CancellationToken ct) => With(http, token, async customer =>
            TypedResults.File(System.Text.Encoding.UTF8.GetBytes(await http.RequestServices.GetRequiredService<HeldData>().Json(customer, clock.GetUtcNow(), ct)), "application/json", "my-data.json")));
    }

    private static async Task<IResult> With(HttpContext http, string token, Func<CustomerId, Task<IResult>> answer) =>
        await http.RequestServices.GetRequiredService<IContactLinks>().Read(token, http.RequestAborted) is { } customer ? await answer(customer) : TypedResults.LocalRedirect(PortalUrls.Lost);

    private static HashSet<string> Set(IEnumerable<string?> values) => [.. values.OfType<string>()];

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
