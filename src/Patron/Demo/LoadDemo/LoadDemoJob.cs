using Patron.Kernel;

namespace Patron.Demo.LoadDemo;

/// <summary>The demo could not be loaded: a source or a file of it was refused.</summary>
internal sealed record DemoNotLoaded() : Refusal("demo.refused.load");

internal sealed class LoadDemoJob(DemoLoader loader) : IJobHandler
{
    public const string JobKind = "demo-load";

    /// <summary>What is said of each file, in the order of <see cref="DemoCatalogue.Imports"/>.</summary>
    private static readonly string[] Phases = ["demo.phase.accounts", "demo.phase.cards", "demo.phase.newsletter", "demo.phase.orders", "demo.phase.contacts", "demo.phase.tickets", "demo.phase.deals", "demo.phase.tasks"];

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var loaded = await loader.Load(run.By, p => run.Report(Phases[p.File - 1], p.Rows.Rows, p.Rows.Total), ct);
        return loaded.Refusal is null ? null : throw new JobRefusedException(new DemoNotLoaded());
    }
}
