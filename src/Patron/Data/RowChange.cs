using System.Text.Json;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>A row that a bulk write made, changed or deleted: the fields that differ, with their values before and after as JSON objects.</summary>
/// <param name="Customer">0 where the row is no customer's.</param>
/// <param name="Before">Null for a row that was created.</param>
/// <param name="After">Null for a row that was deleted.</param>
public readonly record struct RowChange(long Id, long Customer, string Fields, string? Before, string? After)
{
    internal ChangeOperation Operation => Before is null ? ChangeOperation.Created : After is null ? ChangeOperation.Deleted : ChangeOperation.Changed;

    /// <summary>The same of field names and values: at least one side is given, and where both are, both have the same names.</summary>
    public static RowChange Told(long id, CustomerId customer, IReadOnlyDictionary<string, object?>? before, IReadOnlyDictionary<string, object?>? after)
    {
        var fields = (before ?? after ?? throw new ArgumentException("Neither before nor after is given.", nameof(before))).Keys;
        return new(id, customer.Value, string.Join(',', fields), Json(before), Json(after));

        static string? Json(IReadOnlyDictionary<string, object?>? values) => values is null ? null : JsonSerializer.Serialize(values);
    }

    /// <summary>
    /// Null where no value differs. Values are numbers, texts, flags or null; instants are microseconds since 1970, days their DayNumber.
    /// </summary>
    /// <param name="columns">The fields' names: those of the table's columns.</param>
    public static RowChange? Of(long id, long customer, IReadOnlyList<string> columns, IReadOnlyList<object?> before, IReadOnlyList<object?> after)
    {
        Dictionary<string, object?>? was = null, becomes = null;
        for (var i = 0; i < columns.Count; i++)
        {
            if (Equals(before[i], after[i])) continue;
            (was ??= [])[columns[i]] = before[i];
            (becomes ??= [])[columns[i]] = after[i];
        }
        return was is null ? null : new(id, customer, string.Join(',', was.Keys), JsonSerializer.Serialize(was), JsonSerializer.Serialize(becomes));
    }
}

/// <summary>One change as it was recorded.</summary>
public sealed record RecordedChange(int Seq, long Id, long Customer, JsonElement Before, JsonElement After)
{
    /// <summary>
    /// The changes that a set made to rows of an entity, the last one first, <paramref name="most"/> at most. A change whose values were erased is not among them.
    /// </summary>
    /// <param name="before">Only those with lower numbers.</param>
    public static async Task<List<RecordedChange>> Read(BulkSession session, ChangeSetId set, string entity, int before, int most, CancellationToken ct)
    {
        var changes = new List<RecordedChange>();
        await using var command = session.Command($"""
            select c.seq, c.entity_id, c.customer_id, p.before, p.after
            from kernel_changes c join {ChangePayloadTable.Name} p on p.customer_id = c.customer_id and p.change_set_id = c.change_set_id and p.seq = c.seq
            where c.change_set_id = @set and c.entity = @entity and c.seq < @before and c.operation = {(int)ChangeOperation.Changed}
            order by c.seq desc limit {most}
            """);
        command.Add("@set", set.Value);
        command.Add("@entity", entity);
        command.Add("@before", before);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) changes.Add(new(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), Parse(reader.GetString(3)), Parse(reader.GetString(4))));
        return changes;
    }

    /// <summary>Rows of an entity that a set created singly, with their values; those whose values were erased are left out.</summary>
    public static async Task<List<(long Id, long Customer, JsonElement After)>> Made(BulkSession session, ChangeSetId set, string entity, CancellationToken ct)
    {
        var made = new List<(long, long, JsonElement)>();
        await using var command = session.Command($"""
            select c.entity_id, c.customer_id, p.after from kernel_changes c join {ChangePayloadTable.Name} p on p.customer_id = c.customer_id and p.change_set_id = c.change_set_id and p.seq = c.seq
            where c.change_set_id = @set and c.entity = @entity and c.operation = {(int)ChangeOperation.Created} order by c.seq desc
            """);
        command.Add("@set", set.Value);
        command.Add("@entity", entity);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) made.Add((reader.GetInt64(0), reader.GetInt64(1), Parse(reader.GetString(2))));
        return made;
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>A recorded value as a number, text, flag or null.</summary>
    public static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
