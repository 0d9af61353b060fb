using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>Takes messages of one topic. Called at least once for each, perhaps again after a crash: it must know a message id that it has handled.</summary>
public interface IOutboxHandler
{
    string Topic { get; }
    Task Handle(long messageId, string payload, CancellationToken ct);
}

public static class Outbox
{
    /// <summary>Written with the context's next SaveChangesAsync, in the transaction of the change that it follows.</summary>
    public static void Send(this PatronDb db, IdMaker ids, TimeProvider clock, string topic, string payload, DateTimeOffset? due = null) =>
        db.Add(new OutboxMessage { Id = ids.Next<JobId>().Value, Topic = topic, Payload = payload, Due = due ?? clock.GetUtcNow() });
}

/// <summary>Hands messages to their handlers: leased one by one, repeated with growing pauses, set aside as dead letters after the last attempt.</summary>
internal sealed partial class OutboxDelivery(IDbContextFactory<PatronDb> contexts, TimeProvider clock, IServiceProvider services, ILogger<OutboxDelivery> logger)
{
    public const int MaxAttempts = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Delivers what is due now; returns how many messages were taken.</summary>
    public async Task<int> DeliverDue(CancellationToken ct)
    {
        var taken = 0;
        while (await Take(ct) is { } message)
        {
            taken++;
            await Deliver(message, ct);
        }
        return taken;
    }

    private async Task<OutboxMessage?> Take(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var next = await db.Set<OutboxMessage>().AsNoTracking()
            .Where(m => m.DeadAt == null && m.Due <= now && (m.LeasedUntil == null || m.LeasedUntil < now))
            .OrderBy(m => m.Due).ThenBy(m => m.Id).FirstOrDefaultAsync(ct);
        if (next is null) return null;
        var until = now + Lease;
        var won = await db.Set<OutboxMessage>().Where(m => m.Id == next.Id && m.DeadAt == null && (m.LeasedUntil == null || m.LeasedUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LeasedUntil, until).SetProperty(m => m.Attempts, m => m.Attempts + 1), ct);
        next.Attempts++;
        return won == 1 ? next : await Take(ct);
    }

    private async Task Deliver(OutboxMessage message, CancellationToken ct)
    {
        var handler = services.GetServices<IOutboxHandler>().FirstOrDefault(h => h.Topic == message.Topic);
        try
        {
            if (handler is null) throw new InvalidOperationException("No handler for the topic " + message.Topic);
            await handler.Handle(message.Id, message.Payload, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(logger, message.Id, message.Topic, message.Attempts, e);
            await Postpone(message, e.GetType().Name, ct);
            return;
        }
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<OutboxMessage>().Where(m => m.Id == message.Id).ExecuteDeleteAsync(ct);
    }

    private async Task Postpone(OutboxMessage message, string error, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = now + TimeSpan.FromSeconds(Math.Pow(3, message.Attempts));
        DateTimeOffset? dead = message.Attempts >= MaxAttempts ? now : null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<OutboxMessage>().Where(m => m.Id == message.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Due, due).SetProperty(m => m.DeadAt, dead).SetProperty(m => m.Error, error).SetProperty(m => m.LeasedUntil, (DateTimeOffset?)null), ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} of {Topic} failed at attempt {Attempt}")]
    private static partial void Failed(ILogger logger, long message, string topic, int attempt, Exception e);
}

/// <summary>Delivers in a server.</summary>
internal sealed partial class OutboxRunner(OutboxDelivery delivery, TimeProvider clock, ILogger<OutboxRunner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await delivery.DeliverDue(stoppingToken);
            }
            catch (Exception e) when (PassingTrouble.IsOfDatabase(e))
            {
                Unreachable(logger, e);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot be reached; trying again")]
    private static partial void Unreachable(ILogger logger, Exception e);
}
