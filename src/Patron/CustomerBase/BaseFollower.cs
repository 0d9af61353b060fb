using Patron.CustomerBase.Contracts;

namespace Patron.CustomerBase;

/// <summary>In a server: the base is loaded before the first request is answered, then follows the feed five times a second.</summary>
internal sealed partial class BaseFollower(ICustomerBase customerBase, TimeProvider clock, ILogger<BaseFollower> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource stopping = new();
    private Task following = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await customerBase.CatchUp(cancellationToken);
        following = Task.Run(() => Follow(stopping.Token), CancellationToken.None);
        // The words for mistyped searches are gathered beside the first requests, not before them.
        _ = Task.Run(() => customerBase.Current.SearchIndex.Prepare(), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await following.WaitAsync(cancellationToken);
    }

    public void Dispose() => stopping.Dispose();

    private async Task Follow(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await customerBase.CatchUp(ct);
                await Task.Delay(Pause, clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (System.Data.Common.DbException e)
            {
                Behind(logger, customerBase.Position, e);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The customer base stands at {Position}: the database cannot be read; trying again")]
    private static partial void Behind(ILogger logger, long position, Exception e);
}
