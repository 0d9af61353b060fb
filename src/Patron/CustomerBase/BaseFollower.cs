using Patron.CustomerBase.Contracts;

namespace Patron.CustomerBase;

/// <summary>In a server: the base is loaded before the first request is answered, then follows the feed five times a second.</summary>
internal sealed partial class BaseFollower(ICustomerBase customerBase, IEnumerable<IReadiesNumbers> rooms, TimeProvider clock, ILogger<BaseFollower> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource stopping = new();
    private Task following = Task.CompletedTask;
    private Task preparing = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await customerBase.CatchUp(cancellationToken);
        following = Task.Run(() => Follow(stopping.Token), CancellationToken.None);
        // The first pages' numbers, then the words for mistyped searches: beside the first requests, not before them.
        preparing = Task.Run(Prepare, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(following, preparing).WaitAsync(cancellationToken);
    }

    public void Dispose() => stopping.Dispose();

    private void Prepare()
    {
        try
        {
            foreach (var room in rooms)
                if (!stopping.IsCancellationRequested) room.Ready();
        }
        catch (System.Data.Common.DbException e)
        {
            // Whoever asks first will wait for the numbers, or learn what is the matter.
            Behind(logger, customerBase.Position, e);
        }
        if (!stopping.IsCancellationRequested) customerBase.Current.SearchIndex.Prepare();
    }

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
