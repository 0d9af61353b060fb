using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Customers.ExportRows;

/// <summary>Fields beyond the core ones that are in use, before the records that have values for them.</summary>
internal sealed class ExportsCustomFields : IExportPart
{
    public string Kind => "custom-fields";
    public int Order => 10;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("key", "type", "label", "special", "choices", "in_use");
        foreach (var field in (await session.Db.CustomFields.AsNoTracking().ToListAsync(ct)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            rows.Text(field.Key).Text(field.Type.ToString().ToLowerInvariant()).Text(field.Label).Flag(field.Special).Text(field.Choices).Flag(field.InUse);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy(Take);

    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var known = (await session.Db.CustomFields.AsNoTracking().Select(f => f.Key).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var fates = rows.Select(row => new RowFate(row.Line, known.Contains(row.Need("key")) ? Fate.Unchanged : Fate.Created)).ToArray();
        foreach (var (at, row) in rows.Index()) if (fates[at].Fate == Fate.Created) session.Db.CustomFields.Add(FieldOf(row));
        await session.Db.SaveChangesAsync(ct);
        session.Tell(Topics.Settings);
        return fates;
    }

    private static CustomField FieldOf(ExportedRow row) => new()
    {
        Key = row.Need("key"), Type = row.Word<CustomFieldType>("type") ?? throw new ExportDamagedException(row.Line, "type"), Label = row.Text("label"), Special = row.Flag("special") == true,
        Choices = ChoicesOf(row), InUse = row.Flag("in_use") == true,
    };

    private static string? ChoicesOf(ExportedRow row)
    {
        if (row.Text("choices") is not { } json) return null;
        try
        {
            JsonSerializer.Deserialize<string[]>(json);
            return json;
        }
        catch (JsonException)
        {
            throw new ExportDamagedException(row.Line, "choices");
        }
    }
}
