using System.Globalization;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExportRows;

/// <summary>Decisions, those that hold and those that have ended, under the record of the two that comes later in the export. What speaks of records that are gone stays behind.</summary>
internal sealed class ExportsDecisions(ISources sources, IUserNames users, IdentityWriters writers) : IExportPart
{
    public string Kind => "decisions";
    public int Order => 26;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("id", "other_source", "other", "verdict", "probability", "evidence", "at", "by", "ended");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, s.name, o.external_id, d.verdict, d.probability, d.evidence, d.at, d."by", d.ended_at from {IdentityTables.Decisions} d
            join {IdentityTables.Records} r on r.id in (d.first_record, d.second_record) join {IdentityTables.Records} o on o.id in (d.first_record, d.second_record) and o.id <> r.id
            join identity_sources s on s.id = o.source_id
            where r.source_id = {source.Id.Value} and (s.number < {source.Number} or (o.source_id = r.source_id and o.id < r.id))
            order by r.id, s.number, o.id, d.at, d.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(row, 2).Text(((Verdict)row.Long(3)).ToString()).Text(row.IsNull(4) ? null : row.Long(4).ToString(CultureInfo.InvariantCulture))
                .Text(row, 5).Instant(row, 6).Text(row.IsNull(7) ? null : said.GetValueOrDefault(new(row.Long(7)))).Instant(row.IsNull(8) ? null : row.Instant(8));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await IdentityLock.Take(session, ct);
        var all = await sources.All(ct);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var others = new Dictionary<(string, string), Claim>();
        foreach (var group in rows.GroupBy(r => r.Need("other_source"), StringComparer.Ordinal))
            if (all.FirstOrDefault(s => s.Name == group.Key) is { } source)
                foreach (var (id, claim) in await session.Find(ClaimScopes.Record(source.Id), [.. group.Select(r => r.Need("other")).Distinct(StringComparer.Ordinal)], ct)) others[(group.Key, id)] = claim;

        var keys = rows.ToDictionary(r => r, r => (Mine: Party.KeyOf(intake.Source.Id, r.Need("id")), Other: Party.KeyOf(all.FirstOrDefault(s => s.Name == r.Need("other_source"))?.Id ?? default, r.Need("other"))));
        var known = await DecisionRows.Among(session, [.. keys.Values.SelectMany(k => (string[])[k.Mine, k.Other])], ct);
        var (held, ended) = (known.Where(d => d.Holds).Select(d => d.Pair).ToHashSet(), known.Select(d => (d.Pair, d.Row.At)).ToHashSet());
        var (came, touched, fates) = (new List<PairDecision>(), new HashSet<long>(), new RowFate[rows.Count]);
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner) || !others.TryGetValue((row.Need("other_source"), row.Need("other")), out var other))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var (first, second) = ((keys[row].Mine, owner.Record), (keys[row].Other, new SourceRecordId(other.Id)));
            if (string.CompareOrdinal(first.Item1, second.Item1) > 0) (first, second) = (second, first);
            var (decidedAt, endedAt) = (Instants.FromMicroseconds(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at")), row.Instant("ended"));
            // What was decided here since stays; what has ended is history that is there or comes.
            var isKnown = endedAt is null ? !held.Add((first.Item1, second.Item1)) : !ended.Add(((first.Item1, second.Item1), decidedAt));
            fates[at] = new(row.Line, isKnown ? Fate.Unchanged : Fate.Created);
            if (isKnown) continue;
            if (endedAt is null) touched.UnionWith([owner.Customer.Value, other.Customer]);
            came.Add(new()
            {
                Id = intake.Ids(IdentityTables.Decisions).Next(), FirstKey = first.Item1, FirstRecord = first.Item2, SecondKey = second.Item1, SecondRecord = second.Item2,
                Verdict = row.Word<Verdict>("verdict") ?? throw new ExportDamagedException(row.Line, "verdict"),
                Probability = row.Text("probability") is { } p ? int.Parse(p, CultureInfo.InvariantCulture) : null, Evidence = row.Text("evidence"),
                At = decidedAt, EndedAt = endedAt is { } end ? Instants.FromMicroseconds(end) : null,
                By = row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user : null, MadeIn = default,
            });
        }
        DecisionRows.Insert(session, came);
        // Into a database without customers they come back as they were joined; among others it is found out anew.
        if (!intake.Restores && touched.Count > 0) await Resolve(session, intake, all, touched, ct);
        return fates;
    }

    private async Task Resolve(BulkSession session, Intake intake, IReadOnlyList<SourceInfo> all, HashSet<long> customers, CancellationToken ct)
    {
        var stored = new StoredParties(session);
        await stored.Load(customers, ct);
        PartyChange[] again = [.. stored.All.Select(party => new PartyChange(party, party, []))];
        await new ResolvedChanges(session, intake, all, writers).Write(stored, again, ct);
    }
}
