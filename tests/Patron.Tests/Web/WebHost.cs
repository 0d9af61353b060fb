using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patron.Web;
using Patron.Web.ChangeLanguage;
using Patron.Web.Contracts;

namespace Patron.Tests.Web;

/// <summary>The frame alone, with a few routes of a test's own.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebHost(WebApplication app) => this.app = app;

    public static async Task<WebHost> Start(Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddPatronWeb();
        builder.Services.AddSingleton(new NavigationItem("web.language", "/elsewhere", "home", 0, 0, true));
        var app = builder.Build();
        app.UsePatronWeb();
        app.UseRouting();
        app.UsePatronForms();
        app.MapChangeLanguage();
        app.MapPatronFrame();
        app.MapRazorComponents<App>();
        map(app);
        await app.StartAsync();
        return new(app);
    }

    public HttpClient Client() => app.GetTestClient();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
