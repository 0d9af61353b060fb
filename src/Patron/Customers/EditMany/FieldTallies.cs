using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Customers.EditValues;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.EditMany;

/// <summary>What some customers have in a field now.</summary>
/// <param name="Values">The most frequent values first; beyond very many different ones only some are told apart.</param>
/// <param name="None">So many have no value.</param>
/// <param name="Total">Of all that are still there.</param>
internal sealed record FieldTally(IReadOnlyList<(string Value, long Count)> Values, long None, long Total)
{
    public long Having(string value) => Values.Where(v => IsSame(v.Value, value)).Sum(v => v.Count);

    /// <summary>Codes and addresses are written in either case.</summary>
    public static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A customer before an edit.</summary>
internal sealed record FieldExample(CustomerId Id, string? Name, string? Before);

/// <summary>Counts what a field holds, a chunk of customers a query.</summary>
internal sealed class FieldTallies(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    private const int AtOnce = 10_000, MostApart = 100_000, Looked = 500, LookedInAll = 50_000;

    public async Task<FieldTally> Of(EditableField field, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var (none, total) = (0L, 0L);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        foreach (var some in customers.Chunk(AtOnce))
        {
            await using var command = session.Command();
            command.CommandText = $"select v, count(*) from (select {Value(command, field)} as v from customers where id in {command.In("@ids", some.Select(c => c.Value))} and deleted_at is null) held group by v";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var n = reader.GetInt64(1);
                total += n;
                if (Read(reader, 0, field) is not { } value) none += n;
                else if (counts.TryGetValue(value, out var known)) counts[value] = known + n;
                else if (counts.Count < MostApart) counts[value] = n;
            }
        }
        return new([.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))], none, total);
    }

    /// <summary>The first few whom an edit would change, in the order given.</summary>
    public async Task<IReadOnlyList<FieldExample>> Examples(EditableField field, IReadOnlyCollection<CustomerId> customers, Func<CustomerId, string?, bool> changes, int most, CancellationToken ct)
    {
        var found = new List<FieldExample>();
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        foreach (var some in customers.Take(LookedInAll).Chunk(Looked))
        {
            var rows = new Dictionary<CustomerId, FieldExample>();
            await using var command = session.Command();
            command.CommandText = $"select id, name, company, email, phone, {Value(command, field)} from customers where id in {command.In("@ids", some.Select(c => c.Value))} and deleted_at is null";
            await using (var reader = await command.ExecuteReaderAsync(ct))
                while (await reader.ReadAsync(ct))
                    rows[new(reader.GetInt64(0))] = new(new(reader.GetInt64(0)), CustomerName.Shown(reader.Text(1), reader.Text(2), reader.Text(3), reader.Text(4)), Read(reader, 5, field));
            found.AddRange(some.Select(rows.GetValueOrDefault).OfType<FieldExample>().Where(e => changes(e.Id, e.Before)));
            if (found.Count >= most) break;
        }
        return [.. found.Take(most)];
    }

    /// <summary>The field as an expression over the customers' table.</summary>
    private static string Value(DbCommand command, EditableField field)
    {
        if (field.Column is { } column) return column;
        command.Add("@key", field.Key);
        return command is Npgsql.NpgsqlCommand ? "(custom::jsonb ->> @key)" : "(select value from json_each(customers.custom) where key = @key)";
    }

    private static string? Read(DbDataReader reader, int at, EditableField field) => reader.IsDBNull(at) ? null : field.Column switch
    {
        "kind" => ((CustomerKind)reader.GetInt32(at)).ToString(),
        "sex" => ((Sex)reader.GetInt32(at)).ToString(),
        "birth" or "since" => DateOnly.FromDayNumber(reader.GetInt32(at)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture),
    };
}
