using System.CommandLine;
using Patron.Data;
using Patron.Demo.LoadDemo;

namespace Patron.Demo;

/// <summary>The room's door: demo data, how it comes and goes.</summary>
internal static class DemoModule
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services.AddSingleton<DemoLoader>();

    /// <summary>For ./patron demo --reset, before the database is opened.</summary>
    public static Task<string?> Reset(DataLocation location, TimeProvider clock, CancellationToken ct) => DemoCommand.Reset(location, clock, ct);

    /// <summary>For ./patron demo, between the migration and the serving.</summary>
    public static Task<int> BeforeServing(IServiceProvider services, ParseResult parsed, TextWriter output, bool live, CancellationToken ct) =>
        DemoCommand.BeforeServing(services, parsed, output, live, ct);
}
