using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.TakeLeads;

/// <summary>A leads file: each row is a record of somebody, known or new, and a lead of that customer. A lead that is known stays as people have left it.</summary>
internal sealed class TakesLeads(ITakesRows<IncomingRecord> records, LeadRouter router, IUserNames users) : ITakesRows<IncomingLead>
{
    public IRowIntake<IncomingLead> Begin(Intake intake) => new LeadIntake(intake, records.Begin(intake), router, users);
}

internal sealed class LeadIntake(Intake intake, IRowIntake<IncomingRecord> records, LeadRouter router, IUserNames users) : IRowIntake<IncomingLead>
{
    private const char Between = '\u001f';
    private static readonly string[] Columns =
    [
        "customer_id", "id", "source_record_id", "source_id", "number", "source", "interest", "state", "owner_id", "accept_by", "budget", "need", "decider", "soon", "created_at", "opportunity_id", "fit", "custom", "version",
    ];

    // A plan keeps what it made in mind, for it is in no table.
    private readonly HashSet<string> planned = new(StringComparer.Ordinal);
    private LeadSources? sources;

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingLead> rows, CancellationToken ct)
    {
        sources ??= await LeadSources.Read(session.Db, ct);
        var fates = new RowFate[rows.Count];
        var sound = new List<(int At, IncomingLead Row)>(rows.Count);
        foreach (var (at, row) in rows.Index())
        {
            if (Wrong(row) is { } why) fates[at] = new(row.Line, Fate.Rejected, why);
            else sound.Add((at, row));
        }
        foreach (var ((at, _), fate) in sound.Zip(await records.Take(session, sound.ConvertAll(s => s.Row.Person), ct))) fates[at] = fate;

        var taken = sound.FindAll(s => fates[s.At].Fate is not (Fate.Rejected or Fate.Conflict));
        var known = await session.Find(ClaimScopes.Lead(intake.Source.Id), taken.Select(t => NumberOf(t.Row)).ToHashSet(StringComparer.Ordinal), ct);
        var fresh = taken.FindAll(t => !known.ContainsKey(NumberOf(t.Row)) && planned.Add(NumberOf(t.Row)));
        var deals = await LeadDeals.Find(session, intake.Source.Id, fresh.ConvertAll(f => f.Row), ct);
        foreach (var (at, row) in fresh) fates[at] = new(fates[at].Line, Fate.Created, deals.Wrong(row));
        if (intake.PlanOnly) return fates;
        planned.Clear();
        if (fresh.Count > 0) await Write(session, fresh.ConvertAll(f => f.Row), deals, ct);
        return fates;
    }

    private async Task Write(BulkSession session, List<IncomingLead> rows, LeadDeals deals, CancellationToken ct)
    {
        await KnowSources(session, rows, ct);
        var owners = await session.Find(ClaimScopes.Record(intake.Source.Id), rows.Select(r => r.Person.ExternalId).ToHashSet(StringComparer.Ordinal), ct);
        var named = await users.BySaid(session, [.. rows.Select(r => r.Owner).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)], ct);
        var candidates = await router.Candidates(session.Db, rows.ConvertAll(r => new RoutedLead(new(owners[r.Person.ExternalId].Customer), r.Interest, r.Person.Country, r.Person.Region, r.Person.Language)), ct);
        var (loads, rules, now) = (await LeadRouter.Loads(session.Db, ct), await LeadRules.Read(session.Db, ct), Instants.ToMicroseconds(intake.Now));
        var own = await RowFields.Read(session.Db, RowSubject.Lead, ct);
        var claims = new List<(string Number, long Id, long Customer)>(rows.Count);
        using (var sink = session.Sink(LeadTable.Name, Columns))
        {
            foreach (var (at, row) in rows.Index())
            {
                var (owner, id) = (owners[row.Person.ExternalId], intake.Ids(LeadTable.Name).Next());
                var said = new Answers(Of(row.Budget), Of(row.Need), Of(row.Decider), Of(row.Soon));
                UserId? to = row.Owner is { } name && named.TryGetValue(name, out var user) ? user : LeadRouter.Least(loads, candidates[at]) ?? intake.By;
                sink.Begin();
                sink.Long(owner.Customer);
                sink.Long(id);
                sink.Long(owner.Id);
                sink.Long(intake.Source.Id.Value);
                sink.Text(NumberOf(row));
                sink.Int(sources!.Called(row.Source)!.Id);
                sink.Text(row.Interest);
                var deal = deals.Of(row);
                sink.Int((int)(deal?.State switch { null => LeadState.Offered, DealState.Open => LeadState.Sales, _ => LeadState.Done }));
                sink.Long(to?.Value);
                sink.Instant(deal is null ? Instants.ToMicroseconds(intake.Now + rules.ToAccept) : null);
                sink.Int((int)said.Budget);
                sink.Int((int)said.Need);
                sink.Int((int)said.Decider);
                sink.Int((int)said.Soon);
                sink.Instant(row.At ?? now);
                sink.Long(deal?.Id);
                sink.Int(rules.Fit(said));
                sink.Text(own.Taken(null, row.Custom, fillOnly: false));
                sink.Int(1);
                sink.End();
                claims.Add((NumberOf(row), id, owner.Customer));
            }
            sink.Complete();
        }
        using (var keys = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            foreach (var (number, id, customer) in claims) ClaimedKeys.Write(keys, ClaimScopes.Lead(intake.Source.Id), number, id, customer);
            keys.Complete();
        }
        session.Tell(Topics.Sales, claims.Select(c => c.Customer));
    }

    /// <summary>A source that the file names and that is not known yet is made; one whose cost is told again costs that.</summary>
    private async Task KnowSources(BulkSession session, List<IncomingLead> rows, CancellationToken ct)
    {
        await SettingDeeds.Alone(session, ct);
        var before = await LeadSources.Read(session.Db, ct);
        sources = before;
        foreach (var row in rows.DistinctBy(r => (r.Source.ToLowerInvariant(), r.Cost)))
        {
            var found = sources.Called(row.Source);
            if (found is null) sources = sources.With(row.Source, LeadSources.KindOf(row.Kind) ?? LeadSourceKind.List, row.Cost ?? 0);
            else if (row.Cost is { } cost && cost != found.Cost) sources = new([.. sources.All.Select(s => s.Id == found.Id ? s with { Cost = cost } : s)]);
        }
        if (sources != before) await session.Db.WriteAtOnce(LeadSources.Key, sources, ct);
    }

    private static RowReason? Wrong(IncomingLead row) =>
        row.Source.Trim().Length is 0 or > LeadSources.LongestName ? new("sales.row.toolong", "source", row.Source, new { column = "source", max = LeadSources.LongestName })
        : row.Interest.Length > LeadTable.LongestInterest ? new("sales.row.toolong", "interested_in", row.Interest, new { column = "interested_in", max = LeadTable.LongestInterest })
        : NumberOf(row).Length > LeadTable.LongestNumber ? new("sales.row.toolong", "id", row.Person.ExternalId, new { column = "id", max = LeadTable.LongestNumber })
        : row.Cost < 0 ? new("sales.row.negativecost", "cost", null) : null;

    /// <summary>Somebody may be a lead of several sources.</summary>
    private static string NumberOf(IncomingLead row) => row.Person.ExternalId + Between + row.Source.Trim().ToLowerInvariant();

    private static Answer Of(bool? said) => said switch { null => Answer.Unknown, true => Answer.Yes, false => Answer.No };
}
