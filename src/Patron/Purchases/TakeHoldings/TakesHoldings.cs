using System.Text.Json;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases;

/// <summary>A holdings file: what it gives fills and overwrites, what it leaves out stays.</summary>
internal sealed class TakesHoldings(IRecordOwners owners) : ITakesRows<IncomingHolding>
{
    public IRowIntake<IncomingHolding> Begin(Intake intake) => new HoldingIntake(intake, owners);
}

internal sealed class HoldingIntake(Intake intake, IRecordOwners owners) : IRowIntake<IncomingHolding>
{
    /// <summary>Those of the present chunk: a file may have millions.</summary>
    private readonly Dictionary<string, BookedHolding> holdings = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RecordOwner> persons = new Dictionary<string, RecordOwner>();

    /// <summary>What a plan would have written.</summary>
    private readonly FileMemory planned = intake.Said("holdings");
    private readonly List<BookedHolding> made = [];
    private readonly HashSet<BookedHolding> changed = [];

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingHolding> rows, CancellationToken ct)
    {
        var fates = await ChunkFates.Decide(rows, r => r.Line, Wrong, sound => Open(session, sound, ct), Decide);
        changed.ExceptWith(made);
        if (!intake.PlanOnly) await HoldingStore.Write(session, intake.Source.Id, made, changed, intake.Changes(session), ct);
        else foreach (var holding in made.Concat(changed)) planned.Set(holding.Number, JsonSerializer.Serialize(holding));
        holdings.Clear();
        made.Clear();
        changed.Clear();
        return fates;
    }

    private static RowReason? Wrong(IncomingHolding row) =>
        RowChecks.Text("id", row.Number, RowChecks.LongestNumber)
        ?? RowChecks.Text("customer", row.Customer, RowChecks.LongestPerson)
        ?? RowChecks.Text("kind", row.Kind, 60)
        ?? RowChecks.Currency(row.Currency)
        ?? (row.Closed < row.Opened ? new("purchases.row.closedfirst", "closed", null) : null);

    private async Task Open(BulkSession session, List<IncomingHolding> rows, CancellationToken ct)
    {
        var numbers = rows.Select(r => r.Number).ToHashSet(StringComparer.Ordinal);
        var claims = await session.Find(ClaimScopes.Holding(intake.Source.Id), numbers, ct);
        var unread = new List<(long, long)>();
        foreach (var number in numbers)
        {
            var there = claims.TryGetValue(number, out var claim);
            if (intake.PlanOnly && planned.Find(number) is { } kept)
            {
                var holding = holdings[number] = JsonSerializer.Deserialize<BookedHolding>(kept)!;
                if (there) holding.Customer = claim.Customer;
            }
            else if (there)
            {
                unread.Add((claim.Customer, claim.Id));
            }
        }
        foreach (var holding in await HoldingStore.Read(session, unread, ct)) holdings[holding.Number] = holding;

        var fresh = intake.Rules.Mode == IntakeMode.UpdateOnly ? [] : rows.Where(r => !holdings.ContainsKey(r.Number));
        persons = await owners.Meet(session, intake, rows.Select(r => r.Customer), fresh.Select(r => r.Customer), ct);
        var strangers = rows.Select(r => holdings.GetValueOrDefault(r.Number)).OfType<BookedHolding>().Where(h => h is { Person: null, Record: not null }).Distinct().ToList();
        var names = await PersonNames.Of(session, intake.Source.Id, [.. strangers.Select(h => (h.Customer, h.Record!.Value))], ct);
        foreach (var holding in strangers) holding.Person = names.GetValueOrDefault(holding.Record!.Value);
    }

    private (Fate, RowReason?) Decide(IncomingHolding row)
    {
        if (!holdings.TryGetValue(row.Number, out var holding))
        {
            if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, RowChecks.NotKnown("id", row.Number));
            var owner = persons[row.Customer];
            holding = new()
            {
                Number = row.Number, Id = intake.Ids(HoldingStore.Table).Next(), Customer = owner.Customer.Value, Record = owner.Record.Value, Person = row.Customer,
                Currency = row.Currency ?? intake.Source.Currency ?? intake.Organisation.Currency,
                Values = new(row.Kind, row.Opened?.DayNumber, row.Closed?.DayNumber, row.Balance, row.Fees, row.Interest),
            };
            made.Add(holdings[row.Number] = holding);
            return (Fate.Created, null);
        }
        if (!persons.TryGetValue(row.Customer, out var named) || named.Customer.Value != holding.Customer)
        {
            return (Fate.Conflict, new("purchases.row.holder", "customer", row.Customer,
                new { holding = row.Number, customer = row.Customer, owner = holding.Person ?? new CustomerId(holding.Customer).ToString() }));
        }
        if (row.Currency is { } currency && currency != holding.Currency)
            return (Fate.Conflict, new("purchases.row.holdingcurrency", "currency", currency, new { holding = row.Number, currency, known = holding.Currency }));
        var before = holding.Values;
        var said = new HoldingValues(row.Kind, row.Opened?.DayNumber ?? before.Opened, row.Closed?.DayNumber ?? before.Closed,
            row.Balance ?? before.Balance, row.Fees ?? before.Fees, row.Interest ?? before.Interest);
        if (said == before) return (Fate.Unchanged, null);
        if (intake.Rules.Mode == IntakeMode.CreateOnly && holding.Stored is not null) return (Fate.Unchanged, RowChecks.KnownAlready("id", row.Number));
        if (intake.Rules.FillOnly)
        {
            said = new(before.Kind, before.Opened ?? said.Opened, before.Closed ?? said.Closed, before.Balance ?? said.Balance, before.Fees ?? said.Fees, before.Interest ?? said.Interest);
            if (said == before) return (Fate.Unchanged, RowChecks.ValuesStay("id", row.Number));
        }
        if (holding.Stored is not null) PurchaseChanges.Note(intake, row.Line, row.Number, before, said);
        holding.Values = said;
        changed.Add(holding);
        return (Fate.Updated, null);
    }
}
