using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MergeCustomers;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>Somebody else was quicker, or the two are one or gone by now.</summary>
internal sealed record NotWaiting() : Refusal("identity.review.gone");

internal sealed record NothingToUndo() : Refusal("identity.review.nothingToUndo");

/// <summary>What came of an answer.</summary>
/// <param name="StayTwo">They were called the same and are two all the same: records of theirs are kept apart.</param>
internal sealed record ReviewAnswer(ReviewPairId Pair, Verdict Verdict, bool StayTwo);

/// <summary>Answers of people to pairs of the review list: each is one change set, with the decision that it makes.</summary>
internal sealed class Reviews(IDbContextFactory<PatronDb> contexts, IDecisions decisions, Merges merges, TimeProvider clock)
{
    /// <param name="verdict">Same, never or later.</param>
    public Task<Result<ReviewAnswer>> Answer(ReviewPairId id, Verdict verdict, UserId? by, CancellationToken ct) => Answer(id, verdict, by, keep: true, ct);

    /// <summary>Answers the pair in both ways and keeps neither: what the very first answer would wait for, the compiling of it all, is done then.</summary>
    public async Task Rehearse(ReviewPairId id, CancellationToken ct)
    {
        foreach (var verdict in new[] { Verdict.Same, Verdict.Never }) await Answer(id, verdict, null, keep: false, ct);
    }

    private async Task<Result<ReviewAnswer>> Answer(ReviewPairId id, Verdict verdict, UserId? by, bool keep, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var row = await session.Db.ReviewPairs.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id.Value && p.Answer == null, ct);
        if (row is null) return new NotWaiting();
        var stored = new StoredParties(session);
        var owners = await RecordTable.Owners(session, [row.FirstRecord.Value, row.SecondRecord.Value], ct);
        if (owners.Count < 2 || owners.Values.Distinct().Count() < 2) return new NotWaiting();
        await stored.Load(owners.Values, ct);

        var now = clock.GetUtcNow();
        var (answered, outcome) = (verdict == Verdict.Later ? (Verdict?)null : verdict, (DecisionOutcome?)null);
        if (answered is not null)
        {
            var fields = JsonSerializer.Deserialize<Weighed>(row.Evidence, JsonSerializerOptions.Web)!.Fields;
            outcome = verdict == Verdict.Same
                ? await merges.Same(session, [.. owners.Values.Select(c => new CustomerId(c))], new(row.FirstRecord, row.SecondRecord, verdict, null, fields), by, ct)
                : await decisions.Decide(session, Never(stored, owners, row), by, ct);
        }
        await session.Execute($"""
            update {IdentityTables.ReviewPairs} set taken_by = null, taken_until = null, answer = @answer, answered_by = @by, answered_at = @at, answered_in = @set, later_at = @later, later_by = @later_by where id = @id
            """, ct, ("@answer", (int?)answered), ("@by", answered is null ? null : by?.Value), ("@at", answered is null ? null : now), ("@set", outcome?.Set?.Value),
            ("@later", answered is null ? now : null), ("@later_by", answered is null ? by?.Value : null), ("@id", row.Id));
        if (keep) await session.Commit(ct);
        return new ReviewAnswer(id, verdict, verdict == Verdict.Same && outcome!.Apart.Count > 0);
    }

    /// <summary>Takes back this user's last answer, which may be "later"; the pair waits again.</summary>
    public async Task<Result<ReviewPairId>> UndoLast(UserId user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var answered = await db.ReviewPairs.AsNoTracking().Where(p => p.AnsweredBy == user && p.AnsweredIn != null).OrderByDescending(p => p.AnsweredAt).ThenByDescending(p => p.AnsweredIn).FirstOrDefaultAsync(ct);
        var later = await db.ReviewPairs.AsNoTracking().Where(p => p.LaterBy == user && p.Answer == null).OrderByDescending(p => p.LaterAt).FirstOrDefaultAsync(ct);
        var last = later is not null && (answered is null || later.LaterAt >= answered.AnsweredAt) ? later : answered;
        if (last is null) return new NothingToUndo();
        // Where the decision was undone elsewhere, the question is open all the same.
        if (last.Answer is not null && last.AnsweredIn is { } set && (await decisions.Undo(set, user, ct)).Refusal is { } refusal and not DecisionsUndone) return refusal;
        await db.ReviewPairs.Where(p => p.Id == last.Id).ExecuteUpdateAsync(changes => changes
            .SetProperty(p => p.Answer, (Verdict?)null).SetProperty(p => p.AnsweredBy, (UserId?)null).SetProperty(p => p.AnsweredAt, (DateTimeOffset?)null)
            .SetProperty(p => p.AnsweredIn, (ChangeSetId?)null).SetProperty(p => p.LaterAt, (DateTimeOffset?)null).SetProperty(p => p.LaterBy, (UserId?)null), ct);
        return new ReviewPairId(last.Id);
    }

    /// <summary>How many pairs this user has answered since the day began where the organisation is; and whether there is one to take back.</summary>
    public async Task<(int Today, bool CanUndo)> Done(UserId user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var zone = (await db.Organisation(ct)).Zone;
        var local = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone);
        var begin = new DateTimeOffset(local.Date, local.Offset).ToUniversalTime();
        var today = await db.ReviewPairs.CountAsync(p => p.AnsweredAt >= begin, ct);
        return (today, await db.ReviewPairs.AnyAsync(p => (p.AnsweredBy == user && p.AnsweredIn != null) || (p.LaterBy == user && p.Answer == null), ct));
    }

    /// <summary>Every record of the one is apart from every record of the other.</summary>
    private static IReadOnlyList<Decision> Never(StoredParties stored, Dictionary<long, long> owners, ReviewPair row) =>
        [.. from a in stored.OfCustomer(owners[row.FirstRecord.Value]) from b in stored.OfCustomer(owners[row.SecondRecord.Value]) select new Decision(a.Record.Id, b.Record.Id, Verdict.Never)];
}
