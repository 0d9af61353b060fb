using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Patron.Tests.Access;

/// <summary>Has the program take every request for one over https, as behind a proxy that speaks it.</summary>
internal sealed class Https : IStartupFilter
{
    public static void Pretend(IServiceCollection services) => services.AddSingleton<IStartupFilter, Https>();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, then) =>
        {
            http.Request.Scheme = "https";
            return then(http);
        });
        next(app);
    };
}
