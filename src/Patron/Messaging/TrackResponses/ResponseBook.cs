using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;
using Patron.Messaging.KeepMessages;
using Patron.Reasons.Contracts;

namespace Patron.Messaging.TrackResponses;

/// <summary>What somebody answers on the page that a message leads to.</summary>
public enum Wish { Order = 1, Call = 2, Decline = 3 }

/// <summary>A message that something came of.</summary>
internal sealed record AnsweredMessage(CustomerId Customer, MessageId Id, string Channel, string Purpose, string SourceKind, long SourceId, string Arm, DateTimeOffset? SentAt);

/// <summary>Writes down what comes back: opens, clicks, answers, withdrawals. Each is one transaction and taken once.</summary>
internal sealed class ResponseBook(IDbContextFactory<PatronDb> contexts, IEventLog log, IConsentDeeds consents, IReasons reasons, CustomerRequests requests, IdMaker ids, TimeProvider clock)
{
    private const int LongestDetail = 200;
    public const string Kinds = "message.";

    public async Task<AnsweredMessage?> Find(MessageId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (from m in db.Messages.AsNoTracking()
                      join s in db.Sendings.AsNoTracking() on m.SendingId equals s.Id
                      where m.Id == id
                      select new AnsweredMessage(m.CustomerId, m.Id, m.Channel, m.Purpose, s.SourceKind, s.SourceId, m.Arm, m.State == Contracts.MessageState.Sent ? m.At : null)).FirstOrDefaultAsync(ct);
    }

    /// <param name="url">Where it led.</param>
    public async Task Clicked(AnsweredMessage message, string url, string method, string? agent, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var machine = Machine(message, method, agent, now);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        // Once a minute for each link, and what a scanner followed first a person may follow at once.
        await Tell(session, message, EventKinds.Clicked, string.Create(CultureInfo.InvariantCulture, $"{message.Id}:{Digest(url)}:{now.ToUnixTimeSeconds() / 60}{(machine ? ":m" : "")}"), machine, url, ct);
        var recent = (await log.Of(session, message.Id, ct)).Where(e => e.Kind == EventKinds.Clicked && e.At >= now - Scanners.Burst).ToList();
        if (recent.Select(e => e.Detail).Distinct().Count() >= Scanners.ManyLinks) await log.Doubt(session, message.Id, EventKinds.Clicked, now - Scanners.Burst, now, ct);
        await session.Commit(ct);
    }

    public async Task Opened(AnsweredMessage message, string method, string? agent, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var machine = Machine(message, method, agent, now);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await Tell(session, message, EventKinds.Opened, string.Create(CultureInfo.InvariantCulture, $"{message.Id}:{now.ToUnixTimeSeconds() / 3600}{(machine ? ":m" : "")}"), machine, null, ct);
        await session.Commit(ct);
    }

    /// <summary>Takes back the consent to this purpose by this channel.</summary>
    public async Task Unsubscribed(AnsweredMessage message, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await consents.Withdraw(session, message.Customer, message.Channel, message.Purpose, "messaging.evidence.unsubscribed", clock.GetUtcNow(), ct);
        await Tell(session, message, EventKinds.Unsubscribed, message.Id.ToString(), machine: false, null, ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
    }

    /// <summary>Somebody pressed a button on the response page; pressing it again changes nothing. An order and a call become a task, in the same transaction.</summary>
    /// <param name="why">With <see cref="Wish.Decline"/>: a reason of the register; null: none was given.</param>
    /// <param name="promised">With <see cref="Wish.Call"/>: by when; null: no time was chosen.</param>
    public async Task Answered(AnsweredMessage message, Wish wish, ReasonInfo? why, DateTimeOffset? promised, CancellationToken ct)
    {
        var kind = wish switch { Wish.Order => EventKinds.Ordered, Wish.Call => EventKinds.CallWanted, _ => EventKinds.Declined };
        var now = clock.GetUtcNow();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (await Tell(session, message, kind, message.Id.ToString(), machine: false, why?.Id.ToString(), ct) > 0)
        {
            var changes = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = now, By = null, Kind = Kinds + kind });
            if (why is not null) reasons.Give(session, changes, [new(message.Customer, why.Id, why.Kind, DateOnly.FromDateTime(now.UtcDateTime), "message", message.Id.Value)]);
            if (wish != Wish.Decline) await requests.Make(session, changes, message, wish, promised, null, ct);
            await session.Db.SaveChangesAsync(ct);
        }
        await session.Commit(ct);
    }

    /// <summary>Any other event of a message, once.</summary>
    public Task<int> Tell(BulkSession session, AnsweredMessage message, string kind, string key, bool machine, string? detail, CancellationToken ct) => log.Append(session,
        [new(message.Customer, kind, clock.GetUtcNow(), key, message.Id, message.SourceKind, message.SourceId, message.Arm, machine, detail is { Length: > LongestDetail } ? detail[..LongestDetail] : detail)], ct);

    private static bool Machine(AnsweredMessage message, string method, string? agent, DateTimeOffset now) => Scanners.IsMachine(method, agent, now - message.SentAt);

    private static string Digest(string url) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(url)).AsSpan(0, 8));
}
