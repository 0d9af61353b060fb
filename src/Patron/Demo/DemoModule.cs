using Patron.Demo.LoadDemo;

namespace Patron.Demo;

/// <summary>The room's door: demo data, how it comes and goes.</summary>
internal static class DemoModule
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services.AddSingleton<DemoLoader>();
}
