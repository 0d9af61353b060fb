using System.Data.Common;
using System.Globalization;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// Rows of one kind, measured and listed by the database: one query for the counts of all fields, one more for each field that should be unique, one for a
/// page of rows to repair.
/// </summary>
/// <param name="kind">As imports call such rows.</param>
/// <param name="owner">Whose rows they are: the column that the rows are grouped by, or a constant.</param>
/// <param name="from">Tables, joins and conditions; conditions may use @latest and @today (what lies beyond has not happened yet), @least (1990) and @fresh.</param>
/// <param name="shown">Of a row in a list: columns for what it is called, its customer, a detail and its instant, each in SQL ("null" for none); then those that it is ordered by.</param>
public abstract class MeasuredTable(string kind, string owner, string from, IReadOnlyList<MeasuredTable.Field> fields, MeasuredTable.Listed shown) : IMeasuresRows
{
    /// <param name="Filled">A condition in SQL that holds for rows with a value.</param>
    /// <param name="Invalid">One that holds for values that are none of the field; null where that cannot be.</param>
    /// <param name="Fresh">One that holds for fresh values; null where it is not known.</param>
    /// <param name="Unique">Expressions in SQL, with commas between them, that together no two rows of an owner should say alike; null where that is not odd.</param>
    public readonly record struct Field(string Key, string Filled, string? Invalid = null, string? Fresh = null, string? Unique = null)
    {
        /// <summary>Several fields that together tell one row from another, as if they were a field: it applies where all of them are known.</summary>
        public static Field Again(string known, string unique) => new(AgainKey, known, Unique: unique);
    }

    /// <summary>What <see cref="Field.Again"/> is called.</summary>
    public const string AgainKey = "again";

    /// <param name="Shown">The id of what the row's page shows; may be null in some rows.</param>
    /// <param name="Page">The address of that page, by the customer (no customer's rows: its default) and that id.</param>
    public readonly record struct Listed(string What, string Customer, string Detail, string At, string Order, string Shown = "null", Func<CustomerId, long, string>? Page = null);

    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Kind => kind;

    public async Task<IReadOnlyList<FieldCount>> Measure(DbConnection connection, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct)
    {
        var (counts, repeats) = (new List<FieldCount>(), new Dictionary<string, IReadOnlyDictionary<object, long>>());
        foreach (var field in fields)
            if (field.Unique is not null) repeats[field.Key] = await Repeats(connection, field, now, freshFrom, ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select {owner}, count(*), {string.Join(", ", fields.SelectMany(Three))} from {from} group by {owner}";
        Times(command, now, freshFrom);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (await reader.IsDBNullAsync(0, ct)) continue;
            var own = reader.GetValue(0);
            foreach (var (at, field) in fields.Index())
            {
                var filled = reader.GetInt64(2 + 3 * at);
                counts.Add(new(SourceOf(own), field.Key, field.Key == AgainKey ? filled : reader.GetInt64(1), filled,
                    field.Invalid is null ? null : reader.GetInt64(3 + 3 * at), field.Unique is null ? null : repeats[field.Key].GetValueOrDefault(own), field.Fresh is null ? null : reader.GetInt64(4 + 3 * at)));
            }
        }
        return counts;
    }

    public async Task<IReadOnlyList<FlawedRow>> Rows(DbConnection connection, SourceId? source, string field, Flaw flaw, int skip, int take, DateTimeOffset now, CancellationToken ct)
    {
        if (fields.FirstOrDefault(f => f.Key == field) is not { Key: not null } measured || Condition(measured, flaw) is not { } condition) return [];
        var rows = new List<FlawedRow>();
        await using var command = connection.CreateCommand();
        var seen = $"{shown.What} as what, {shown.Customer} as customer, {shown.Detail} as detail, {shown.At} as at, {shown.Shown} as shown";
        var own = $"from {from} where {owner} = @owner and {condition}";
        command.CommandText = flaw == Flaw.Duplicate
            ? $"""
            select what, customer, detail, at, shown
            from (select {seen}, count(*) over (partition by {measured.Unique}) as alike, row_number() over (order by {measured.Unique}, {shown.Order}) as place {own}) said
            where alike > 1 order by place limit {take} offset {skip}
            """
            : $"select {seen} {own} order by {shown.Order} limit {take} offset {skip}";
        command.Add("@owner", OwnerOf(source));
        Times(command, now, now);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            CustomerId? customer = await reader.IsDBNullAsync(1, ct) ? null : new CustomerId(reader.GetInt64(1));
            var page = shown.Page is { } pageOf && !await reader.IsDBNullAsync(4, ct) ? pageOf(customer ?? default, reader.GetInt64(4)) : null;
            rows.Add(new(reader.GetString(0), customer, reader.Text(2), await reader.IsDBNullAsync(3, ct) ? null : reader.GetInstant(3), page));
        }
        return rows;
    }

    /// <summary>The source of a value of the owner; null for none.</summary>
    protected abstract SourceId? SourceOf(object value);

    /// <summary>The other way round.</summary>
    protected abstract object OwnerOf(SourceId? source);

    /// <summary>By owner, the rows that say what another row of the owner says too.</summary>
    private async Task<IReadOnlyDictionary<object, long>> Repeats(DbConnection connection, Field field, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct)
    {
        var repeats = new Dictionary<object, long>();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select own, sum(n) from (select {owner} as own, count(*) as n from {from} where {field.Filled} group by {owner}, {field.Unique} having count(*) > 1) alike group by own";
        Times(command, now, freshFrom);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            if (!await reader.IsDBNullAsync(0, ct)) repeats[reader.GetValue(0)] = Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture);
        return repeats;
    }

    /// <summary>In SQL, for the rows among which the flaw is; null where the field cannot have it.</summary>
    private static string? Condition(Field field, Flaw flaw) => flaw switch
    {
        Flaw.Missing => $"not ({field.Filled})",
        Flaw.Invalid => field.Invalid is null ? null : Wrong(field),
        _ => field.Unique is null ? null : $"({field.Filled})",
    };

    private static void Times(DbCommand command, DateTimeOffset now, DateTimeOffset freshFrom)
    {
        command.AddInstant("@latest", now.AddDays(1));
        command.AddInstant("@least", Earliest);
        command.AddInstant("@fresh", freshFrom);
        command.Add("@today", DateOnly.FromDateTime(now.UtcDateTime).AddDays(1).DayNumber);
    }

    private static IEnumerable<string> Three(Field field) =>
        [Sum(field.Filled), field.Invalid is null ? "0" : Sum(Wrong(field)), field.Fresh is null ? "0" : Sum($"({field.Filled}) and ({field.Fresh})")];

    private static string Wrong(Field field) => $"({field.Filled}) and ({field.Invalid})";

    private static string Sum(string condition) => $"sum(case when {condition} then 1 else 0 end)";
}

/// <summary>Rows that name their source by its id.</summary>
public abstract class MeasuredBySource(string kind, string owner, string from, IReadOnlyList<MeasuredTable.Field> fields, MeasuredTable.Listed shown) : MeasuredTable(kind, owner, from, fields, shown)
{
    protected sealed override SourceId? SourceOf(object value) => new SourceId((long)value);

    protected sealed override object OwnerOf(SourceId? source) => (source ?? default).Value;
}

/// <summary>Rows that name no source: a source's are those whose keys were claimed for it, and what people wrote by hand is not measured. In SQL the rows are t, their keys k.</summary>
/// <param name="scope">In which a source's keys of such rows are claimed; ends with the source's number.</param>
public abstract class MeasuredByClaim(string kind, Func<SourceId, string> scope, string table, IReadOnlyList<MeasuredTable.Field> fields, MeasuredTable.Listed shown) : MeasuredTable(kind, "k.scope",
    $"{ClaimedKeys.Table} k join {table} t on t.customer_id = k.customer_id and t.id = k.id and k.scope like '{scope(default)[..^1]}%'", fields, shown)
{
    protected sealed override SourceId? SourceOf(object value) => new SourceId(long.Parse(((string)value).Split(':')[1], CultureInfo.InvariantCulture));

    protected sealed override object OwnerOf(SourceId? source) => scope(source ?? default);
}
