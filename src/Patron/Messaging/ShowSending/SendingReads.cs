using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;

namespace Patron.Messaging.ShowSending;

/// <summary>A message of a list.</summary>
/// <param name="Stopped">What it was to be sent for is over.</param>
internal sealed record ListedMessage(CustomerId Customer, MessageId Id, string Channel, string SourceKind, long SourceId, string? Reason, DateTimeOffset At, bool Stopped);

/// <summary>Messages of one source of which nobody knows whether they were sent.</summary>
/// <param name="Latest">When the last of them came into doubt.</param>
internal sealed record DoubtfulSource(SendingSource Source, bool Stopped, long Count, DateTimeOffset Latest);

internal sealed record DoubtfulPart(string Channel, string? Reason, long Count);

/// <param name="Next">When the next one of those that wait is due; null: none waits.</param>
internal sealed record WaitingSource(string Kind, long Id, SendingState State, long Waiting, long Held, DateTimeOffset? Next);

/// <summary>What people see of the queue and of what became of messages.</summary>
internal sealed class SendingReads(IDbContextFactory<PatronDb> contexts)
{
    public const int Most = 200;

    public async Task<IReadOnlyList<WaitingSource>> Waiting(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (from q in db.MessageQueue.AsNoTracking()
                          join s in db.Sendings.AsNoTracking() on q.SendingId equals s.Id
                          group q by new { s.SourceKind, s.SourceId, s.State } into g
                          select new { g.Key.SourceKind, g.Key.SourceId, g.Key.State, All = g.LongCount(), Held = g.LongCount(q => q.Claim != 0), Next = g.Min(q => q.Due) }).ToListAsync(ct);
        return [.. rows.Select(r => new WaitingSource(r.SourceKind, r.SourceId, r.State, r.All - r.Held, r.Held, r.Next))];
    }

    /// <summary>The latest first, <see cref="Most"/> at most.</summary>
    /// <param name="of">Of this source alone; null: of all.</param>
    public async Task<IReadOnlyList<ListedMessage>> In(MessageState state, SendingSource? of, CancellationToken ct)
    {
        var (kind, source) = (of?.Kind, of?.Id);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (from m in db.Messages.AsNoTracking()
                      join s in db.Sendings.AsNoTracking() on m.SendingId equals s.Id
                      where m.State == state && (kind == null || (s.SourceKind == kind && s.SourceId == source))
                      orderby m.At descending, m.Id descending
                      select new ListedMessage(m.CustomerId, m.Id, m.Channel, s.SourceKind, s.SourceId, m.Reason, m.At, s.State == SendingState.Stopped)).Take(Most).ToListAsync(ct);
    }

    public async Task<long> Count(MessageState state, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Messages.LongCountAsync(m => m.State == state, ct);
    }

    /// <summary>The sources that have messages in doubt, the most first.</summary>
    public async Task<IReadOnlyList<DoubtfulSource>> InDoubt(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (from m in db.Messages.AsNoTracking()
                          join s in db.Sendings.AsNoTracking() on m.SendingId equals s.Id
                          where m.State == MessageState.Unknown
                          group m by new { s.SourceKind, s.SourceId, s.State } into g
                          select new { g.Key.SourceKind, g.Key.SourceId, g.Key.State, Count = g.LongCount(), Latest = g.Max(m => m.At) }).ToListAsync(ct);
        return [.. rows.OrderByDescending(r => r.Count).Select(r => new DoubtfulSource(new(r.SourceKind, r.SourceId), r.State == SendingState.Stopped, r.Count, r.Latest))];
    }

    /// <summary>By channel and reason, the most first.</summary>
    public async Task<IReadOnlyList<DoubtfulPart>> PartsInDoubt(SendingSource source, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (from m in db.Messages.AsNoTracking()
                          join s in db.Sendings.AsNoTracking() on m.SendingId equals s.Id
                          where m.State == MessageState.Unknown && s.SourceKind == source.Kind && s.SourceId == source.Id
                          group m by new { m.Channel, m.Reason } into g
                          select new DoubtfulPart(g.Key.Channel, g.Key.Reason, g.LongCount())).ToListAsync(ct);
        return [.. rows.OrderByDescending(r => r.Count)];
    }
}
