using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.MoveDeals;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Sales.KeepLeads;

internal sealed record LeadGone() : Refusal("sales.lead.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record LeadChangedMeanwhile() : Refusal("sales.lead.refused.changed");

/// <summary>The lead is no longer where this could be done with it.</summary>
internal sealed record LeadPast() : Refusal("sales.lead.refused.past");

internal sealed record LeadUnsaid(int Max) : FieldRefusal("sales.lead.refused.interest", "interest");

internal sealed record LeadSourceNeeded() : FieldRefusal("sales.lead.refused.source", "source");

/// <summary>Nobody may tick a lead off: a call, visit, quote or order afterwards shows that it was followed up.</summary>
internal sealed record NothingHappened() : Refusal("sales.lead.refused.proof");

/// <param name="Set">To be undone; null where nothing changed.</param>
internal sealed record LeadDone(LeadId Lead, LeadState State, OpportunityId? Deal, ChangeSetId? Set);

/// <summary>What people do with leads. Who is ready becomes a deal with a task that has a deadline, who is watching is kept warm; done is only what something that happened afterwards shows.</summary>
internal sealed class LeadDeeds(
    IDbContextFactory<PatronDb> contexts, ICustomers customers, LeadRouter router, ITasks tasks, DealDeeds deals, IEnumerable<IProvesTasks> proofs, IdMaker ids, TimeProvider clock)
{
    public const string Kinds = "lead.";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    /// <param name="own">Own fields as a form says them, by key.</param>
    /// <param name="owner">Null: whom the rules of <see cref="LeadRouter"/> give it to; where there are no teams, whoever captures it.</param>
    public async Task<Result<LeadDone>> Capture(CustomerId customer, int source, string? interest, UserId? owner, UserId? by, Sentences sentences, CancellationToken ct, IReadOnlyDictionary<string, string?>? own = null)
    {
        if (interest?.Trim() is not { Length: > 0 and <= LeadTable.LongestInterest } said) return new LeadUnsaid(LeadTable.LongestInterest);
        if (await customers.Resolve(customer, ct) is not { } of) return new LeadGone();
        var (now, happened) = (clock.GetUtcNow(), await Happened(of, clock.GetUtcNow() - Remembered, sentences, ct));
        IReadOnlyList<UserId> candidates;
        await using (var db = await contexts.CreateDbContextAsync(ct)) candidates = (await router.Candidates(db, [new(of, said)], ct))[0];
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        if ((await LeadSources.Read(session.Db, ct)).All.All(s => s.Id != source)) return new LeadSourceNeeded();
        var custom = (await RowFields.Read(session.Db, RowSubject.Lead, ct)).Set(null, own);
        if (custom.Refusal is { } unfit) return unfit;
        var rules = await LeadRules.Read(session.Db, ct);
        var to = owner ?? LeadRouter.Least(await LeadRouter.Loads(session.Db, ct), candidates) ?? by;
        var lead = ids.Next<LeadId>();
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = now, By = by, Kind = Kinds + "capture" };
        session.Db.Add(new Lead
        {
            CustomerId = of, Id = lead, Source = source, Interest = said, State = LeadState.Offered, OwnerId = to, AcceptBy = now + rules.ToAccept, CreatedAt = now, Version = 1,
            Budget = Answer.Unknown, Need = Answer.Unknown, Decider = Answer.Unknown, Soon = Answer.Unknown, Fit = 0, CoolsAt = rules.CoolsAt(happened, now), ScoredAt = now, Custom = custom.Value,
        });
        new ChangeRecorder(session.Db, set).Range(LeadTable.Name, lead.Value, lead.Value);
        session.Tell(Topics.Sales, of.Value);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new LeadDone(lead, LeadState.Offered, null, set.Id);
    }

    public Task<Result<LeadDone>> Accept(LeadId id, int version, UserId by, CancellationToken ct) => Change(id, version, "accept", by, (_, _, lead, _) => Task.FromResult<Result<Changed>>(
        lead.State != LeadState.Offered ? new LeadPast() : Changed.Of(lead) with { State = LeadState.Accepted, Owner = by, AcceptBy = null }), ct);

    /// <summary>To the next one with the fewest in hand, who has the same time again. Refused for leads that were accepted, before the time is up, and where there is nobody else.</summary>
    public async Task<Result<LeadDone>> PassOn(LeadId id, int version, UserId? by, CancellationToken ct)
    {
        IReadOnlyList<UserId> candidates;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Set<Lead>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, ct) is not { } lead) return new LeadGone();
            candidates = [.. (await router.Candidates(db, [new(lead.CustomerId, lead.Interest)], ct))[0].Where(u => u != lead.OwnerId)];
        }
        var now = clock.GetUtcNow();
        return await Change(id, version, "pass-on", by, async (session, _, lead, rules) =>
            lead.State != LeadState.Offered || lead.AcceptBy > now || LeadRouter.Least(await LeadRouter.Loads(session.Db, ct), candidates) is not { } next
                ? new LeadPast() : Changed.Of(lead) with { Owner = next, AcceptBy = now + rules.ToAccept }, ct);
    }

    /// <summary>What was asked decides: budget and an immediate need make a deal, with a task to call within a day; anything else goes to the nurture list. All of it is one transaction and one undo.</summary>
    /// <param name="task">What the task and the deal's next step are called.</param>
    public Task<Result<LeadDone>> Qualify(LeadId id, int version, Answers answers, string task, UserId by, CancellationToken ct) => Change(id, version, "qualify", by, async (session, changes, lead, rules) =>
    {
        if (lead.State is LeadState.Sales or LeadState.Done) return new LeadPast();
        var asked = Changed.Of(lead) with { State = LeadState.Nurtured, Owner = by, AcceptBy = null, Answers = answers, Fit = rules.Fit(answers) };
        if (!answers.Ready) return asked;
        var due = clock.GetUtcNow() + rules.ToCall;
        var called = lead.Interest.Length <= OpportunityTable.LongestName ? lead.Interest : lead.Interest[..OpportunityTable.LongestName];
        var day = DateOnly.FromDayNumber(Instants.DayNumber(Instants.ToMicroseconds(due), (await session.Db.Organisation(ct)).Zone));
        var opened = await deals.Open(session, changes, lead.CustomerId, null, null, null, new(called, null, null, false, by, null, null, new(task, day)), by, ct);
        if (opened.Refusal is { } refusal) return refusal;
        var added = await tasks.Add(session, changes, new(lead.CustomerId, TaskKind.CallBack, task, due) { Owner = by, Priority = TaskPriority.High, About = new("opportunity", opened.Value.Value) }, by, ct);
        return added.Refusal is { } not ? not : asked with { State = LeadState.Sales, Deal = opened.Value };
    }, ct);

    /// <summary>Own fields, whatever has become of the lead.</summary>
    public Task<Result<LeadDone>> Describe(LeadId id, int version, IReadOnlyDictionary<string, string?>? own, UserId? by, CancellationToken ct) => Change(id, version, "edit", by, async (session, _, lead, _) =>
    {
        var custom = (await RowFields.Read(session.Db, RowSubject.Lead, ct)).Set(lead.Custom, own);
        return custom.Refusal is { } unfit ? unfit : Changed.Of(lead) with { Custom = custom.Value };
    }, ct);

    /// <summary>Followed up. Refused while nothing happened with the customer since the lead came.</summary>
    public async Task<Result<LeadDone>> Finish(LeadId id, int version, Sentences sentences, UserId by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Lead>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, ct) is not { } lead) return new LeadGone();
        if (!(await Happened(lead.CustomerId, lead.CreatedAt, sentences, ct)).Any(h => h.At > lead.CreatedAt)) return new NothingHappened();
        return await Change(id, version, "done", by, (_, _, l, _) => Task.FromResult<Result<Changed>>(l.State == LeadState.Done ? new LeadPast() : Changed.Of(l) with { State = LeadState.Done, AcceptBy = null }), ct);
    }

    /// <summary>What happened with the customer since, as the rooms tell that know of calls, visits, quotes and orders.</summary>
    public async Task<IReadOnlyList<Happening>> Happened(CustomerId customer, DateTimeOffset since, Sentences sentences, CancellationToken ct)
    {
        var happened = new List<Happening>();
        foreach (var room in proofs) happened.AddRange(await room.Since(customer, since, sentences, ct));
        return [.. happened.OrderByDescending(h => h.At)];
    }

    private sealed record Changed(LeadState State, UserId? Owner, DateTimeOffset? AcceptBy, Answers Answers, OpportunityId? Deal, int? Fit, string? Custom)
    {
        public static Changed Of(Lead lead) => new(lead.State, lead.OwnerId, lead.AcceptBy, lead.Said, lead.OpportunityId, lead.Fit, lead.Custom);

        /// <summary>In the order of <see cref="LeadTable.Recorded"/>.</summary>
        public object?[] Values => [(int)State, Owner?.Value, AcceptBy, (int)Answers.Budget, (int)Answers.Need, (int)Answers.Decider, (int)Answers.Soon, Deal?.Value, Fit, Custom];

        public object?[] Recorded => [.. Values.Select(v => v is DateTimeOffset at ? Instants.ToMicroseconds(at) : v)];
    }

    private async Task<Result<LeadDone>> Change(LeadId id, int version, string kind, UserId? by, Func<BulkSession, ChangeRecorder, Lead, LeadRules, Task<Result<Changed>>> decide, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        if (await session.Db.Set<Lead>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, ct) is not { } lead) return new LeadGone();
        if (lead.Version != version) return new LeadChangedMeanwhile();
        var recorder = new ChangeRecorder(session.Db, new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + kind });
        var decided = await decide(session, recorder, lead, await LeadRules.Read(session.Db, ct));
        if (decided.Refusal is { } refusal) return refusal;
        if (RowChange.Of(id.Value, lead.CustomerId.Value, LeadTable.Recorded, Changed.Of(lead).Recorded, decided.Value!.Recorded) is not { } change) return new LeadDone(id, lead.State, lead.OpportunityId, null);
        await session.Db.SaveChangesAsync(ct);
        recorder.Write(session, LeadTable.Name, [change]);
        await session.Update(LeadTable.Name, [.. LeadTable.Recorded, "version"], ["customer_id", "id"], [[.. decided.Value.Values, lead.Version + 1, lead.CustomerId.Value, id.Value]], ct);
        session.Tell(Topics.Sales, lead.CustomerId.Value);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new LeadDone(id, decided.Value.State, decided.Value.Deal, recorder.Set.Id);
    }
}
