using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Consents.EditPolicy;
using Patron.Consents.Say;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.SayForCustomer;

internal sealed record NoEvidence() : Refusal("consents.say.refused.evidence")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

internal sealed record NoPurpose() : Refusal("consents.say.refused.purpose")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

/// <summary>What one of our own people enters of what a customer said; its author may take a slip back.</summary>
internal sealed class CustomerDeeds(ConsentDeeds deeds, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    public const int LongestEvidence = 200;

    /// <param name="evidence">Where and how it was said; needed for an agreement, since it has to be proved. A withdrawal needs nothing.</param>
    public async Task<Result<ChangeSetId?>> Say(CustomerId customer, string? purpose, string? channel, bool given, string? evidence, long? text, UserId? by, CancellationToken ct)
    {
        var said = evidence?.Trim() is { Length: > 0 } words ? words : null;
        if (said?.Length > LongestEvidence || (given && said is null)) return new NoEvidence();
        if (purpose?.Trim().ToLowerInvariant() is not { Length: > 0 and <= 40 } aim || channel is null || !ContactChannels.All.Contains(channel)) return new NoPurpose();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = PolicyDeeds.Kinds + "say" };
        var recorder = new ChangeRecorder(session.Db, set);
        foreach (var (first, last) in deeds.Say(session, [new ConsentSaid(customer, null, aim, channel, given, set.At, said) { Text = text, By = by }])) recorder.Range(ConsentLedger.Table, first, last);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return set.Id;
    }

    /// <returns>The change set; null where the customer was on the list already.</returns>
    public async Task<ChangeSetId?> Suppress(CustomerId customer, string? channel, SuppressionReason reason, string source, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var recorder = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = PolicyDeeds.Kinds + "stop" });
        await deeds.Suppress(session, customer, channel, reason, source, by, recorder, ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return recorder.Last > 0 ? recorder.Set.Id : null;
    }

    /// <summary>Every entry, the latest first.</summary>
    public async Task<IReadOnlyList<ConsentEntry>> History(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ConsentLedger.AsNoTracking().Where(e => e.CustomerId == customer).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<Suppression>> Stops(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Suppressions.AsNoTracking().Where(s => s.CustomerId == customer).OrderByDescending(s => s.Id).ToListAsync(ct);
    }
}
