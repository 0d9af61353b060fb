using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.SetSurvivorship;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExportRows;

/// <summary>
/// Which value wins: the order of trust, a row a source, those of single rules, and each rule that differs from what Patron came with. Taken before any record, where there are no
/// customers yet: elsewhere the rules belong to those who are there.
/// </summary>
internal sealed class ExportsRules(ISources sources) : IExportPart
{
    /// <summary>Stands instead of a rule.</summary>
    private const string Trust = "trust";

    /// <summary>Begins what stands instead of a rule: its own order of trust.</summary>
    private const string TrustIn = Trust + ":";

    public string Kind => "value-rules";
    public int Order => 2;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (rules, all) = ((await Choosing.Of(session.Db, ct)).Rules.Plain(), await sources.All(ct));
        rows.Columns("rule", "value");
        foreach (var (word, order) in rules.Own.Select(o => (TrustIn + o.Key, o.Value)).Prepend((Trust, rules.Sources)))
            foreach (var trusted in order.Select(id => all.FirstOrDefault(s => s.Id.Value == id)).OfType<SourceInfo>())
            {
                rows.Text(word).Text(trusted.Name);
                rows.End();
            }
        foreach (var (rule, criteria) in rules.Fields)
        {
            rows.Text(rule).Text(string.Join('.', criteria));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return [];
        var (said, present) = (Read(rows, await sources.All(ct)), (await Choosing.Of(session.Db, ct)).Rules);
        if (said.IsSame(present)) return [.. rows.Select(r => new RowFate(r.Line, Fate.Unchanged))];
        await using (var any = session.Command($"select 1 from {IdentityTables.Customers} limit 1"))
            if (await any.ExecuteScalarAsync(ct) is not null) return [.. rows.Select(r => new RowFate(r.Line, Fate.Conflict, new("settings.everything.settingsStay", null, null)))];
        await session.Db.Write(Choosing.Key, said, ct);
        intake.Changes(session)?.Row(ApplyRulesJob.Entity, 0, default, ApplyRulesJob.Told(present), ApplyRulesJob.Told(said));
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return [.. rows.Select(r => new RowFate(r.Line, Fate.Created))];
    }

    private static SurvivorshipRules Read(IReadOnlyList<ExportedRow> rows, IReadOnlyList<SourceInfo> all)
    {
        var (trust, own, fields) = (new List<long>(), new Dictionary<string, List<long>>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<Criterion>>(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            var (rule, value) = (row.Need("rule"), row.Need("value"));
            if (rule == Trust)
            {
                if (all.FirstOrDefault(s => s.Name == value) is { } source) trust.Add(source.Id.Value);
                continue;
            }
            if (rule.StartsWith(TrustIn, StringComparison.Ordinal))
            {
                if (!SurvivorshipRules.All.Contains(rule[TrustIn.Length..])) throw new ExportDamagedException(row.Line, "rule");
                if (!own.TryGetValue(rule[TrustIn.Length..], out var order)) own[rule[TrustIn.Length..]] = order = [];
                if (all.FirstOrDefault(s => s.Name == value) is { } source) order.Add(source.Id.Value);
                continue;
            }
            Criterion[] criteria = [.. value.Split('.').Select(word => Enum.TryParse<Criterion>(word, out var criterion) ? criterion : throw new ExportDamagedException(row.Line, "value"))];
            if (!SurvivorshipRules.All.Contains(rule) || !criteria.All(SurvivorshipRules.Offered(rule).Contains)) throw new ExportDamagedException(row.Line, "rule");
            fields[rule] = criteria;
        }
        return new SurvivorshipRules(trust, fields) { Own = own.ToDictionary(o => o.Key, o => (IReadOnlyList<long>)o.Value) }.Plain();
    }
}
