namespace Patron.Data;

/// <summary>
/// Works off the job table in a server, one job at a time: two cores are better spent on one job and the people who watch it. Beside it runs one of those that only
/// reckon, for they can take a minute.
/// </summary>
internal sealed partial class JobRunner(Jobs jobs, ILogger<JobRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.WhenAll(WorkOff(reckoning: false, stoppingToken), WorkOff(reckoning: true, stoppingToken));

    private async Task WorkOff(bool reckoning, CancellationToken stoppingToken)
    {
        var released = reckoning;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!released) await jobs.ReleaseAbandoned(stoppingToken);
                released = true;
                if (await jobs.Take(stoppingToken, reckoning) is { } job) await jobs.Run(job, null, stoppingToken);
                else await jobs.WaitForWork(reckoning, Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (PassingTrouble.IsOfDatabase(e))
            {
                Unreachable(logger, e);
                await Task.Delay(Poll, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The job table cannot be reached; trying again")]
    private static partial void Unreachable(ILogger logger, Exception e);
}
