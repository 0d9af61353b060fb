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

internal sealed record Answers(Answer Budget, Answer Need, Answer Decider, Answer Soon)
{
    /// <summary>Money and an immediate need: it goes to sales.</summary>
    public bool Ready => Budget == Answer.Yes && Soon == Answer.Yes;
}

/// <param name="Set">To be undone; null where nothing changed.</param>
internal sealed record LeadDone(LeadId Lead, LeadState State, OpportunityId? Deal, ChangeSetId? Set);

/// <summary>What people do with leads. Who is ready becomes a deal with a task that has a deadline, who is watching is kept warm; done is only what something that happened afterwards shows.</summary>
internal sealed class LeadDeeds(
    IDbContextFactory<PatronDb> contexts, ICustomers customers, ITeams teams, ITasks tasks, DealDeeds deals, IEnumerable<IProvesTasks> proofs, IdMaker ids, TimeProvider clock)
{
    public const string Kinds = "lead.";

    /// <summary>Time to accept before it may be passed on, and to speak with somebody who is ready.</summary>
    public static readonly TimeSpan ToAccept = TimeSpan.FromHours(4), ToCall = TimeSpan.FromHours(24);

    /// <param name="owner">Null: of all in teams the one with the fewest leads in hand, of equal ones the first by id; where there are no teams, whoever captures it.</param>
    public async Task<Result<LeadDone>> Capture(CustomerId customer, int source, string? interest, UserId? owner, UserId? by, CancellationToken ct)
    {
        if (interest?.Trim() is not { Length: > 0 and <= LeadTable.LongestInterest } said) return new LeadUnsaid(LeadTable.LongestInterest);
        if (await customers.Resolve(customer, ct) is not { } of) return new LeadGone();
        var all = await teams.All(ct);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        if ((await LeadSources.Read(session.Db, ct)).All.All(s => s.Id != source)) return new LeadSourceNeeded();
        var to = owner ?? await LeastLoaded(session, [.. all.SelectMany(t => t.Members).Select(m => m.User).Distinct()], ct) ?? by;
        var (lead, now) = (ids.Next<LeadId>(), clock.GetUtcNow());
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = now, By = by, Kind = Kinds + "capture" };
        session.Db.Add(new Lead
        {
            CustomerId = of, Id = lead, Source = source, Interest = said, State = LeadState.Offered, OwnerId = to, AcceptBy = now + ToAccept, CreatedAt = now, Version = 1,
            Budget = Answer.Unknown, Need = Answer.Unknown, Decider = Answer.Unknown, Soon = Answer.Unknown,
        });
        new ChangeRecorder(session.Db, set).Range(LeadTable.Name, lead.Value, lead.Value);
        session.Tell(Topics.Sales, of.Value);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new LeadDone(lead, LeadState.Offered, null, set.Id);
    }

    public Task<Result<LeadDone>> Accept(LeadId id, int version, UserId by, CancellationToken ct) => Change(id, version, "accept", by, lead =>
        lead.State != LeadState.Offered ? new LeadPast() : new Changed(LeadState.Accepted, by, null, new(lead.Budget, lead.Need, lead.Decider, lead.Soon), lead.OpportunityId), ct);

    /// <summary>To the next one with the fewest in hand, who has the same time again. Refused for leads that were accepted, and before the time is up.</summary>
    public async Task<Result<LeadDone>> PassOn(LeadId id, int version, UserId? by, CancellationToken ct)
    {
        var all = (await teams.All(ct)).SelectMany(t => t.Members).Select(m => m.User).Distinct().ToArray();
        UserId? next;
        await using (var session = await BulkSession.BeginReading(contexts, clock, ct))
        {
            var owner = await session.Db.Set<Lead>().Where(l => l.Id == id).Select(l => l.OwnerId).FirstOrDefaultAsync(ct);
            next = await LeastLoaded(session, [.. all.Where(u => u != owner)], ct);
        }
        var now = clock.GetUtcNow();
        return await Change(id, version, "pass-on", by, lead => lead.State != LeadState.Offered || lead.AcceptBy > now || next is null
            ? new LeadPast() : new Changed(LeadState.Offered, next, now + ToAccept, new(lead.Budget, lead.Need, lead.Decider, lead.Soon), null), ct);
    }

    /// <summary>What was asked decides: budget and an immediate need make a deal, with a task to call within a day; anything else goes to the nurture list.</summary>
    /// <param name="task">What the task and the deal's next step are called.</param>
    public async Task<Result<LeadDone>> Qualify(LeadId id, int version, Answers answers, string task, UserId by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Lead>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, ct) is not { } before) return new LeadGone();
        if (before.Version != version) return new LeadChangedMeanwhile();
        if (before.State is LeadState.Sales or LeadState.Done) return new LeadPast();
        OpportunityId? deal = null;
        if (answers.Ready)
        {
            var due = clock.GetUtcNow() + ToCall;
            var opened = await deals.Open(before.CustomerId, null, null, null, new(before.Interest.Length <= OpportunityTable.LongestName ? before.Interest : before.Interest[..OpportunityTable.LongestName], null, null, false, by, null, null, new(task, DateOnly.FromDateTime(due.UtcDateTime))), by, ct);
            if (opened.Refusal is { } refusal) return refusal;
            deal = opened.Value!.Deal;
            var added = await tasks.Add(new(before.CustomerId, TaskKind.CallBack, task, due) { Owner = by, Priority = TaskPriority.High, About = new("opportunity", deal.Value.Value) }, by, ct);
            if (added.Refusal is { } not) return not;
        }
        return await Change(id, version, "qualify", by, _ => new Changed(answers.Ready ? LeadState.Sales : LeadState.Nurtured, by, null, answers, deal), ct);
    }

    /// <summary>Followed up. Refused while nothing happened with the customer since the lead came.</summary>
    public async Task<Result<LeadDone>> Finish(LeadId id, int version, Sentences sentences, UserId by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Lead>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, ct) is not { } lead) return new LeadGone();
        if (!(await Happened(lead.CustomerId, lead.CreatedAt, sentences, ct)).Any(h => h.At > lead.CreatedAt)) return new NothingHappened();
        return await Change(id, version, "done", by, l => l.State == LeadState.Done ? new LeadPast() : new Changed(LeadState.Done, l.OwnerId, null, new(l.Budget, l.Need, l.Decider, l.Soon), l.OpportunityId), ct);
    }

    /// <summary>What happened with the customer since, as the rooms tell that know of calls, visits, quotes and orders.</summary>
    public async Task<IReadOnlyList<Happening>> Happened(CustomerId customer, DateTimeOffset since, Sentences sentences, CancellationToken ct)
    {
        var happened = new List<Happening>();
        foreach (var room in proofs) happened.AddRange(await room.Since(customer, since, sentences, ct));
        return [.. happened.OrderByDescending(h => h.At)];
    }

    private sealed record Changed(LeadState State, UserId? Owner, DateTimeOffset? AcceptBy, Answers Answers, OpportunityId? Deal)
    {
        public object?[] Values => [(int)State, Owner?.Value, AcceptBy, (int)Answers.Budget, (int)Answers.Need, (int)Answers.Decider, (int)Answers.Soon, Deal?.Value];

        public object?[] Recorded => [.. Values.Select(v => v is DateTimeOffset at ? Instants.ToMicroseconds(at) : v)];
    }

    private async Task<Result<LeadDone>> Change(LeadId id, int version, string kind, UserId? by, Func<Lead, Result<Changed>> decide, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        if (await session.Db.Set<Lead>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, ct) is not { } lead) return new LeadGone();
        if (lead.Version != version) return new LeadChangedMeanwhile();
        var decided = decide(lead);
        if (decided.Refusal is { } refusal) return refusal;
        var before = new Changed(lead.State, lead.OwnerId, lead.AcceptBy, new(lead.Budget, lead.Need, lead.Decider, lead.Soon), lead.OpportunityId);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + kind };
        if (RowChange.Of(id.Value, lead.CustomerId.Value, LeadTable.Recorded, before.Recorded, decided.Value!.Recorded) is not { } change) return new LeadDone(id, lead.State, lead.OpportunityId, null);
        new ChangeRecorder(session.Db, set).Write(session, LeadTable.Name, [change]);
        await session.Update(LeadTable.Name, [.. LeadTable.Recorded, "version"], ["customer_id", "id"], [[.. decided.Value.Values, lead.Version + 1, lead.CustomerId.Value, id.Value]], ct);
        session.Tell(Topics.Sales, lead.CustomerId.Value);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new LeadDone(id, decided.Value.State, decided.Value.Deal, set.Id);
    }

    private static async Task<UserId?> LeastLoaded(BulkSession session, IReadOnlyCollection<UserId> users, CancellationToken ct)
    {
        if (users.Count == 0) return null;
        var load = await session.Db.Set<Lead>().Where(l => l.OwnerId != null && (l.State == LeadState.Offered || l.State == LeadState.Accepted)).GroupBy(l => l.OwnerId!.Value).Select(g => new { g.Key, Leads = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Leads, ct);
        return users.OrderBy(u => load.GetValueOrDefault(u)).ThenBy(u => u.Value).First();
    }
}
