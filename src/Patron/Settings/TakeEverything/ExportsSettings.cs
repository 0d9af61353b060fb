using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>Settings of single rooms as they are kept. One that is set here stays.</summary>
internal sealed class ExportsSettings(IEnumerable<ExportedSetting> settings) : IExportPart
{
    private readonly string[] keys = [.. settings.Select(s => s.Key).Order(StringComparer.Ordinal)];

    public string Kind => "settings";
    public int Order => 94;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("key", "value");
        var present = await session.Db.Set<SettingRow>().AsNoTracking().Where(s => keys.Contains(s.Key)).ToDictionaryAsync(s => s.Key, s => s.Value, ct);
        foreach (var key in keys.Where(present.ContainsKey))
        {
            rows.Text(key).Text(present[key]);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var present = await session.Db.Set<SettingRow>().AsNoTracking().Where(s => keys.Contains(s.Key)).Select(s => s.Key).ToListAsync(ct);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            var (key, value) = (row.Need("key"), row.Json("value"));
            if (!keys.Contains(key)) throw new ExportDamagedException(row.Line, "key");
            fates.Add(new(row.Line, present.Contains(key) ? Fate.Unchanged : Fate.Created));
            if (!present.Contains(key)) session.Db.Add(new SettingRow { Key = key, Value = value });
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        if (fates.Any(f => f.Fate == Fate.Created)) session.Tell(Topics.Settings);
        return fates;
    }
}
