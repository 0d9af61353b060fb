using Patron.Kernel;

namespace Patron.Demo.RemoveDemo;

internal sealed class RemoveDemoJob(DemoRemover remover) : IJobHandler
{
    public const string JobKind = "demo-remove";

    private const string Phase = "demo.phase.removing";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        await remover.Remove(p => run.Report(Phase, p.Done, p.Steps), ct);
        return null;
    }
}
