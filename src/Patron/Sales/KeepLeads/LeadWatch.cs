using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Sales.KeepLeads;

/// <summary>Passes leads on that nobody has accepted in time, and looks up anew what happened with the customers of those in hand.</summary>
internal sealed class LeadWatch(IDbContextFactory<PatronDb> contexts, LeadDeeds deeds, LeadRouter router, IdMaker ids, Texts texts, TimeProvider clock)
{
    /// <summary>Of those scored longest ago, each time that it looks: few questions at once, and thousands of leads in an hour.</summary>
    public const int ScoredAtOnce = 100;
    private const int PassedAtOnce = 1_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1), Remembered = TimeSpan.FromDays(90);
    private static readonly string[] Scored = ["fit", "cools_at", "scored_at"], Keys = ["customer_id", "id"], Passed = ["owner_id", "accept_by"];

    /// <summary>Returns how many were passed on and how many scored.</summary>
    public async Task<(int Passed, int Scored)> Look(CancellationToken ct) => (await PassOn(ct), await Score(ct));

    /// <summary>To the next one whom the rules give each lead, with the same time again. A lead that nobody else can take stays where it is, and waits as long again.</summary>
    private async Task<int> PassOn(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        List<Lead> late;
        IReadOnlyList<IReadOnlyList<UserId>> candidates;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            late = await Late(db, now).ToListAsync(ct);
            if (late.Count == 0) return 0;
            candidates = await router.Candidates(db, late.ConvertAll(l => new RoutedLead(l.CustomerId, l.Interest)), ct);
        }
        var may = late.Zip(candidates).ToDictionary(l => (l.First.Id, l.First.Version), l => l.Second);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await Customers.Contracts.CustomersLock.Take(session, ct);
        var (rules, loads) = (await LeadRules.Read(session.Db, ct), await LeadRouter.Loads(session.Db, ct));
        var changes = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = now, Kind = LeadDeeds.Kinds + "pass-on" });
        var (rows, told) = (new List<object?[]>(), new List<RowChange>());
        foreach (var lead in (await Late(session.Db, now).ToListAsync(ct)).Where(l => may.ContainsKey((l.Id, l.Version))))
        {
            var to = LeadRouter.Least(loads, may[(lead.Id, lead.Version)].Where(u => u != lead.OwnerId)) ?? lead.OwnerId;
            var by = now + rules.ToAccept;
            rows.Add([to?.Value, by, lead.Version + 1, lead.CustomerId.Value, lead.Id.Value]);
            if (RowChange.Of(lead.Id.Value, lead.CustomerId.Value, Passed, [lead.OwnerId?.Value, Instants.ToMicroseconds(lead.AcceptBy!.Value)], [to?.Value, Instants.ToMicroseconds(by)]) is { } change) told.Add(change);
        }
        await session.Update(LeadTable.Name, [.. Passed, "version"], Keys, rows, ct);
        changes.Write(session, LeadTable.Name, told);
        session.Tell(Topics.Sales, told.Select(t => t.Customer));
        await session.Commit(ct);
        return rows.Count;
    }

    private static IQueryable<Lead> Late(PatronDb db, DateTimeOffset now) =>
        db.Set<Lead>().AsNoTracking().Where(l => l.AcceptBy <= now && l.State == LeadState.Offered).OrderBy(l => l.AcceptBy).ThenBy(l => l.Id).Take(PassedAtOnce);

    private async Task<int> Score(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = now - Fresh;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.Set<Lead>().AsNoTracking().Where(l => l.State != LeadState.Done && l.State != LeadState.Sales && (l.ScoredAt == null || l.ScoredAt < before))
            .OrderBy(l => l.ScoredAt != null).ThenBy(l => l.ScoredAt).ThenBy(l => l.Id).Take(ScoredAtOnce).ToListAsync(ct);
        if (due.Count == 0) return 0;
        var rules = await LeadRules.Read(db, ct);
        var rows = new List<object?[]>();
        foreach (var lead in due)
            rows.Add([rules.Fit(lead.Said), rules.CoolsAt(await deeds.Happened(lead.CustomerId, now - Remembered, texts.For(Language.English), ct), now), now, lead.CustomerId.Value, lead.Id.Value]);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await session.Update(LeadTable.Name, Scored, Keys, rows, ct);
        await session.Commit(ct);
        return rows.Count;
    }
}

internal sealed class LeadWatcher(LeadWatch watch, TimeProvider clock, ILogger<LeadWatcher> logger) : Watcher(clock, logger)
{
    protected override Task Look(CancellationToken ct) => watch.Look(ct);
}
