using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Portal.HandleRequests;

internal sealed record RequestGone() : Refusal("portal.request.gone");

internal sealed record RequestNeedsWhy() : Refusal("portal.request.why")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

/// <summary>What customers ask for: done at once where the settings say so, else kept until a person decides.</summary>
internal sealed class RequestBook(IDbContextFactory<PatronDb> contexts, IErasures erasures, IHandValues values, IdMaker ids, TimeProvider clock)
{
    public const int LongestWhy = 300;
    private const string Corrected = "portal.correct";

    /// <summary>The fields that customers correct themselves.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["name", "email", "phone", "street", "city", "postal", "country"];

    /// <returns>True: it is being done; false: a person decides.</returns>
    public async Task<bool> Erase(CustomerId customer, CancellationToken ct)
    {
        PortalSettings settings;
        await using (var db = await contexts.CreateDbContextAsync(ct)) settings = await PortalSettings.Read(db, ct);
        if (settings.EraseAtOnce)
        {
            await erasures.Start(customer, ErasureReason.Asked, null, ct);
            return true;
        }
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        // Who asks twice has one request.
        if (await session.Db.PortalRequests.AnyAsync(r => r.CustomerId == customer && r.Kind == RequestKind.Erase && r.State == RequestState.Open, ct)) return false;
        await Add(session, customer, RequestKind.Erase, null, ct);
        return false;
    }

    /// <param name="wanted">By field; those that stay as they are left out.</param>
    /// <returns>True: it is done; false: a person decides.</returns>
    public async Task<Result<bool>> Correct(CustomerId customer, IReadOnlyDictionary<string, string> wanted, CancellationToken ct)
    {
        foreach (var (field, value) in wanted)
            if (!Fields.Contains(field)) return new RequestGone();
            else if (await values.Refuse(field, false, value, ct) is { } refusal) return refusal;
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if ((await PortalSettings.Read(session.Db, ct)).CorrectAtOnce)
        {
            await Apply(session, customer, wanted, null, ct);
            await session.Commit(ct);
            return true;
        }
        await Add(session, customer, RequestKind.Correct, JsonSerializer.Serialize(wanted), ct);
        return false;
    }

    /// <summary>Open ones, the earliest first.</summary>
    public async Task<IReadOnlyList<PortalRequest>> Open(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PortalRequests.AsNoTracking().Where(r => r.State == RequestState.Open).OrderBy(r => r.At).Take(500).ToListAsync(ct);
    }

    /// <summary>Does what was asked for, or refuses it with a reason that the customer may be told.</summary>
    public async Task<Result<Done>> Decide(CustomerId customer, long id, bool done, string? why, UserId? by, CancellationToken ct)
    {
        if (!done && why?.Trim() is not { Length: > 0 and <= LongestWhy }) return new RequestNeedsWhy();
        var erases = false;
        await using (var session = await BulkSession.Begin(contexts, clock, ct))
        {
            if (await session.Db.PortalRequests.FirstOrDefaultAsync(r => r.CustomerId == customer && r.Id == id && r.State == RequestState.Open, ct) is not { } request) return new RequestGone();
            (request.State, request.EndedAt, request.EndedBy, request.Why) = (done ? RequestState.Done : RequestState.Refused, clock.GetUtcNow(), by, done ? null : why!.Trim());
            erases = done && request.Kind is RequestKind.Erase;
            if (done && request.Kind is RequestKind.Correct) await Apply(session, customer, JsonSerializer.Deserialize<Dictionary<string, string>>(request.Wanted!)!, by, ct);
            await session.Db.SaveChangesAsync(ct);
            await session.Commit(ct);
        }
        if (erases) await erasures.Start(customer, ErasureReason.Asked, by, ct);
        return default(Done);
    }

    private async Task Apply(BulkSession session, CustomerId customer, IReadOnlyDictionary<string, string> wanted, UserId? by, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Corrected };
        await values.Set(session, new ChangeRecorder(session.Db, set), [.. wanted.Select(w => new HandValue(customer, w.Key, false, w.Value))], by, ct);
        await session.Db.SaveChangesAsync(ct);
    }

    private async Task Add(BulkSession session, CustomerId customer, RequestKind kind, string? wanted, CancellationToken ct)
    {
        session.Db.Add(new PortalRequest { CustomerId = customer, Id = new IdRanges(ids).Next(), Kind = kind, State = RequestState.Open, Wanted = wanted, At = clock.GetUtcNow() });
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
    }
}
