using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales.TakeOpportunities;

/// <summary>An opportunities file: what it gives fills and overwrites, what it leaves out stays. Each change of a known deal is a step of its history.</summary>
internal sealed class TakesOpportunities(IRecordOwners owners, IGoldenRecords golden, IProducts products, IUserNames users) : ITakesRows<IncomingOpportunity>
{
    public IRowIntake<IncomingOpportunity> Begin(Intake intake) => new OpportunityIntake(intake, owners, golden, products, users);
}

internal sealed class OpportunityIntake(Intake intake, IRecordOwners owners, IGoldenRecords golden, IProducts products, IUserNames users) : IRowIntake<IncomingOpportunity>
{
    // A plan keeps what it made in mind, for it is in no table.
    private readonly Dictionary<string, Deal> deals = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RecordOwner> persons = new Dictionary<string, RecordOwner>();
    private readonly HashSet<Deal> touched = [];
    private readonly List<CustomerId> anonymous = [];
    private readonly int today = Instants.DayNumber(Instants.ToMicroseconds(intake.Now), intake.Organisation.Zone);
    private Pipelines? pipelines;
    private RowFields own = RowFields.None;
    private IReadOnlyDictionary<string, ProductId> productOf = new Dictionary<string, ProductId>();
    private IReadOnlyDictionary<string, UserId> userOf = new Dictionary<string, UserId>();

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingOpportunity> rows, CancellationToken ct)
    {
        pipelines ??= await Pipelines.Read(session.Db, ct);
        own = await RowFields.Read(session.Db, RowSubject.Deal, ct);
        var fates = new RowFate[rows.Count];
        var sound = new List<(int At, IncomingOpportunity Row, Pipeline Pipeline, Stage Stage)>(rows.Count);
        foreach (var (at, row) in rows.Index())
        {
            var pipeline = row.Pipeline is null ? pipelines.First : pipelines.Called(row.Pipeline);
            var stage = pipeline?.Called(row.Stage);
            if (OpportunityChecks.Wrong(row, pipeline, stage) is { } why) fates[at] = new(row.Line, Fate.Rejected, why);
            else sound.Add((at, row, pipeline!, stage!));
        }
        await Open(session, sound.ConvertAll(s => s.Row), ct);
        foreach (var (at, row, pipeline, stage) in sound)
        {
            var (fate, why) = Decide(row, pipeline, stage);
            fates[at] = new(row.Line, fate, why);
        }
        if (!intake.PlanOnly)
        {
            if (anonymous.Count > 0) await golden.WriteAnonymous(session, [.. anonymous], intake.Now, ct);
            await DealStore.Write(session, touched, intake.Changes(session), ct);
            deals.Clear();
        }
        touched.Clear();
        anonymous.Clear();
        return fates;
    }

    /// <summary>Everything that the chunk names: its deals, whose they are, their owners and products.</summary>
    private async Task Open(BulkSession session, List<IncomingOpportunity> rows, CancellationToken ct)
    {
        var claims = await session.Find(ClaimScopes.Opportunity(intake.Source.Id), rows.Select(r => r.Number).ToHashSet(StringComparer.Ordinal), ct);
        foreach (var deal in await DealStore.Read(session, [.. claims.Values.Select(c => (c.Customer, c.Id))], ct)) deals[deal.Number!] = deal;
        productOf = await products.FindOrMake(session, intake, [.. rows.Select(r => r.Product).OfType<string>().Distinct(StringComparer.Ordinal).Select(code => new NamedProduct(code, null, null))], ct);
        userOf = await users.BySaid(session, [.. rows.Select(r => r.Owner).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)], ct);
        var fresh = intake.Rules.Mode == IntakeMode.UpdateOnly ? [] : rows.Where(r => !deals.ContainsKey(r.Number));
        persons = await owners.Meet(session, intake, rows.Select(r => r.Customer).OfType<string>(), fresh.Select(r => r.Customer).OfType<string>(), ct);
    }

    private (Fate, RowReason?) Decide(IncomingOpportunity row, Pipeline pipeline, Stage stage)
    {
        if (!deals.TryGetValue(row.Number, out var deal))
        {
            if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, new("sales.row.unknown", "id", row.Number));
            touched.Add(deals[row.Number] = Make(row, pipeline, stage));
            return (Fate.Created, null);
        }
        if (row.Customer is { } customer && !(persons.TryGetValue(customer, out var owner) && owner.Customer.Value == deal.Customer))
            return (Fate.Conflict, new(deal.Record is null ? "sales.row.anonymous" : "sales.row.customer", "customer", customer, new { deal = row.Number, customer }));
        if (row.Currency is { } currency && currency != deal.Currency)
            return (Fate.Conflict, new("sales.row.currency", "currency", currency, new { deal = row.Number, currency, known = deal.Currency }));
        var said = Said(row, pipeline, stage, deal.Facts);
        if (said == deal.Facts) return (Fate.Unchanged, null);
        if (intake.Rules.Mode == IntakeMode.CreateOnly && deal.Stored is not null) return (Fate.Unchanged, new("sales.row.known", "id", row.Number));
        if (intake.Rules.FillOnly)
        {
            said = OpportunityChecks.Filled(deal.Facts, said);
            if (said == deal.Facts) return (Fate.Unchanged, new("sales.row.stay", "id", row.Number));
        }
        if (deal.Stored is not null) Note(row, deal.Facts, said);
        var stands = said.StandsAs(deal.Facts);
        deal.Facts = said;
        if (!stands) deal.Follow(intake.Ids(DealStepTable.Name).Next(), Instants.ToMicroseconds(intake.Now), said.State == DealState.Open ? today : said.Closed!.Value, stage.Probability, intake.By?.Value);
        touched.Add(deal);
        return (Fate.Updated, null);
    }

    private Deal Make(IncomingOpportunity row, Pipeline pipeline, Stage stage)
    {
        RecordOwner? owner = row.Customer is { } person ? persons[person] : null;
        if (owner is null) anonymous.Add(new(intake.Ids("customers").Next()));
        var end = stage.Kind == DealState.Open ? today : row.Closed?.DayNumber ?? today;
        var begin = Math.Min(row.Opened?.DayNumber ?? end, end);
        var facts = Said(row, pipeline, stage, new(null, 0, 0, default, begin, null, null, null, null, 0, null, null, null, null, null, null, null));
        // A file tells how a deal ended, not which way it went: before its end it lay in the stage set for that, worth what its product is listed at.
        var before = stage.Kind == DealState.Open ? facts
            : facts with { Stage = pipeline.Before, State = DealState.Open, Closed = null, Amount = facts.Product is null ? facts.Amount : null };
        var deal = new Deal
        {
            Id = intake.Ids(OpportunityTable.Name).Next(), Customer = (owner?.Customer ?? anonymous[^1]).Value, Record = owner?.Record.Value, Source = intake.Source.Id.Value, Number = row.Number, Person = row.Customer,
            Currency = row.Currency ?? intake.Source.Currency ?? intake.Organisation.Currency, Facts = before,
        };
        var now = Instants.ToMicroseconds(intake.Now);
        deal.Follow(intake.Ids(DealStepTable.Name).Next(), now, begin, pipeline.Find(before.Stage)!.Probability, intake.By?.Value);
        if (stage.Kind == DealState.Open) return deal;
        deal.Facts = facts;
        deal.Follow(intake.Ids(DealStepTable.Name).Next(), now, end, stage.Probability, intake.By?.Value);
        return deal;
    }

    private DealFacts Said(IncomingOpportunity row, Pipeline pipeline, Stage stage, DealFacts known)
    {
        var open = stage.Kind == DealState.Open;
        UserId? owner = row.Owner is { } said && userOf.TryGetValue(said, out var user) ? user : null;
        // Files write 0 for what a lost deal brought; what it was worth is not told.
        var amount = stage.Kind == DealState.Lost && row.Amount == 0 ? null : row.Amount;
        return known with
        {
            Name = row.Name ?? known.Name, Pipeline = pipeline.Id, Stage = stage.Id, State = stage.Kind,
            Opened = row.Opened?.DayNumber ?? known.Opened,
            Closed = open ? null : row.Closed?.DayNumber ?? known.Closed ?? today,
            Expected = row.Expected?.DayNumber ?? (open ? row.Closed?.DayNumber : null) ?? known.Expected,
            Amount = amount ?? known.Amount,
            Owner = row.Owner is null ? known.Owner : owner?.Value,
            // The name stays beside the user: should the user go, it waits for another of that name.
            OwnerName = row.Owner is null || (owner is { } same && known.Owner == same.Value) ? known.OwnerName : row.Owner,
            Product = row.Product is { } code && productOf.TryGetValue(code, out var product) ? product.Value : known.Product,
            Competitors = row.Competitors ?? known.Competitors, NextStep = row.NextStep ?? known.NextStep, Custom = own.Taken(known.Custom, row.Custom, intake.Rules.FillOnly),
        };
    }

    private void Note(IncomingOpportunity row, DealFacts before, DealFacts after)
    {
        if (intake.Planned is not { } planned) return;
        planned.Compare(row.Line, row.Number, "name", before.Name, after.Name);
        planned.Compare(row.Line, row.Number, "stage", Called(before), Called(after));
        planned.Compare(row.Line, row.Number, "opened", PlannedChanges.Day(before.Opened), PlannedChanges.Day(after.Opened));
        planned.Compare(row.Line, row.Number, "closed", PlannedChanges.Day(before.Closed), PlannedChanges.Day(after.Closed));
        planned.Compare(row.Line, row.Number, "expected", PlannedChanges.Day(before.Expected), PlannedChanges.Day(after.Expected));
        planned.Compare(row.Line, row.Number, "amount", PlannedChanges.Number(before.Amount), PlannedChanges.Number(after.Amount));
        planned.Compare(row.Line, row.Number, "competitors", before.Competitors, after.Competitors);
        planned.Compare(row.Line, row.Number, "next_step", before.NextStep, after.NextStep);
    }

    private string? Called(DealFacts facts) => pipelines!.Stage(facts.Stage) is { } found ? found.Stage.Name ?? found.Stage.Key : null;
}
