using Patron.Kernel;

namespace Patron.Demo.LoadDemo;

/// <summary>The demo could not be loaded: a source or a file of it was refused.</summary>
internal sealed record DemoNotLoaded() : Refusal("demo.refused.load");

internal sealed class LoadDemoJob(DemoLoader loader) : IJobHandler
{
    public const string JobKind = "demo-load";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var loaded = await loader.Load(run.By, p => run.Report(p.Phase, p.Rows.Rows, p.Rows.Total), ct);
        return loaded.Refusal is null ? null : throw new JobRefusedException(new DemoNotLoaded());
    }
}
