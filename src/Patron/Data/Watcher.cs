namespace Patron.Data;

/// <summary>
/// Looks at something every half minute in a server, and waits while the database cannot be reached. No job of the job table: those wait for each other, and an import of
/// an hour would hold up whatever is looked for.
/// </summary>
internal abstract partial class Watcher(TimeProvider clock, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected abstract Task Look(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception e) when (PassingTrouble.IsOfDatabase(e))
            {
                Unreachable(logger, e);
            }
            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database cannot be reached; trying again")]
    private static partial void Unreachable(ILogger logger, Exception e);
}
