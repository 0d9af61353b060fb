using Microsoft.Extensions.DependencyInjection.Extensions;
using Patron.Kernel.Texts;
using Patron.Web.SaveViews;
using Patron.Web.ChangeLanguage;
using Patron.Web.Contracts;
using Patron.Web.Deeds;
using Patron.Web.Errors;
using Patron.Web.SearchPalette;

namespace Patron.Web;

/// <summary>The look of every page: frame, components, sentences, guards. It owns no business.</summary>
internal static class WebModule
{
    public const string ThemeCookie = "patron.theme";

    public static IServiceCollection AddPatronWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddExceptionHandler<ErrorCodes>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "patron.form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.TryAddSingleton<Texts>();
        services.TryAddScoped<IShellContext, NobodyShellContext>();
        return services
            .AddScoped(provider => provider.GetRequiredService<Texts>().For(LanguageOf(provider.GetRequiredService<IHttpContextAccessor>().HttpContext)))
            .AddScoped(provider => provider.GetRequiredService<Sentences>().Formats)
            .AddScoped<Fragments>()
            .AddSingleton<SavedViews>()
            .AddSingleton<Deeds.DoneDeeds>()
            .AddSingleton(new Data.DeedKind(SavedViews.Kinds))
            .AddScoped<IPaletteSource, PagesPaletteSource>();
    }

    /// <summary>Headers and error pages: stands first in the pipeline.</summary>
    public static void UsePatronWeb(this IApplicationBuilder app)
    {
        app.UseSecurityHeaders();
        app.UseErrorAnswers();
    }

    /// <summary>The token's check: stands after authentication and authorization.</summary>
    public static void UsePatronForms(this IApplicationBuilder app)
    {
        app.UseAntiforgery();
        app.UseAntiforgeryEverywhere();
    }

    /// <summary>The files that the browser loads, and the language: for everybody.</summary>
    public static void MapPatronWeb(this IEndpointRouteBuilder app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapChangeLanguage().AllowAnonymous();
    }

    /// <summary>What the frame asks for while one works: for who is signed in.</summary>
    public static void MapPatronFrame(this IEndpointRouteBuilder app)
    {
        app.MapSearchPalette();
        app.MapDeeds();
        app.MapViews();
    }

    private static Language LanguageOf(HttpContext? http) => Language.Choose(http?.Request.Cookies[ChangeLanguage.ChangeLanguage.Cookie], http?.Request.Headers.AcceptLanguage);
}
