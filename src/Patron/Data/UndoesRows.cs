namespace Patron.Data;

/// <summary>A column whose changes are recorded under its name.</summary>
/// <param name="Reckoned">The room may reckon it from other rows; then nothing is restored.</param>
public readonly record struct RecordedColumn(string Name, bool IsInstant = false, bool Reckoned = false);

/// <summary>A row of a customer as an undo sees it.</summary>
/// <param name="Extra">What the room asked for beside the key.</param>
public sealed record UndoneRow(long Customer, long Id, long Extra);

/// <summary>
/// Takes back what a change set did to one table of customers' rows. First the changes, the last one first: a column becomes what it was where it still
/// holds what the set wrote. Then the created rows, by their ids in the order in which they were made: neighbours in the file, so that few pages are touched
/// by each part. The table has an index by id. Positions: 0 and below is minus the number of the last change handled, above is the id to go on with.
/// </summary>
public abstract class UndoesRows(string table, string topic, IReadOnlyList<RecordedColumn> columns) : IUndoesChanges
{
    private const int Rows = 10_000;
    private const int Changes = 5_000;
    private const long FirstId = 1;
    private static readonly string[] Keys = ["customer_id", "id"];

    public abstract int Order { get; }

    /// <summary>A number to be read with each row, such as the id of its order.</summary>
    protected virtual string Extra => "0";

    /// <summary>The beginning of the scopes in which the rows' keys are claimed; null where none are.</summary>
    protected virtual string? ClaimedIn => null;

    /// <summary>Key of the sentence that a row was changed since.</summary>
    protected abstract string ChangedSince { get; }

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        if (from > 0) return await Remove(session, what, from, ct);
        var last = columns.Count > 0 ? await Restore(session, what, from == 0 ? int.MaxValue : checked((int)-from), ct) : null;
        if (last is { } number) return -number;
        return what.Created(table).Count > 0 ? FirstId : null;
    }

    /// <summary>What people know the rows by; only rows that stay are asked for.</summary>
    protected abstract Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct);

    /// <summary>The created rows that must stay, with the key of the sentence that says why. Those that another set changed since are left out already.</summary>
    protected virtual Task<IReadOnlyDictionary<long, string>> Stay(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(new Dictionary<long, string>());

    /// <summary>What follows when these rows are gone.</summary>
    protected virtual Task Removed(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> gone, CancellationToken ct) => Task.CompletedTask;

    /// <summary>What follows when these rows are as they were.</summary>
    protected virtual Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Those of the rows whose reckoned columns are reckoned from other rows.</summary>
    protected virtual Task<IReadOnlySet<long>> Reckoned(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlySet<long>>(new HashSet<long>());

    /// <returns>The number of the last change handled; null where there are no more.</returns>
    private async Task<int?> Restore(BulkSession session, Undoing what, int before, CancellationToken ct)
    {
        var changes = await RecordedChange.Read(session, what.Set.Id, table, before, Changes, ct);
        var mine = changes.Where(c => !what.Made(table, c.Id)).ToList();
        if (mine.Count > 0) await Restore(session, what, mine, ct);
        return changes.Count < Changes ? null : changes[^1].Seq;
    }

    private async Task Restore(BulkSession session, Undoing what, List<RecordedChange> changes, CancellationToken ct)
    {
        var present = await Read(session, [.. changes.Select(c => (c.Customer, c.Id)).Distinct()], ct);
        var was = present.ToDictionary(p => p.Key, p => (object?[])p.Value.Values.Clone());
        var reckoned = columns.Any(c => c.Reckoned) ? await Reckoned(session, [.. present.Values.Select(p => p.Row)], ct) : new HashSet<long>();
        var left = new List<(UndoneRow Row, string Field, object? Value)>();
        foreach (var change in changes)
        {
            if (!present.TryGetValue(change.Id, out var row)) continue;
            foreach (var field in change.Before.EnumerateObject())
            {
                var column = IndexOf(field.Name);
                if (columns[column].Reckoned && reckoned.Contains(change.Id)) continue;
                if (Equals(row.Values[column], RecordedChange.ValueOf(change.After.GetProperty(field.Name)))) row.Values[column] = RecordedChange.ValueOf(field.Value);
                else left.Add((row.Row, field.Name, row.Values[column]));
            }
        }
        var restored = present.Where(p => !was[p.Key].AsSpan().SequenceEqual(p.Value.Values)).Select(p => p.Value).ToList();
        await session.Update(table, [.. columns.Select(c => c.Name)], Keys, [.. restored.Select(r => Written(r))], ct);
        await Restored(session, [.. restored.Select(r => r.Row)], ct);
        if (restored.Count > 0) session.Tell(topic, restored.Select(r => r.Row.Customer));
        string[] names = [.. columns.Select(c => c.Name)];
        what.Changes?.Write(session, table, [.. restored.Select(r => RowChange.Of(r.Row.Id, r.Row.Customer, names, was[r.Row.Id], r.Values)!.Value)]);
        what.Count(gone: 0, restored.Count);
        await Leave(session, what, left, ct);
    }

    private object?[] Written((UndoneRow Row, object?[] Values) row) =>
    [
        .. row.Values.Select((value, at) => columns[at].IsInstant && value is long micros ? Kernel.Instants.FromMicroseconds(micros) : value), row.Row.Customer, row.Row.Id,
    ];

    private int IndexOf(string name)
    {
        for (var i = 0; i < columns.Count; i++) if (columns[i].Name == name) return i;
        throw new InvalidOperationException($"A change of {table} names {name}.");
    }

    private async Task<Dictionary<long, (UndoneRow Row, object?[] Values)>> Read(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> keys, CancellationToken ct)
    {
        var rows = new Dictionary<long, (UndoneRow, object?[])>(keys.Count);
        await using var command = session.Command();
        command.CommandText = $"""
            select t.customer_id, t.id, {Extra}, {string.Join(", ", columns.Select(c => "t." + c.Name))}
            from {command.InPairs(keys)} cross join {table} t where t.customer_id = w.c and t.id = w.i
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var values = new object?[columns.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = reader.IsDBNull(i + 3) ? null : columns[i].IsInstant ? reader.GetInstant(i + 3) : reader.GetValue(i + 3) is int number ? (long)number : reader.GetValue(i + 3);
            rows[reader.GetInt64(1)] = (new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)), values);
        }
        return rows;
    }

    /// <returns>The id to go on with; null where all is done.</returns>
    private async Task<long?> Remove(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        var created = what.Created(table);
        var at = 0;
        while (at < created.Count && created[at].Last < from) at++;
        if (at == created.Count) return null;
        var first = Math.Max(from, created[at].First);
        var last = Math.Min(created[at].Last, first + Rows - 1);
        // The rows are few and found by their ids, whatever the statistics of a table that was filled a moment ago say.
        if (session.IsPostgres) await session.Execute("set local enable_seqscan = off", ct);
        var rows = await ReadCreated(session, first, last, ct);
        var later = await what.Remember(table, () => ChangedLater(session, what, ct));
        var stay = new Dictionary<long, string>(await Stay(session, what, rows, ct));
        foreach (var row in rows) if (later.Contains(row.Id)) stay[row.Id] = ChangedSince;
        var gone = stay.Count == 0 ? rows : rows.FindAll(r => !stay.ContainsKey(r.Id));
        if (gone.Count > 0)
        {
            await Delete(session, table, "", first, last, stay.Count > 0 ? gone : null, ct);
            if (ClaimedIn is { } scopes) await Delete(session, ClaimedKeys.Table, $" and scope like '{scopes}%'", first, last, stay.Count > 0 ? gone : null, ct);
        }
        await Removed(session, what, gone, ct);
        if (gone.Count > 0) session.Tell(topic, gone.Select(r => r.Customer));
        what.Count(gone.Count, restored: 0);
        await Leave(session, what, rows.FindAll(r => stay.ContainsKey(r.Id)), stay, ct);
        return last < created[^1].Last ? last + 1 : null;
    }

    private async Task<List<UndoneRow>> ReadCreated(BulkSession session, long first, long last, CancellationToken ct)
    {
        var rows = new List<UndoneRow>();
        await using var command = session.Command($"select t.customer_id, t.id, {Extra} from {table} t where t.id between @first and @last");
        command.Add("@first", first);
        command.Add("@last", last);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        return rows;
    }

    /// <summary>The created rows that other sets, which still stand, have changed.</summary>
    private async Task<HashSet<long>> ChangedLater(BulkSession session, Undoing what, CancellationToken ct)
    {
        var changed = new HashSet<long>();
        var created = what.Created(table);
        await using var command = session.Command("""
            select c.entity_id from kernel_changes c join kernel_change_sets s on s.id = c.change_set_id
            where c.entity = @entity and c.entity_id between @first and @last and c.change_set_id <> @set and s.undone_by is null and s.undoes is null
            """);
        command.Add("@entity", table);
        command.Add("@first", created[0].First);
        command.Add("@last", created[^1].Last);
        command.Add("@set", what.Set.Id.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) if (what.Made(table, reader.GetInt64(0))) changed.Add(reader.GetInt64(0));
        return changed;
    }

    /// <param name="only">Null: all between the ids, which are the set's alone.</param>
    private static async Task Delete(BulkSession session, string from, string which, long first, long last, List<UndoneRow>? only, CancellationToken ct)
    {
        await using var delete = session.Command();
        delete.CommandText = $"delete from {from} where id between @first and @last{which}{(only is null ? "" : $" and id in {delete.In("@ids", only.Select(r => r.Id))}")}";
        delete.Add("@first", first);
        delete.Add("@last", last);
        await delete.ExecuteNonQueryAsync(ct);
    }

    private async Task Leave(BulkSession session, Undoing what, List<(UndoneRow Row, string Field, object? Value)> left, CancellationToken ct)
    {
        if (left.Count == 0) return;
        var names = await Names(session, [.. left.Select(l => l.Row).Distinct()], ct);
        foreach (var (row, field, value) in left)
            what.Leave(new(table, names.GetValueOrDefault(row.Id, ""), new(row.Customer), field, Shown(field, value), ChangedSince));
    }

    private async Task Leave(BulkSession session, Undoing what, List<UndoneRow> left, Dictionary<long, string> why, CancellationToken ct)
    {
        if (left.Count == 0) return;
        var names = await Names(session, left, ct);
        foreach (var row in left) what.Leave(new(table, names.GetValueOrDefault(row.Id, ""), new(row.Customer), null, null, why[row.Id]));
    }

    private string? Shown(string field, object? value) => value switch
    {
        null => null,
        long micros when columns[IndexOf(field)].IsInstant => Kernel.Instants.FromMicroseconds(micros).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
