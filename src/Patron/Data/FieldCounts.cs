using System.Data.Common;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>Counts of fields by one query for a kind of rows: the first column says whose they are, then come the rows, then three counts for each field.</summary>
public static class FieldCounts
{
    /// <param name="Filled">A condition in SQL that holds for rows with a value.</param>
    /// <param name="Invalid">One that holds for values that are none of the field; null where that cannot be.</param>
    /// <param name="Fresh">One that holds for fresh values; null where it is not known.</param>
    public readonly record struct Field(string Key, string Filled, string? Invalid = null, string? Fresh = null);

    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="owner">Whose rows they are: the column that the rows are grouped by, or a constant.</param>
    /// <param name="from">Tables, joins and conditions; conditions may use @latest and @today (what lies beyond has not happened yet), @least (1990) and @fresh.</param>
    /// <param name="sourceOf">The source of a value of <paramref name="owner"/>; null for none.</param>
    public static async Task<IReadOnlyList<FieldCount>> CountFields(
        this DbConnection connection, string owner, string from, IReadOnlyList<Field> fields, Func<object, SourceId?> sourceOf, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct)
    {
        var counts = new List<FieldCount>();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select {owner}, count(*), {string.Join(", ", fields.SelectMany(Three))} from {from} group by {owner}";
        command.AddInstant("@latest", now.AddDays(1));
        command.AddInstant("@least", Earliest);
        command.AddInstant("@fresh", freshFrom);
        command.Add("@today", DateOnly.FromDateTime(now.UtcDateTime).AddDays(1).DayNumber);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (await reader.IsDBNullAsync(0, ct)) continue;
            var source = sourceOf(reader.GetValue(0));
            foreach (var (at, field) in fields.Index())
                counts.Add(new(source, field.Key, reader.GetInt64(1), reader.GetInt64(2 + 3 * at), field.Invalid is null ? null : reader.GetInt64(3 + 3 * at), null, field.Fresh is null ? null : reader.GetInt64(4 + 3 * at)));
        }
        return counts;
    }

    private static IEnumerable<string> Three(Field field) =>
        [Sum(field.Filled), field.Invalid is null ? "0" : Sum($"{field.Filled} and ({field.Invalid})"), field.Fresh is null ? "0" : Sum($"{field.Filled} and ({field.Fresh})")];

    private static string Sum(string condition) => $"sum(case when {condition} then 1 else 0 end)";
}
