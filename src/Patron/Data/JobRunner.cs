namespace Patron.Data;

/// <summary>Works off the job table in a server, one job at a time: two cores are better spent on one job and the people who watch it.</summary>
internal sealed partial class JobRunner(Jobs jobs, ILogger<JobRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var released = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!released) await jobs.ReleaseAbandoned(stoppingToken);
                released = true;
                if (await jobs.Take(stoppingToken) is { } job) await jobs.Run(job, null, stoppingToken);
                else await jobs.WaitForWork(Poll, stoppingToken);
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
