using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.SendMessages;

namespace Patron.Messaging.LayOnDesks;

/// <summary>Letters that are printed together, or calls of one list. Open, it takes more; closed, its letters were posted, and what comes later is another one.</summary>
internal sealed class Run
{
    public required long Id { get; init; }
    public required long SendingId { get; init; }
    public required string Channel { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
    public UserId? By { get; set; }
}

internal sealed class RunTable : IEntityTypeConfiguration<Run>
{
    public const string Name = "messaging_runs";

    public void Configure(EntityTypeBuilder<Run> run)
    {
        run.ToTable(Name);
        run.HasKey(r => r.Id);
        run.Property(r => r.Channel).HasMaxLength(20);
        run.HasIndex(r => r.ClosedAt);
    }
}

/// <summary>Somebody was quicker, or there is no such run.</summary>
internal sealed record RunMarkedAlready() : Refusal("messaging.letters.already");

/// <param name="Messages">How many are in it.</param>
internal sealed record ShownRun(long Id, string Channel, string SourceKind, long SourceId, DateTimeOffset At, DateTimeOffset? ClosedAt, long Messages);

internal sealed class Runs(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    public const int Most = 100;

    /// <summary>Adds messages of one sending to its open run, in the caller's transaction.</summary>
    public async Task Put(BulkSession session, string channel, IReadOnlyList<ClaimedMessage> messages, CancellationToken ct)
    {
        if (messages.Count == 0) return;
        var source = messages[0].Source;
        var sending = await session.Db.Sendings.AsNoTracking().Where(s => s.SourceKind == source.Kind && s.SourceId == source.Id).Select(s => s.Id).FirstAsync(ct);
        var run = await session.Db.Set<Run>().AsNoTracking().FirstOrDefaultAsync(r => r.SendingId == sending && r.Channel == channel && r.ClosedAt == null, ct);
        if (run is null)
        {
            run = new() { Id = ids.Next<JobId>().Value, SendingId = sending, Channel = channel, At = clock.GetUtcNow() };
            session.Db.Add(run);
            await session.Db.SaveChangesAsync(ct);
        }
        await using var command = session.Command();
        command.CommandText = $"update {MessageTable.Name} set run_id = @run where id in {command.In("@ids", messages.Select(m => m.Id.Value))}";
        command.Add("@run", run.Id);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Open ones first, then the latest.</summary>
    public async Task<IReadOnlyList<ShownRun>> All(string channel, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (from r in db.Set<Run>().AsNoTracking()
                      join s in db.Sendings.AsNoTracking() on r.SendingId equals s.Id
                      where r.Channel == channel
                      orderby r.ClosedAt != null, r.At descending
                      select new ShownRun(r.Id, r.Channel, s.SourceKind, s.SourceId, r.At, r.ClosedAt, db.Set<Message>().LongCount(m => m.RunId == r.Id))).Take(Most).ToListAsync(ct);
    }

    /// <summary>The messages of a run, posted or not; by id.</summary>
    public async Task<IReadOnlyList<Message>> Of(long run, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Messages.AsNoTracking().Where(m => m.RunId == run && (m.State == MessageState.Sent || m.State == MessageState.HandedOff)).OrderBy(m => m.Id).ToListAsync(ct);
    }

    /// <summary>Its letters are at the post office: they are sent, and what comes later goes into another run.</summary>
    public Task<Result<Done>> Posted(long run, UserId? by, CancellationToken ct) => Mark(run, posted: true, by, ct);

    /// <summary>Takes the mark back: the letters lie there still.</summary>
    public Task<Result<Done>> NotPosted(long run, UserId? by, CancellationToken ct) => Mark(run, posted: false, by, ct);

    private async Task<Result<Done>> Mark(long run, bool posted, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var now = clock.GetUtcNow();
        var changed = await session.Execute($"update {RunTable.Name} set closed_at = @at, \"by\" = @by where id = @run and channel = @channel and closed_at is {(posted ? "null" : "not null")}", ct,
            ("@at", posted ? now : null), ("@by", posted ? by?.Value : null), ("@run", run), ("@channel", ContactChannels.Letter));
        if (changed == 0) return new RunMarkedAlready();
        await session.Execute($"update {MessageTable.Name} set state = @next, at = @at where run_id = @run and state = @state", ct, ("@next", (int)(posted ? MessageState.Sent : MessageState.HandedOff)),
            ("@at", now), ("@run", run), ("@state", (int)(posted ? MessageState.HandedOff : MessageState.Sent)));
        session.Tell(Topics.Messages, (await session.Db.Messages.AsNoTracking().Where(m => m.RunId == run).Select(m => m.CustomerId).Distinct().ToListAsync(ct)).Select(c => c.Value));
        session.Db.Audit.Event(posted ? "letters-posted" : "letters-not-posted", by);
        await session.Commit(ct);
        return default(Done);
    }
}
