using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Segments.ExportRows;

/// <summary>
/// Segments under their numbers, by which questions and campaigns name them; those in the bin too. The last file: who is in a segment is looked at as soon as it is there, and whoever
/// came with the archive comes into nothing at that moment.
/// </summary>
internal sealed class ExportsSegments(Lazy<ICustomerBase> customers, SegmentBook book) : IExportPart
{
    public string Kind => "segments";
    public int Order => 123;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "name", "definition");
        foreach (var (key, value) in (await Present(session, ct)).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            rows.Text(key[SegmentDefinition.Settings.Length..]).Text(JsonSerializer.Deserialize<SegmentDefinition>(value)!.Name).Text(value);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var present = await Present(session, ct);
        var names = present.Values.Select(v => JsonSerializer.Deserialize<SegmentDefinition>(v)!).Where(d => d.Deleted is null).Select(d => d.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            if (!IdText.TryRead<SegmentId>(row.Need("id"), out var id)) throw new ExportDamagedException(row.Line, "id");
            if (present.ContainsKey(SegmentDefinition.SettingOf(id)))
            {
                fates.Add(new(row.Line, Fate.Unchanged));
                continue;
            }
            var definition = Read(row);
            if (definition.Deleted is null && !names.Add(definition.Name))
            {
                fates.Add(new(row.Line, Fate.Rejected, new("segments.row.name", "name", definition.Name)));
                continue;
            }
            session.Db.Add(new SettingRow { Key = SegmentDefinition.SettingOf(id), Value = row.Need("definition") });
            fates.Add(new(row.Line, Fate.Created));
        }
        if (fates.All(f => f.Fate != Fate.Created)) return fates;
        if (intake.Restores) await customers.Value.CatchUp(ct);
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        session.Tell(Topics.Settings);
        book.Forget();
        return fates;
    }

    private static SegmentDefinition Read(ExportedRow row)
    {
        try
        {
            return JsonSerializer.Deserialize<SegmentDefinition>(row.Need("definition")) ?? throw new ExportDamagedException(row.Line, "definition");
        }
        catch (JsonException)
        {
            throw new ExportDamagedException(row.Line, "definition");
        }
    }

    private static async Task<Dictionary<string, string>> Present(BulkSession session, CancellationToken ct) =>
        await session.Db.Set<SettingRow>().AsNoTracking().Where(s => s.Key.StartsWith(SegmentDefinition.Settings + "seg_")).ToDictionaryAsync(s => s.Key, s => s.Value, ct);
}
