using System.Globalization;
using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>Shows the rows of a file to the rooms that hold it to limits.</summary>
internal sealed class LimitWatch
{
    private readonly (IFileLimits Limits, ImportField?[] Fields, string?[] Columns)[] watching;

    private LimitWatch(IEnumerable<IFileLimits> limits, ColumnMapping mapping) => watching =
        [.. limits.Select(l => (l, l.Fields.Select(mapping.Set.Find).ToArray(), l.Fields.Select(f => mapping.ColumnOf(f)?.Name).ToArray()))];

    /// <summary>Null where nobody has set a limit.</summary>
    public static async Task<LimitWatch?> Of(IServiceProvider rooms, SourceInfo source, ColumnMapping mapping, CancellationToken ct)
    {
        var begun = new List<IFileLimits>();
        foreach (var room in rooms.GetServices<ILimitsFiles>())
            if (await room.Begin(source, ImportFields.WordOf(mapping.Set.Kind), ct) is { } limits) begun.Add(limits);
        return begun.Count == 0 ? null : new(begun, mapping);
    }

    public void Row(ImportRow row)
    {
        foreach (var (limits, fields, columns) in watching)
        {
            var seen = new FieldSeen[fields.Length];
            for (var i = 0; i < fields.Length; i++) seen[i] = Seen(row, fields[i], columns[i]);
            limits.Row(seen);
        }
    }

    public IReadOnlyList<LimitBroken> Broken() => [.. watching.SelectMany(w => w.Limits.Broken())];

    private static FieldSeen Seen(ImportRow row, ImportField? field, string? column)
    {
        if (field is null || column is null) return default;
        if (row.Has(field)) return new(true, false, field.Type == FieldType.Number ? row.Micros(field)?.ToString(CultureInfo.InvariantCulture) : row.Text(field), field.Type == FieldType.Day ? row.Day(field) : null);
        // What complained and is not there stood in the column; a required field without a value complains with nothing.
        var unreadable = row.Problems.Any(p => p.Column == column && p.Value.Length > 0);
        return new(unreadable, unreadable, null, null);
    }
}
