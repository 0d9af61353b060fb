using System.Globalization;
using System.Text.Json;
using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Sales.Contracts;

namespace Patron.Sales.ExportRows;

/// <summary>Takes deals that an export kept; one that is there already stays.</summary>
internal sealed class TakesKeptDeals(IGoldenRecords golden, IProducts products, IUserNames users, IReasons reasons)
{
    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var steps = rows.ToDictionary(r => r.Line, StepsOf);
        var owners = await session.Find(ClaimScopes.Record(intake.Source.Id), rows.Select(r => r.Text("customer")).OfType<string>().ToHashSet(StringComparer.Ordinal), ct);
        var known = await session.Find(ClaimScopes.Opportunity(intake.Source.Id), rows.Select(r => r.Text("number")).OfType<string>().ToHashSet(StringComparer.Ordinal), ct);
        var made = await Made(session, [.. owners.Values.Select(o => o.Customer).Distinct()], ct);
        var codes = await products.FindOrMake(session, intake, [.. rows.Select(r => r.Text("product")).Concat(steps.Values.SelectMany(s => s.Select(k => k.Product))).OfType<string>().Distinct(StringComparer.Ordinal).Select(c => new NamedProduct(c, null, null))], ct);
        var people = await users.BySaid(session, [.. rows.Select(r => r.Text("owner")).Concat(steps.Values.SelectMany(s => s.SelectMany(k => (string?[])[k.Owner, k.By]))).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)], ct);
        var pipelines = await Pipelines.Read(session.Db, ct);

        var (fates, deals, anonymous) = (new RowFate[rows.Count], new List<Deal>(), new List<CustomerId>());
        foreach (var (at, row) in rows.Index())
        {
            var (number, said) = (row.Text("number"), row.Text("customer"));
            var owner = said is null ? ((long Customer, long Record)?)null : owners.TryGetValue(said, out var claim) ? (claim.Customer, claim.Id) : null;
            if (said is null ? number is null : owner is null) fates[at] = new(row.Line, Fate.Rejected, new("identity.row.notKnown", "customer", said));
            // Numbers of stages mean what the settings say: where others are set, a deal of an unknown stage would be nowhere.
            else if (!intake.Restores && pipelines.Stage(Int(row, "stage")!.Value) is null) fates[at] = new(row.Line, Fate.Rejected, new("sales.row.stage", "stage", row.Text("stage"), new { stage = row.Text("stage"), known = string.Join(", ", pipelines.All.SelectMany(p => p.Stages).Select(s => s.Name ?? s.Key)) }));
            else if (number is not null ? known.ContainsKey(number) : made.Contains((owner!.Value.Customer, steps[row.Line][0].At))) fates[at] = new(row.Line, Fate.Unchanged);
            else
            {
                if (owner is null) anonymous.Add(new(intake.Ids("customers").Next()));
                deals.Add(DealOf(row, steps[row.Line], intake, owner?.Customer ?? anonymous[^1].Value, number is null ? null : owner?.Record, codes, people));
                fates[at] = new(row.Line, Fate.Created);
            }
        }
        if (anonymous.Count > 0) await golden.WriteAnonymous(session, anonymous, intake.Now, ct);
        await DealStore.Write(session, deals, null, ct);
        if (intake.Changes(session) is { } changes)
        {
            reasons.Give(session, changes, [.. deals.Where(d => d.Facts is { Reason: not null, Closed: not null }).Select(d =>
                new GivenReason(new(d.Customer), new(d.Facts.Reason!.Value), d.Facts.State == DealState.Won ? ReasonKind.Winning : ReasonKind.NotBuying, DateOnly.FromDayNumber(d.Facts.Closed!.Value), MoveDeals.DealDeeds.About, d.Id))]);
            await session.Db.SaveChangesAsync(ct);
        }
        return fates;
    }

    /// <summary>Deals made here are the same where the same customer has one that began at the same moment.</summary>
    private static async Task<HashSet<(long Customer, long At)>> Made(BulkSession session, long[] customers, CancellationToken ct)
    {
        var made = new HashSet<(long, long)>();
        await using var command = session.Command();
        command.CommandText = $"select s.customer_id, min(s.at) from {DealStepTable.Name} s where s.customer_id in {command.In("@customers", customers)} group by s.customer_id, s.opportunity_id";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) made.Add((reader.GetInt64(0), reader.GetInstant(1)));
        return made;
    }

    private static Deal DealOf(ExportedRow row, KeptStep[] steps, Intake intake, long customer, long? record, IReadOnlyDictionary<string, ProductId> codes, IReadOnlyDictionary<string, UserId> people)
    {
        var facts = new DealFacts(
            row.Text("name"), Int(row, "pipeline")!.Value, Int(row, "stage")!.Value, (DealState)Int(row, "state")!.Value, Int(row, "since")!.Value, Int(row, "opened"), Int(row, "closed"), Int(row, "expected"), row.Micros("amount"), Int(row, "committed") ?? 0,
            User(row.Text("owner")), row.Text("owner_name"), Product(row.Text("product")), row.Text("competitors"), row.Text("next_step"), Int(row, "next_due"), Long(row, "reason")) { Custom = RowValues.Read(row, "custom") };
        var number = row.Text("number");
        var deal = new Deal { Id = intake.Ids(OpportunityTable.Name).Next(), Customer = customer, Record = record, Source = number is null ? null : intake.Source.Id.Value, Number = number, Currency = row.Need("currency"), Facts = facts };
        foreach (var s in steps)
        {
            deal.Steps.Add(new()
            {
                Id = intake.Ids(DealStepTable.Name).Next(), At = s.At, Day = s.Day, Probability = s.Probability, By = User(s.By), End = new(s.Until, s.StageUntil, (DealState?)s.Outcome, s.Ended),
                Facts = facts with { Pipeline = s.Pipeline, Stage = s.Stage, State = (DealState)s.State, Since = s.Since, Amount = s.Amount, Expected = s.Expected, Committed = s.Committed, Owner = User(s.Owner), Product = Product(s.Product) },
            });
        }
        return deal;

        long? User(string? said) => said is not null && people.TryGetValue(said, out var user) ? user.Value : null;
        long? Product(string? code) => code is not null && codes.TryGetValue(code, out var product) ? product.Value : null;
    }

    private static KeptStep[] StepsOf(ExportedRow row)
    {
        var steps = JsonSerializer.Deserialize<KeptStep[]>(row.Json("steps"), KeptStep.Options);
        return steps is { Length: > 0 } ? steps : throw new ExportDamagedException(row.Line, "steps");
    }

    private static int? Int(ExportedRow row, string column) => Long(row, column) is { } number ? checked((int)number) : column is "pipeline" or "stage" or "state" or "since" ? throw new ExportDamagedException(row.Line, column) : null;

    private static long? Long(ExportedRow row, string column) =>
        row.Text(column) is not { } text ? null : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, column);
}
