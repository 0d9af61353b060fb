using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.SplitCustomers;

/// <summary>How many rows of a table belong to one side of a split.</summary>
/// <param name="OfRecords">Came from its records.</param>
/// <param name="ByHand">Were made here.</param>
internal sealed record SideRows(string Table, long OfRecords, long ByHand);

/// <summary>A customer as a split leaves it.</summary>
/// <param name="Back">It was a customer before a merge and has its id again.</param>
/// <param name="Chosen">Its records were chosen to be taken out.</param>
internal sealed record SplitSide(CustomerId Customer, bool Chosen, bool Back, IReadOnlyList<SourceRecordId> Records, IReadOnlyList<SideRows> Rows);

/// <summary>What a split does.</summary>
/// <param name="Set">By which it can be undone.</param>
/// <param name="Sides">The one that stays first; each holds at least one record.</param>
internal sealed record SplitOutcome(ChangeSetId Set, IReadOnlyList<SplitSide> Sides);

internal sealed record SplitNobody() : Refusal("identity.split.nobody")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record SplitNothingChosen() : Refusal("identity.split.nothing");
internal sealed record SplitEverythingChosen() : Refusal("identity.split.everything");
internal sealed record SplitNotItsOwn() : Refusal("identity.split.notOwn");

/// <summary>
/// Takes records of a customer out: they and the rest are never one again, and each side stays together. Rows go where their record goes; rows made here
/// go back to where they were before a merge, or stay where that is not known.
/// </summary>
internal sealed class Splits(IDbContextFactory<PatronDb> contexts, Decisions decisions, CustomerRowMover mover, TimeProvider clock)
{
    public const string Kind = "match.split";

    /// <summary>What the split would do: it is done and not committed, so that it says exactly what will be.</summary>
    public Task<Result<SplitOutcome>> Preview(CustomerId customer, IReadOnlyCollection<SourceRecordId> records, CancellationToken ct) => Do(customer, records, null, keep: false, ct);

    public Task<Result<SplitOutcome>> Split(CustomerId customer, IReadOnlyCollection<SourceRecordId> records, UserId? by, CancellationToken ct) => Do(customer, records, by, keep: true, ct);

    private async Task<Result<SplitOutcome>> Do(CustomerId customer, IReadOnlyCollection<SourceRecordId> records, UserId? by, bool keep, CancellationToken ct)
    {
        if (records.Count == 0) return new SplitNothingChosen();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var stored = new StoredParties(session);
        await stored.Load([customer.Value], ct);
        SourceRecordId[] all = [.. stored.OfCustomer(customer.Value).Select(p => p.Record.Id).OrderBy(r => r.Value)];
        if (all.Length == 0) return new SplitNobody();
        SourceRecordId[] chosen = [.. all.Where(records.Contains)];
        if (chosen.Length < records.Distinct().Count()) return new SplitNotItsOwn();
        if (chosen.Length == all.Length) return new SplitEverythingChosen();

        SourceRecordId[] rest = [.. all.Except(chosen)];
        var deciding = (await decisions.Begin(session, by, Kind, null, ct))!;
        await deciding.Keep([.. from one in chosen from other in rest select new Decision(one, other, Verdict.Never)], ct);
        // What held a side together may have been a record that is now on the other one; the person has said what belongs together.
        var groups = await deciding.Groups(ct);
        await deciding.Keep([.. Chain(chosen, groups), .. Chain(rest, groups)], ct);
        var outcome = await deciding.Settle(decisions.Parting(), [], ct);
        var sides = await Sides(session, customer, all, chosen, outcome, ct);
        if (keep) await session.Commit(ct);
        return new SplitOutcome(outcome.Set!.Value, sides);
    }

    /// <summary>Decisions that keep the records of one side together where nothing else does: the first of each group with the first of the next.</summary>
    private static IEnumerable<Decision> Chain(SourceRecordId[] side, IReadOnlyList<IReadOnlyList<long>> groups)
    {
        var firsts = groups.Select(g => side.FirstOrDefault(r => g.Contains(r.Value))).Where(r => r != default).OrderBy(r => r.Value).ToArray();
        return firsts.Zip(firsts.Skip(1)).Select(pair => new Decision(pair.First, pair.Second, Verdict.Same));
    }

    private async Task<IReadOnlyList<SplitSide>> Sides(
        BulkSession session, CustomerId customer, SourceRecordId[] all, SourceRecordId[] chosen, DecisionOutcome outcome, CancellationToken ct)
    {
        var owners = await RecordTable.Owners(session, [.. all.Select(r => r.Value)], ct);
        var sides = new List<SplitSide>();
        foreach (var side in all.GroupBy(r => new CustomerId(owners[r.Value])).OrderByDescending(g => g.Key == customer).ThenBy(g => g.Min(r => r.Value)))
            sides.Add(new(side.Key, chosen.Contains(side.First()), outcome.Parted.Any(p => p.To == side.Key && p.Back), [.. side], await Rows(session, side.Key, ct)));
        return sides;
    }

    /// <summary>Rows that people know; what the room keeps itself goes with the records.</summary>
    private async Task<IReadOnlyList<SideRows>> Rows(BulkSession session, CustomerId customer, CancellationToken ct)
    {
        var rows = new List<SideRows>();
        foreach (var table in mover.Owners.Where(o => !o.Reckoned).SelectMany(o => o.Tables).Where(t => t is not (IdentityTables.Records or IdentityTables.Identifiers or IdentityTables.Links)))
        {
            await using var command = session.Command($"select count(source_record_id), count(*) from {table} where customer_id = @customer");
            command.Add("@customer", customer.Value);
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var (ofRecords, every) = (reader.GetInt64(0), reader.GetInt64(1));
            if (every > 0) rows.Add(new(table, ofRecords, every - ofRecords));
        }
        return rows;
    }
}
