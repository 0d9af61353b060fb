using Patron.CustomerBase.Contracts;

namespace Patron.Segments.KeepMembers;

/// <summary>In a server: looks after the segments five times a second.</summary>
internal sealed partial class MemberFollower(MemberKeeper keeper, MoveWriter moves, MemberSets kept, ICustomerBase customers, TimeProvider clock, ILogger<MemberFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200), Longer = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (customers.Position >= 0)
                {
                    await keeper.Look(stoppingToken);
                    if (kept.Now is { } state) await moves.Keep(state, all: false, stoppingToken);
                }
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (System.Data.Common.DbException e)
            {
                // The database is away: whoever asks meanwhile asks the base itself.
                Behind(logger, e);
                await Task.Delay(Longer, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Segments are not kept up at present")]
    private static partial void Behind(ILogger logger, Exception e);
}
