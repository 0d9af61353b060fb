using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>A row of a change set with its values.</summary>
/// <param name="Undone">The set was taken back.</param>
internal sealed record ToldRow(ChangeSetId Set, bool Undone, int Seq, long Id, CustomerId Customer, ChangeOperation Operation, string Fields, string? Before, string? After);

/// <summary>What change sets tell of rows, in the order in which it happened.</summary>
internal static class ToldRows
{
    private const string Columns =
        "select c.change_set_id, s.undone_by is not null, c.seq, c.entity_id, c.customer_id, c.operation, c.fields, p.before, p.after from kernel_changes c join kernel_change_sets s on s.id = c.change_set_id "
        + "left join kernel_change_payloads p on p.customer_id = c.customer_id and p.change_set_id = c.change_set_id and p.seq = c.seq where c.entity = @entity";

    public static Task<List<ToldRow>> OfSet(BulkSession session, ChangeSetId set, string entity, CancellationToken ct) => OfSet(session, set, entity, 0, int.MaxValue, ct);

    /// <summary>Those behind a number of the set, at most so many.</summary>
    public static async Task<List<ToldRow>> OfSet(BulkSession session, ChangeSetId set, string entity, long after, int most, CancellationToken ct)
    {
        await using var command = session.Command($"{Columns} and c.change_set_id = @set and c.seq > @after order by c.seq limit {most}");
        command.Add("@entity", entity);
        command.Add("@set", set.Value);
        command.Add("@after", (int)after);
        return await Read(command, ct);
    }

    /// <summary>Everything that any set tells of these rows, oldest first.</summary>
    public static async Task<ILookup<long, ToldRow>> OfRows(BulkSession session, string entity, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var rows = new List<ToldRow>();
        foreach (var some in ids.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"{Columns} and c.entity_id in {command.In("@ids", some)}";
            command.Add("@entity", entity);
            rows.AddRange(await Read(command, ct));
        }
        return rows.OrderBy(r => r.Set.Value).ThenBy(r => r.Seq).ToLookup(r => r.Id);
    }

    private static async Task<List<ToldRow>> Read(DbCommand command, CancellationToken ct)
    {
        var rows = new List<ToldRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(new(reader.GetInt64(0)), reader.GetBoolean(1), reader.GetInt32(2), reader.GetInt64(3), new(reader.GetInt64(4)),
                (ChangeOperation)reader.GetInt32(5), reader.GetString(6), reader.Text(7), reader.Text(8)));
        }
        return rows;
    }
}
