using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Portal.Guard;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Portal.SignUp;

internal sealed record FormRefused() : Refusal("portal.forms.refused");

/// <summary>Forms to sign up by, and the mail that they send. A form on another site can hold no token of ours, so its answer takes no cookie; what it does is to send one mail.</summary>
internal static class SignUpRoutes
{
    /// <summary>A field that people do not see: who fills it in is a program.</summary>
    public const string Trap = "website";
    private const int LongestEmail = 200, LongestName = 100, MostForms = 30;

    public static void MapSignUp(this IEndpointRouteBuilder app)
    {
        app.MapPost(PortalUrls.SendForm("{key}"), [NoCookies] (string key, HttpContext http, CancellationToken ct) => SignUp(key, http, ct)).AllowAnonymousRoute().DisableAntiforgery();
        app.MapPost(PortalUrls.Confirm + "/{token}/yes", async (string token, SignUps signUps, CancellationToken ct) =>
            TypedResults.LocalRedirect(signUps.Read(token) is { } said && await signUps.Confirm(said, ct) ? PortalUrls.Confirm + "?done=1" : PortalUrls.Confirm)).AllowAnonymousRoute();
        app.MapPost(PortalUrls.NewLink, async ([FromForm] string? email, HttpContext http, PortalGuard guard, SignUps signUps, Sentences text, CancellationToken ct) =>
        {
            if (IsEmail(email) && guard.MayMail(http, email!)) await signUps.SendLink(email!.Trim(), text.Language, ct);
            return TypedResults.LocalRedirect(PortalUrls.Lost + "?sent=1");
        }).AllowAnonymousRoute();
        var settings = app.MapGroup(Urls.ConsentForms).RequirePermission(Permissions.ManageSettings);
        settings.MapPost("/add", ([FromForm] string? key, [FromForm] string? name, [FromForm] string? purpose, SettingDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Change(deeds, forms => key is { Length: > 0 and <= 40 } && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && name?.Trim() is { Length: > 0 and <= LongestName } called
                && purpose is { Length: > 0 and <= 40 } && forms.All.Count < MostForms && forms.All.All(f => f.Key != key) ? new SignUpForms([.. forms.All, new(key, called, purpose)]) : new FormRefused(), who, ct));
        settings.MapPost("/remove", ([FromForm] string? key, SettingDeeds deeds, ICurrentUser who, CancellationToken ct) => Change(deeds, forms => new SignUpForms([.. forms.All.Where(f => f.Key != key)]), who, ct));
        settings.MapPost("/portal", async ([FromForm] string? erase, [FromForm] string? correct, SettingDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            Answer(await deeds.Change(PortalSettings.Key, PortalModule.Kinds + "settings", PortalSettings.Default, _ => new PortalSettings(erase == "1", correct == "1"), who.Id, ct)));
    }

    /// <summary>Every answer is the same: whether the address is known, wrong, or had too many mails, nobody learns.</summary>
    private static async Task<IResult> SignUp(string key, HttpContext http, CancellationToken ct)
    {
        var (signUps, guard, text) = (http.RequestServices.GetRequiredService<SignUps>(), http.RequestServices.GetRequiredService<PortalGuard>(), http.RequestServices.GetRequiredService<Sentences>());
        if (!http.Request.HasFormContentType || await signUps.Form(key, ct) is not { } form) return TypedResults.NotFound();
        var said = await http.Request.ReadFormAsync(ct);
        var (email, name) = (said["email"].ToString().Trim(), said["name"].ToString().Trim());
        var language = Language.Find(said["language"]) ?? text.Language;
        if (said[Trap].ToString().Length == 0 && IsEmail(email) && name.Length <= LongestName && guard.MayMail(http, email)) await signUps.Begin(form, email, name.Length > 0 ? name : null, language, ct);
        return TypedResults.LocalRedirect(PortalUrls.Form(key) + "?sent=1");
    }

    private static bool IsEmail(string? text) => text?.Trim() is { Length: > 0 and <= LongestEmail } email && System.Net.Mail.MailAddress.TryCreate(email, out var read) && read.Address == email && email.Contains('.', StringComparison.Ordinal);

    private static async Task<IResult> Change(SettingDeeds deeds, Func<SignUpForms, Result<SignUpForms>> change, ICurrentUser who, CancellationToken ct) =>
        Answer(await deeds.Change(SignUpForms.Key, PortalModule.Kinds + "forms", SignUpForms.None, change, who.Id, ct));

    private static Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult Answer(Result<ChangeSetId?> done) => TypedResults.LocalRedirect(
        done.Refusal is { } refusal ? DeedUrls.With(Urls.ConsentForms, DeedUrls.Failed, refusal.Key) : done.Value is { } set ? DeedUrls.Done(Urls.ConsentForms, set) : Urls.ConsentForms);
}
