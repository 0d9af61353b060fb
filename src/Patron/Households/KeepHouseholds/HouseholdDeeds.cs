using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Households.KeepHouseholds;

internal sealed record HouseholdGone() : Refusal("households.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>A customer lives in one household that a person has confirmed.</summary>
internal sealed record LivesElsewhere() : Refusal("households.refused.elsewhere");

internal sealed record HouseholdChangedSince() : Refusal("households.refused.changed");

internal sealed record NameTooLong(int Most) : FieldRefusal("households.refused.name", "name");

/// <param name="Set">To be undone.</param>
internal sealed record HouseholdChanged(HouseholdId Household, ChangeSetId? Set);

/// <summary>What people do to households. Each deed is one transaction with a change set; one that changes nothing has none.</summary>
internal sealed class HouseholdDeeds(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, UndoesHouseholds undoes, IdMaker ids, TimeProvider clock)
{
    private const string Confirmed = "household.confirm", Refused = "household.refuse", Added = "household.add", TakenOut = "household.take-out", Named = "household.name", Undone = "household.undo";

    /// <summary>Everybody who seems to belong to it does.</summary>
    public Task<Result<HouseholdChanged>> Confirm(HouseholdId id, string? name, UserId? by, CancellationToken ct) => Change(id, Confirmed, by, async (session, household) =>
    {
        if (Clean(name) is { Length: > DecidedTable.LongestName }) return new NameTooLong(DecidedTable.LongestName);
        foreach (var member in household.Members.Where(m => m.Verdict is null))
            if (await Elsewhere(session, member.Customer, id, ct)) return new LivesElsewhere();
        return household.Members.Select(m => new Wanted(m.Customer, Verdict.In, Clean(name) ?? household.Name)).ToArray();
    }, ct);

    /// <summary>It is none, for ever: those who are in it now are not found together again.</summary>
    public Task<Result<HouseholdChanged>> Refuse(HouseholdId id, UserId? by, CancellationToken ct) =>
        Change(id, Refused, by, (_, household) => Task.FromResult<Result<Wanted[]>>(household.Members.Select(m => new Wanted(m.Customer, Verdict.Refused, null)).ToArray()), ct);

    public Task<Result<HouseholdChanged>> TakeOut(HouseholdId id, CustomerId customer, UserId? by, CancellationToken ct) =>
        Change(id, TakenOut, by, (_, household) => Task.FromResult<Result<Wanted[]>>(household.Members.Where(m => m.Customer == customer).Select(m => new Wanted(customer, Verdict.Out, null)).ToArray()), ct);

    /// <summary>The customer belongs to it, whatever was decided before; with the first who is added the household is confirmed.</summary>
    public Task<Result<HouseholdChanged>> Add(HouseholdId id, CustomerId customer, UserId? by, CancellationToken ct) => Change(id, Added, by, async (session, household) =>
        await Elsewhere(session, customer, id, ct) ? new LivesElsewhere() : (Wanted[])[new(customer, Verdict.In, household.Name)], ct);

    /// <summary>A household that begins with one customer.</summary>
    public Task<Result<HouseholdChanged>> Begin(CustomerId customer, UserId? by, CancellationToken ct) => Change(null, Added, by, async (session, household) =>
        await Elsewhere(session, customer, household.Id, ct) ? new LivesElsewhere() : (Wanted[])[new(customer, Verdict.In, null)], ct);

    /// <summary>A blank name takes it away.</summary>
    public Task<Result<HouseholdChanged>> Name(HouseholdId id, string? name, UserId? by, CancellationToken ct) => Change(id, Named, by, (_, household) => Task.FromResult<Result<Wanted[]>>(
        Clean(name) is { Length: > DecidedTable.LongestName } ? new NameTooLong(DecidedTable.LongestName)
            : household.All.Where(m => m.Verdict is Verdict.In).Select(m => new Wanted(m.Customer, Verdict.In, Clean(name))).ToArray()), ct);

    /// <summary>Takes a deed back, unless what it did was changed since.</summary>
    public async Task<Result<Done>> Undo(ChangeSetId id, UserId? by, CancellationToken ct)
    {
        await using (var session = await BulkSession.Begin(contexts, clock, ct))
        {
            await CustomersLock.Take(session, ct);
            var set = await session.Db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct);
            if (set is null || set.Undoes is not null || !set.Kind.StartsWith("household.", StringComparison.Ordinal)) return new HouseholdGone();
            if (set.UndoneBy is not null) return default(Done);
            var ranges = await session.Db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == id).ToListAsync(ct);
            var own = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Undone, Undoes = id };
            session.Db.Add(own);
            await session.Db.SaveChangesAsync(ct);
            var recorder = new ChangeRecorder(session.Db, own);
            recorder.ContinueAfter(0);
            var undoing = new Undoing(set, ranges, own.At, by, () => recorder);
            for (long? from = 0; from is { } at;) from = await undoes.Undo(session, undoing, at, ct);
            if (undoing.TakeLeft().Count > 0) return new HouseholdChangedSince();
            await session.Execute("update kernel_change_sets set undone_by = @by where id = @id", ct, ("@by", own.Id.Value), ("@id", id.Value));
            await session.Commit(ct);
        }
        await customerBase.CatchUp(ct);
        return default(Done);
    }

    private static string? Clean(string? name) => name?.Trim() is { Length: > 0 } said ? said : null;

    /// <summary>What of a household is to hold of a customer.</summary>
    private sealed record Wanted(CustomerId Customer, Verdict Verdict, string? Name);

    private static async Task<bool> Elsewhere(BulkSession session, CustomerId customer, HouseholdId but, CancellationToken ct) =>
        (await Household.Of(session, customer, ct)).Any(h => h.Id != but && h.All.Any(m => m.Customer == customer && m.Verdict is Verdict.In));

    private async Task<Result<HouseholdChanged>> Change(HouseholdId? id, string kind, UserId? by, Func<BulkSession, Household, Task<Result<Wanted[]>>> decide, CancellationToken ct)
    {
        HouseholdChanged done;
        await using (var session = await BulkSession.Begin(contexts, clock, ct))
        {
            await CustomersLock.Take(session, ct);
            var household = id is { } known ? (await Household.Read(session, [known], ct)).SingleOrDefault() : new(ids.Next<HouseholdId>(), []);
            if (household is null) return new HouseholdGone();
            var decided = await decide(session, household);
            if (decided.Refusal is { } refusal) return refusal;
            var before = household.All.ToDictionary(m => m.Customer);
            Wanted[] wanted = [.. decided.Value!.Where(w => !before.TryGetValue(w.Customer, out var m) || m.Verdict != w.Verdict || m.Decided?.Name != w.Name)];
            if (wanted.Length == 0) return new HouseholdChanged(household.Id, null);
            var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind };
            await Write(session, set, household, wanted, ct);
            await session.Commit(ct);
            done = new(household.Id, set.Id);
        }
        await customerBase.CatchUp(ct);
        return done;
    }

    private async Task Write(BulkSession session, ChangeSet set, Household household, Wanted[] wanted, CancellationToken ct)
    {
        var (recorder, before) = (new ChangeRecorder(session.Db, set), household.All.ToDictionary(m => m.Customer));
        var (changed, made, fresh) = (new List<object?[]>(), new List<RowChange>(), new IdRanges(ids));
        var created = wanted.Where(w => !before.TryGetValue(w.Customer, out var m) || m.Decided is null).ToArray();
        using (var sink = session.Sink(DecidedTable.Name, DecidedTable.Columns))
        {
            foreach (var one in created)
            {
                sink.Begin();
                sink.Long(one.Customer.Value);
                sink.Long(fresh.Next());
                sink.Long(household.Id.Value);
                sink.Int((int)one.Verdict);
                sink.Text(one.Name);
                sink.Instant(Instants.ToMicroseconds(set.At));
                sink.Long(set.By?.Value);
                sink.End();
            }
            sink.Complete();
        }
        foreach (var one in wanted.Except(created))
        {
            var was = before[one.Customer];
            changed.Add([(int)one.Verdict, one.Name, one.Customer.Value, was.Decided!.Id]);
            made.Add(RowChange.Of(was.Decided.Id, one.Customer.Value, UndoesHouseholds.Recorded, [(long)was.Verdict!.Value, was.Decided.Name], [(long)one.Verdict, one.Name])!.Value);
        }
        await session.Update(DecidedTable.Name, UndoesHouseholds.Recorded, ["customer_id", "id"], changed, ct);
        foreach (var (first, last) in created.Length > 0 ? fresh.Ranges : []) recorder.Range(DecidedTable.Name, first, last);
        await session.Db.SaveChangesAsync(ct);
        recorder.Write(session, DecidedTable.Name, made);
        session.Tell(Topics.Households, wanted.Select(w => w.Customer.Value));
    }
}
