using Patron.CustomerBase.Contracts;

namespace Patron.Insights.KeepResults;

/// <summary>
/// In a server: puts the nightly reckoning on the list of jobs, has renewed what an earlier program reckoned in another way, gives what was reckoned before to those who hold it in memory, and sees to it that columns derived from it
/// follow the reckoning day.
/// </summary>
internal sealed partial class InsightWatch(
    InsightReckonings reckonings, IEnumerable<IReckonsInsights> kept, IReckoningDay day, TimeProvider clock, ILogger<InsightWatch> logger) : BackgroundService
{
    /// <summary>A purchase in demo data moves the day, and one sees it within a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await reckonings.EveryNight(cancellationToken);
        await reckonings.Renew(kept, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateOnly? seen = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = day.AsOf;
                if (now != seen)
                {
                    foreach (var reckoning in kept.OrderBy(k => k.Order)) await reckoning.Kept(stoppingToken);
                    seen = now;
                }
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (System.Data.Common.DbException e)
            {
                Behind(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What was reckoned of customers cannot be read; trying again")]
    private static partial void Behind(ILogger logger, Exception e);
}
