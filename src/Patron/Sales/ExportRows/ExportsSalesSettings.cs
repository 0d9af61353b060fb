using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Sales.KeepLeads;
using Patron.Workday.Contracts;

namespace Patron.Sales.ExportRows;

/// <summary>Pipelines, sources and rules of leads, as they are kept; rules name their team by its name. Before the deals and leads that go by them. What is set here stays.</summary>
internal sealed class ExportsSalesSettings(ITeams teams) : IExportPart
{
    private static readonly string[] Keys = [LeadRouting.Key, LeadRules.Key, LeadSources.Key, Pipelines.Key];

    private sealed record NamedRule(string? Territory, string? Language, string? Skill, string Team);

    public string Kind => "sales-settings";
    public int Order => 83;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("key", "value");
        var names = (await teams.All(ct)).ToDictionary(t => t.Id, t => t.Name);
        foreach (var row in (await session.Db.Set<SettingRow>().AsNoTracking().Where(s => Keys.Contains(s.Key)).ToListAsync(ct)).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            rows.Text(row.Key).Text(row.Key != LeadRouting.Key ? row.Value : JsonSerializer.Serialize(JsonSerializer.Deserialize<LeadRouting>(row.Value)!.Rules
                .Where(r => names.ContainsKey(r.Team)).Select(r => new NamedRule(r.Territory, r.Language, r.Skill, names[r.Team]))));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var present = await session.Db.Set<SettingRow>().AsNoTracking().Where(s => Keys.Contains(s.Key)).Select(s => s.Key).ToListAsync(ct);
        var ids = (await teams.All(ct)).ToDictionary(t => t.Name, t => t.Id, StringComparer.Ordinal);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            var (key, value) = (row.Need("key"), row.Json("value"));
            if (!Keys.Contains(key)) throw new ExportDamagedException(row.Line, "key");
            if (key == LeadRouting.Key)
                value = JsonSerializer.Serialize(new LeadRouting([.. JsonSerializer.Deserialize<NamedRule[]>(value)!.Where(r => ids.ContainsKey(r.Team)).Select(r => new RoutingRule(r.Territory, r.Language, r.Skill, ids[r.Team]))]));
            fates.Add(new(row.Line, present.Contains(key) ? Fate.Unchanged : Fate.Created));
            if (!present.Contains(key)) session.Db.Add(new SettingRow { Key = key, Value = value });
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        if (fates.Exists(f => f.Fate == Fate.Created)) session.Tell(Topics.Settings);
        return fates;
    }
}
