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
internal sealed class HouseholdDeeds(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IdMaker ids, TimeProvider clock)
{
    private const string Confirmed = "confirm", Refused = "refuse", Added = "add", TakenOut = "take-out", Named = "name";
    private readonly HandDeeds hand = new(DecidedTable.Hand, ids, clock);

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
            var undone = await hand.Undo(session, id, by, ct);
            if (undone == HandUndone.Unknown) return new HouseholdGone();
            if (undone == HandUndone.ChangedSince) return new HouseholdChangedSince();
            if (undone == HandUndone.Done) await session.Commit(ct);
        }
        await customerBase.CatchUp(ct);
        return default(Done);
    }

    private static string? Clean(string? name) => name?.Trim() is { Length: > 0 } said ? said : null;

    /// <summary>What of a household is to hold of a customer.</summary>
    private sealed record Wanted(CustomerId Customer, Verdict Verdict, string? Name);

    private static async Task<bool> Elsewhere(BulkSession session, CustomerId customer, HouseholdId but, CancellationToken ct) =>
        (await Household.Of(session, customer, ct)).Any(h => h.Id != but && h.All.Any(m => m.Customer == customer && m.Verdict is Verdict.In));

    private async Task<Result<HouseholdChanged>> Change(HouseholdId? id, string deed, UserId? by, Func<BulkSession, Household, Task<Result<Wanted[]>>> decide, CancellationToken ct)
    {
        HouseholdChanged done;
        await using (var session = await BulkSession.Begin(contexts, clock, ct))
        {
            await CustomersLock.Take(session, ct);
            var household = id is { } known ? (await Household.Read(session, [known], ct)).SingleOrDefault() : new(ids.Next<HouseholdId>(), []);
            if (household is null) return new HouseholdGone();
            var decided = await decide(session, household);
            if (decided.Refusal is { } refusal) return refusal;
            var members = household.All.ToDictionary(m => m.Customer);
            var set = await hand.Say(session, deed, [.. decided.Value!.Select(w => Saying(household.Id, w, members.GetValueOrDefault(w.Customer)))], by, ct);
            if (set is null) return new HouseholdChanged(household.Id, null);
            await session.Commit(ct);
            done = new(household.Id, set);
        }
        await customerBase.CatchUp(ct);
        return done;
    }

    private static HandSaying Saying(HouseholdId household, Wanted wanted, Member? member) => new(
        wanted.Customer, member?.Decided?.Id, [household.Value], member?.Decided is { } row ? [(int)member.Verdict!.Value, row.Name] : null, [(int)wanted.Verdict, wanted.Name]);
}
