using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons.ExportRows;

/// <summary>Reasons of tickets as builds wrote them that kept them apart: each by its name below a path. They become reasons of the one register.</summary>
internal sealed class TakesTicketReasons(IdMaker ids) : ITakesExport
{
    public string Kind => "ticket-reasons";

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await SettingDeeds.Alone(session, ct);
        var all = (await session.Db.Read<ReasonTree>(ReasonTree.Key, ct))?.All.ToList() ?? [];
        var before = all.Count;
        var paths = new ReasonPaths(all.Where(r => r.Kind == ReasonKind.Ticket)).All.GroupBy(r => r.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            var (name, below) = (row.Need("name"), row.Text("below"));
            var path = below is null ? name : $"{below} / {name}";
            fates.Add(new(row.Line, paths.ContainsKey(path) ? Fate.Unchanged : Fate.Created));
            if (paths.ContainsKey(path)) continue;
            ReasonId? parent = below is null ? null : paths.TryGetValue(below, out var above) ? above : throw new ExportDamagedException(row.Line, "below");
            paths[path] = ids.Next<ReasonId>();
            all.Add(new(paths[path], ReasonKind.Ticket, parent, null, name, Retired: row.Flag("retired") == true));
        }
        if (all.Count == before) return fates;
        await session.Db.WriteAtOnce(ReasonTree.Key, new ReasonTree(all), ct);
        session.Tell(Topics.Settings);
        return fates;
    }
}
