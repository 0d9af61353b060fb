using System.Globalization;
using Patron.Access.Contracts;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Consents.EditPolicy;

/// <summary>The forms of the page of the contact policy.</summary>
internal static class PolicyRoutes
{
    public static string Rule(string key) => $"{Urls.ContactPolicy}?rule={Uri.EscapeDataString(key)}";

    public static void MapPolicy(this IEndpointRouteBuilder app)
    {
        var policy = app.MapGroup(Urls.ContactPolicy).RequirePermission(Permissions.ManageSettings);
        policy.MapPost("/limits", (HttpContext http, PolicyDeeds deeds, ICurrentUser who, CancellationToken ct) => Limits(http, deeds, who, ct));
        policy.MapPost("/topics", async (HttpContext http, PolicyDeeds deeds, ICurrentUser who, CancellationToken ct) => Answer(await deeds.Topics(http.Request.Form["topics"], who.Id, ct), Urls.ContactPolicy));
        policy.MapPost("/rule", (HttpContext http, PolicyDeeds deeds, ICurrentUser who, CancellationToken ct) => SetRule(http, deeds, who, ct));
        policy.MapPost("/rule/remove", async (HttpContext http, PolicyDeeds deeds, ICurrentUser who, CancellationToken ct) => Answer(await deeds.Remove(http.Request.Form["key"].ToString(), who.Id, ct), Urls.ContactPolicy));
    }

    /// <summary>Back to the page, with Undo or with what was wrong.</summary>
    public static IResult Answer(Result<ChangeSetId?> done, string back) => TypedResults.LocalRedirect(
        done.Refusal is { } refusal ? DeedUrls.With(back, DeedUrls.Failed, refusal.Key) : done.Value is { } set ? DeedUrls.Done(back, set) : back);

    private static async Task<IResult> Limits(HttpContext http, PolicyDeeds deeds, ICurrentUser who, CancellationToken ct)
    {
        var (form, caps) = (http.Request.Form, new List<ContactCap>());
        foreach (var channel in ContactChannels.All.Prepend(""))
        {
            // An empty number is no cap.
            if (Number(form[$"most-{channel}"]) is not { } most) continue;
            caps.Add(new(channel.Length == 0 ? null : channel, most, Number(form[$"days-{channel}"]) ?? 0));
        }
        return Answer(await deeds.Limits(caps, Number(form["hours"]) ?? 0, form["household"] == "1", who.Id, ct), Urls.ContactPolicy);
    }

    private static async Task<IResult> SetRule(HttpContext http, PolicyDeeds deeds, ICurrentUser who, CancellationToken ct)
    {
        var form = http.Request.Form;
        var rule = new CountryRule(
            form["key"].ToString().Trim(), [.. Words(form["countries"]).Select(c => c.ToUpperInvariant())], [.. form["optin"].OfType<string>().Where(ContactChannels.All.Contains)],
            Minutes(form["from"]), Minutes(form["to"]), [.. form["quiet"].OfType<string>().Where(ContactChannels.All.Contains)], form["night"] == "1",
            [.. form["days"].Select(d => Enum.TryParse<DayOfWeek>(d, out var day) ? day : (DayOfWeek?)null).OfType<DayOfWeek>()], [.. Words(form["holidays"])],
            form["mark"].ToString().TrimStart(), form["address"] == "1", form["oneclick"] == "1", form["zone"].ToString().Trim() is { Length: > 0 } zone ? zone : null, form["law"].ToString().Trim());
        var done = await deeds.Rule(rule, who.Id, ct);
        return Answer(done, done.Refusal is null ? Urls.ContactPolicy : Rule(rule.Key));
    }

    private static string[] Words(string? text) => (text ?? "").Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>An empty number is none; what is no number is one that no rule allows.</summary>
    private static int? Number(string? text) => string.IsNullOrWhiteSpace(text) ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static int Minutes(string? text) => string.IsNullOrWhiteSpace(text) ? 0 : TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time.Hour * 60 + time.Minute : -1;
}
