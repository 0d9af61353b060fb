using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Sales.Contracts;

namespace Patron.Sales.MoveDeals;

/// <param name="Set">To be undone; null where nothing changed.</param>
internal sealed record DealDone(OpportunityId Deal, ChangeSetId? Set);

/// <summary>What comes next with a deal, asked at every move.</summary>
internal sealed record NextStep(string? Text, DateOnly? Due)
{
    public string? Said => Text?.Trim() is { Length: > 0 } said ? said : null;
}

/// <summary>What people may change of a deal without moving it. Amounts are micros; null is not known.</summary>
internal sealed record DealEdit(string? Name, long? Amount, DateOnly? Expected, bool Committed, UserId? Owner, ProductId? Product, string? Competitors, NextStep Next)
{
    /// <summary>Own fields as a form says them, by key; null leaves them as they are.</summary>
    public IReadOnlyDictionary<string, string?>? Own { get; init; }
}

/// <summary>
/// What people do with deals: commands that are refused where they make no sense, never free fields. Each is one transaction with a change set and, where a
/// forecast would differ, a step of the deal's history.
/// </summary>
internal sealed class DealDeeds(IDbContextFactory<PatronDb> contexts, ICustomers customers, IReasons reasons, IdMaker ids, TimeProvider clock)
{
    /// <summary>The beginning of the kinds of its change sets.</summary>
    public const string Kinds = "deal.";
    public const string About = "opportunity";

    /// <summary>A deal of a known customer. Without a stage it begins in the first one.</summary>
    public async Task<Result<DealDone>> Open(CustomerId customer, int? pipeline, int? stage, string? currency, DealEdit edit, UserId? by, CancellationToken ct)
    {
        if (await customers.Resolve(customer, ct) is not { } owner) return new DealGone();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var recorder = new ChangeRecorder(session.Db, new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + "open" });
        var opened = await Open(session, recorder, owner, pipeline, stage, currency, edit, by, ct);
        if (opened.Refusal is { } refusal) return refusal;
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new DealDone(opened.Value, recorder.Set.Id);
    }

    /// <summary>The same in the caller's transaction and change set; the caller holds the customers' lock.</summary>
    public async Task<Result<OpportunityId>> Open(BulkSession session, ChangeRecorder recorder, CustomerId owner, int? pipeline, int? stage, string? currency, DealEdit edit, UserId? by, CancellationToken ct)
    {
        if (Refuse(edit) is { } refusal) return refusal;
        if (edit.Next.Said is null) return new NextStepNeeded();
        var (all, organisation) = (await Pipelines.Read(session.Db, ct), await session.Db.Organisation(ct));
        var way = pipeline is { } asked ? all.Find(asked) : stage is { } begun ? all.Stage(begun)?.Pipeline : all.First;
        if ((stage is { } at ? way?.Find(at) : way?.First(DealState.Open)) is not { Kind: DealState.Open } begins) return new NoSuchStage();
        var own = (await RowFields.Read(session.Db, RowSubject.Deal, ct)).Set(null, edit.Own);
        if (own.Refusal is { } unfit) return unfit;
        var today = Today(organisation);
        var facts = Edited(new(null, way!.Id, begins.Id, DealState.Open, today, today, null, null, null, 0, null, null, null, null, null, null, null) { Custom = own.Value }, edit);
        var deal = new Deal { Id = ids.Next<OpportunityId>().Value, Customer = owner.Value, Currency = currency ?? organisation.Currency, Facts = facts };
        deal.Follow(ids.TakeBlock().Next(), Now, today, begins.Probability, by?.Value);
        await Write(session, recorder, deal, ct);
        return new OpportunityId(deal.Id);
    }

    /// <summary>Into another stage of its pipeline; won and lost have commands of their own.</summary>
    public Task<Result<DealDone>> Move(OpportunityId id, int version, int stage, NextStep next, UserId? by, CancellationToken ct) => Change(id, version, "deal.move", by, (deal, all, _) =>
    {
        if (deal.Facts.State != DealState.Open) return new DealEnded();
        if (all.Find(deal.Facts.Pipeline)?.Find(stage) is not { Kind: DealState.Open }) return new NoSuchStage();
        if (next.Said is not { } said) return new NextStepNeeded();
        if (said.Length > OpportunityTable.LongestStep) return new TooLong("next", OpportunityTable.LongestStep);
        return (deal.Facts with { Stage = stage, NextStep = said, NextDue = next.Due?.DayNumber }, (GivenReason?)null);
    }, ct);

    /// <param name="amount">Micros; null keeps what is known.</param>
    /// <param name="day">Null is today.</param>
    public Task<Result<DealDone>> Win(OpportunityId id, int version, long? amount, DateOnly? day, ReasonId? reason, UserId? by, CancellationToken ct) =>
        End(id, version, DealState.Won, amount, day, reason, null, ReasonKind.Winning, by, ct);

    /// <summary>A lost deal always has a reason.</summary>
    public Task<Result<DealDone>> Lose(OpportunityId id, int version, DateOnly? day, ReasonId? reason, string? competitors, UserId? by, CancellationToken ct) =>
        End(id, version, DealState.Lost, null, day, reason, competitors, ReasonKind.NotBuying, by, ct);

    /// <summary>Back into the stage that it was in before it ended.</summary>
    public Task<Result<DealDone>> Reopen(OpportunityId id, int version, NextStep next, UserId? by, CancellationToken ct) => Change(id, version, "deal.reopen", by, (deal, all, _) =>
    {
        if (deal.Facts.State == DealState.Open) return new DealOpen();
        if (next.Said is not { } said) return new NextStepNeeded();
        if (said.Length > OpportunityTable.LongestStep) return new TooLong("next", OpportunityTable.LongestStep);
        var way = all.Find(deal.Facts.Pipeline) ?? all.First;
        var stage = deal.Steps.Where(s => s.Facts.State == DealState.Open).Select(s => way.Find(s.Facts.Stage)).LastOrDefault(s => s is { Kind: DealState.Open }) ?? way.First(DealState.Open);
        return (deal.Facts with { Pipeline = way.Id, Stage = stage.Id, State = DealState.Open, Closed = null, Reason = null, NextStep = said, NextDue = next.Due?.DayNumber }, (GivenReason?)null);
    }, ct);

    public Task<Result<DealDone>> Edit(OpportunityId id, int version, DealEdit edit, UserId? by, CancellationToken ct) => Change(id, version, "deal.edit", by, (deal, _, known) =>
    {
        if (Refuse(edit) is { } refusal) return refusal;
        if (deal.Facts.State == DealState.Open && edit.Next.Said is null) return new NextStepNeeded();
        var own = known.Own.Set(deal.Facts.Custom, edit.Own);
        return own.Refusal is { } unfit ? unfit : (Edited(deal.Facts, edit) with { Custom = own.Value }, (GivenReason?)null);
    }, ct);

    private Task<Result<DealDone>> End(
        OpportunityId id, int version, DealState state, long? amount, DateOnly? day, ReasonId? reason, string? competitors, ReasonKind kind, UserId? by, CancellationToken ct) =>
        Change(id, version, state == DealState.Won ? "deal.win" : "deal.lose", by, (deal, all, known) =>
        {
            if (deal.Facts.State != DealState.Open) return new DealEnded();
            if (amount < 0) return new AmountWrong();
            if (competitors?.Trim() is { Length: > OpportunityTable.LongestStep }) return new TooLong("competitors", OpportunityTable.LongestStep);
            var given = reason is { } r ? known.Reasons.FirstOrDefault(k => k.Id == r && k.Kind == kind) : null;
            if (given is null && (state == DealState.Lost || reason is not null)) return new ReasonNeeded();
            var on = day ?? DateOnly.FromDayNumber(known.Today);
            if (on.DayNumber > known.Today) return new DayInFuture();
            var way = all.Find(deal.Facts.Pipeline) ?? all.First;
            var facts = deal.Facts with
            {
                Pipeline = way.Id, Stage = way.First(state).Id, State = state, Closed = on.DayNumber, Amount = amount ?? deal.Facts.Amount, Reason = given?.Id.Value, NextStep = null, NextDue = null,
                Competitors = competitors?.Trim() is { Length: > 0 } said ? said : deal.Facts.Competitors,
            };
            return (facts, given is null ? (GivenReason?)null : new GivenReason(new(deal.Customer), given.Id, kind, on, About, deal.Id));
        }, ct);

    private readonly record struct Known(int Today, IReadOnlyList<ReasonInfo> Reasons, RowFields Own);

    private async Task<Result<DealDone>> Change(
        OpportunityId id, int version, string kind, UserId? by, Func<Deal, Pipelines, Known, Result<(DealFacts Facts, GivenReason? Reason)>> decide, CancellationToken ct)
    {
        var given = await reasons.All(ct);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var customer = await session.Db.Opportunities.AsNoTracking().Where(d => d.Id == id).Select(d => (CustomerId?)d.CustomerId).FirstOrDefaultAsync(ct);
        if (customer is not { } owner) return new DealGone();
        var deal = (await DealStore.Read(session, [(owner.Value, id.Value)], ct)).Single();
        if (deal.Version != version) return new DealChangedMeanwhile();
        var (all, today) = (await Pipelines.Read(session.Db, ct), Today(await session.Db.Organisation(ct)));
        var decided = decide(deal, all, new(today, given, await RowFields.Read(session.Db, RowSubject.Deal, ct)));
        if (decided.Refusal is { } refusal) return refusal;
        var (facts, reason) = decided.Value;
        if (facts == deal.Facts) return new DealDone(id, null);
        var stands = facts.StandsAs(deal.Facts);
        deal.Facts = facts;
        if (!stands) deal.Follow(ids.TakeBlock().Next(), Now, facts.Closed ?? today, all.Stage(facts.Stage)?.Stage.Probability ?? 0, by?.Value);
        return await Save(session, deal, kind, reason, by, ct);
    }

    private async Task<Result<DealDone>> Save(BulkSession session, Deal deal, string kind, GivenReason? reason, UserId? by, CancellationToken ct)
    {
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind };
        var recorder = new ChangeRecorder(session.Db, set);
        await Write(session, recorder, deal, ct);
        if (reason is { } given) reasons.Give(session, recorder, [given]);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new DealDone(new(deal.Id), set.Id);
    }

    private static async Task Write(BulkSession session, ChangeRecorder recorder, Deal deal, CancellationToken ct)
    {
        var (isNew, fresh) = (deal.Stored is null, deal.Steps.Where(s => s.Stored is null).Select(s => s.Id).ToArray());
        await DealStore.Write(session, [deal], recorder, ct);
        if (isNew) recorder.Range(OpportunityTable.Name, deal.Id, deal.Id);
        foreach (var step in fresh) recorder.Range(DealStepTable.Name, step, step);
    }

    private static Refusal? Refuse(DealEdit edit) =>
        edit.Amount < 0 ? new AmountWrong()
        : edit.Name?.Length > OpportunityTable.LongestName ? new TooLong("name", OpportunityTable.LongestName)
        : edit.Competitors?.Length > OpportunityTable.LongestStep ? new TooLong("competitors", OpportunityTable.LongestStep)
        : edit.Next.Said?.Length > OpportunityTable.LongestStep ? new TooLong("next", OpportunityTable.LongestStep) : null;

    private static DealFacts Edited(DealFacts facts, DealEdit edit) => facts with
    {
        Name = Clean(edit.Name), Amount = edit.Amount, Expected = edit.Expected?.DayNumber, Committed = edit.Committed ? 1 : 0,
        Owner = edit.Owner?.Value, OwnerName = edit.Owner is null ? facts.OwnerName : null, Product = edit.Product?.Value,
        Competitors = Clean(edit.Competitors), NextStep = edit.Next.Said, NextDue = edit.Next.Due?.DayNumber,
    };

    private static string? Clean(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;

    private long Now => Instants.ToMicroseconds(clock.GetUtcNow());

    private int Today(Organisation organisation) => Instants.DayNumber(Now, organisation.Zone);
}
