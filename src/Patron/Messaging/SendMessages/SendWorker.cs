using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;

namespace Patron.Messaging.SendMessages;

/// <summary>
/// Sends what is due, a batch at a time: claims it, gives it words, asks the contact policy, records that it was handed off, gives it to its channel and records what came of it.
/// Whatever the moment at which it dies, a message was either not handed off, and waits again, or was, and is never sent a second time by itself.
/// </summary>
internal sealed class SendWorker(SendQueue queue, Wording wording, IEnumerable<IChannel> channels, IContactPolicy policy, SendPace pace, TimeProvider clock)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(1), NotSetUp = TimeSpan.FromMinutes(15);

    /// <summary>One batch of every sending and channel that has something due; returns how many messages were taken.</summary>
    public async Task<int> Pass(CancellationToken ct)
    {
        await queue.Reap(ct);
        var ready = new List<IChannel>();
        foreach (var channel in channels)
            if (await channel.IsReady(ct)) ready.Add(channel);
        var taken = 0;
        foreach (var (sending, source, name) in await queue.Ready([.. ready.Select(c => c.Name)], ct))
            taken += await Send(sending, source, ready.First(c => c.Name == name), ct);
        return taken;
    }

    private async Task<int> Send(long sending, SendingSource source, IChannel channel, CancellationToken ct)
    {
        var (claim, claimed) = await queue.Claim(sending, source, channel.Name, ct);
        if (claimed.Count == 0) return 0;
        var batch = new Batch(sending, channel, claim, claimed);
        var worded = await wording.Word(claimed, ct);
        var handed = await HandOff(batch, worded, ct);
        if (handed.Count == 0 || channel is not IWireChannel wire) return claimed.Count;
        var fates = new Delivery[handed.Count];
        using (var late = new CancellationTokenSource(pace.Begin, clock))
        using (var begin = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token))
            await wire.Deliver(handed, fates, begin.Token);
        await Record(claim, handed, fates, ct);
        return claimed.Count;
    }

    /// <summary>What is known is written down, even while the program ends, and once more when the database was away: nobody else knows it.</summary>
    private async Task Record(long claim, IReadOnlyList<Outgoing> handed, IReadOnlyList<Delivery> fates, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await queue.Record(claim, handed, fates, CancellationToken.None);
                return;
            }
            catch (Exception e) when (PassingTrouble.IsOfDatabase(e) && !ct.IsCancellationRequested)
            {
                await Task.Delay(Away, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>One transaction: who may be contacted now, what becomes of the others, and the record that the rest is handed off.</summary>
    private async Task<IReadOnlyList<Outgoing>> HandOff(Batch batch, IReadOnlyList<Worded> worded, CancellationToken ct)
    {
        await using var session = await queue.BeginHandOff(ct);
        var (state, held) = await queue.Held(session, batch.Sending, batch.Channel.Name, batch.Claim, ct);
        Worded[] mine = [.. worded.Where(w => held.Contains(w.Message.Id))];
        if (state != SendingState.Runs)
        {
            if (state == SendingState.Stopped) await queue.End(session, batch.Claim, held, MessageState.Suppressed, MessageBook.Stopped, ct);
            else await queue.Release(session, batch.Claim, held, null, ct);
            await session.Commit(ct);
            return [];
        }
        var seconds = await SendQueue.SecondOnes(session, batch.Sending, batch.Messages, ct);
        await queue.End(session, batch.Claim, mine.Where(w => seconds.Contains(w.Message.Id)).Select(w => w.Message.Id), MessageState.Suppressed, MessageBook.Merged, ct);
        foreach (var failed in mine.Where(w => w.Fault is not null && !seconds.Contains(w.Message.Id)).GroupBy(w => w.Fault))
            await queue.End(session, batch.Claim, failed.Select(w => w.Message.Id), MessageState.Failed, failed.Key, ct);

        await queue.Release(session, batch.Claim, mine.Where(w => w.Waits && !seconds.Contains(w.Message.Id)).Select(w => w.Message.Id), clock.GetUtcNow() + NotSetUp, ct);

        // Of two to one person the second waits for the next batch: the policy then knows of the first.
        var persons = new HashSet<CustomerId>();
        Outgoing[] sound = [.. mine.Where(w => w.Ready is not null && !seconds.Contains(w.Message.Id)).Select(w => w.Ready!)];
        Outgoing[] asked = [.. sound.Where(o => persons.Add(o.Message.Customer))];
        await queue.Release(session, batch.Claim, sound.Except(asked).Select(o => o.Message.Id), null, ct);
        var asks = await batch.Channel.Asks(ct);
        var handed = await Judge(session, batch, asks, asked, ct);
        await queue.HandOff(session, handed, ct);
        var now = clock.GetUtcNow();
        if (asks.ByUs) await policy.Made(session, [.. handed.Where(o => !o.Message.Counted).Select(o => Wish(o.Message))], now, ct);
        if (batch.Channel is IDeskChannel desk && handed.Count > 0) await queue.Record(session, batch.Claim, handed, await desk.Place(session, handed, ct), ct);
        await session.Commit(ct);
        return handed;
    }

    private async Task<IReadOnlyList<Outgoing>> Judge(BulkSession session, Batch batch, AskedOf asks, Outgoing[] asked, CancellationToken ct)
    {
        if (asked.Length == 0) return [];
        var now = clock.GetUtcNow();
        var verdicts = asks.ByUs ? await policy.Judge(session, [.. asked.Select(o => Wish(o.Message))], now, ct) : await LaterContacts.Judge(policy, session, asks.Channel, [.. asked.Select(o => o.Message)], now, ct);
        var judged = asked.Zip(verdicts).Select(pair => (Out: pair.First, Verdict: Own(pair.First.Message, pair.Second))).ToList();
        foreach (var (barrier, some) in judged.Where(j => j.Verdict.Barrier != ContactBarrier.None && j.Verdict.NotBefore is null).GroupBy(j => j.Verdict.Barrier).Select(g => (g.Key, g)))
            await queue.End(session, batch.Claim, some.Select(j => j.Out.Message.Id), MessageState.Suppressed, Word(barrier), ct);
        foreach (var (later, some) in judged.Where(j => j.Verdict is { Barrier: not ContactBarrier.None, NotBefore: not null }).GroupBy(j => j.Verdict.NotBefore!.Value).Select(g => (g.Key, g)))
            await queue.Release(session, batch.Claim, some.Select(j => j.Out.Message.Id), later > now ? later : now.AddMinutes(1), ct);
        return [.. judged.Where(j => j.Verdict.Barrier == ContactBarrier.None).Select(j => j.Out)];
    }

    /// <summary>A message that is tried again was counted at its first attempt: its own contact bars it not.</summary>
    private static ContactVerdict Own(ClaimedMessage message, ContactVerdict verdict) =>
        message.Counted && verdict.Barrier is ContactBarrier.Cap or ContactBarrier.TooSoon ? default : verdict;

    /// <summary>How a barrier stands in <see cref="SendingCounts.Suppressed"/>.</summary>
    internal static string Word(ContactBarrier barrier) => barrier.ToString().ToLowerInvariant();

    private static ContactWish Wish(ClaimedMessage message) => new(message.Customer, message.Channel, message.Purpose, message.Topic, message.Worth);

    private sealed record Batch(long Sending, IChannel Channel, long Claim, IReadOnlyList<ClaimedMessage> Messages);
}

/// <summary>A message with its words, or why it has none.</summary>
internal sealed record Worded(ClaimedMessage Message, Outgoing? Ready, string? Fault)
{
    /// <summary>It may not leave before something is set up that the rule of its country wants: neither fault nor words.</summary>
    public bool Waits { get; init; }
}

/// <summary>Sends in a server, by a few workers: while one waits for the mail server another gives words to the next batch.</summary>
internal sealed partial class MessageSender(SendWorker worker, TimeProvider clock, ILogger<MessageSender> logger) : BackgroundService
{
    internal const int Workers = 2;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkOff(stoppingToken)));

    private async Task WorkOff(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await worker.Pass(ct) == 0) await Task.Delay(Idle, clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (PassingTrouble.IsOfDatabase(e))
            {
                // What was claimed or handed off keeps its lease; it is taken up again when that lapses.
                Unreachable(logger, e);
                await Task.Delay(Idle, clock, ct);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The queue of messages cannot be reached; trying again")]
    private static partial void Unreachable(ILogger logger, Exception e);
}
