using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// A room that keeps rows of customers registers its tables once; merge, split, undo, erasure and the removal of demo data run over the registrations.
/// Every such table has the key (customer_id, id) and a source_record_id that tells where the row came from (null: made here).
/// </summary>
/// <param name="Room">The room's name.</param>
/// <param name="Tables">Its tables of customers' rows.</param>
/// <param name="Topic">What the change feed is told when they move.</param>
public sealed record OwnsCustomerRows(string Room, IReadOnlyList<string> Tables, string Topic);

/// <summary>
/// The only function that moves customers' rows: insert under the new customer and delete under the old, in the session's transaction;
/// keys claimed for them follow.
/// </summary>
public sealed class CustomerRowMover(IEnumerable<OwnsCustomerRows> owners)
{
    private readonly OwnsCustomerRows[] owners = [.. owners];

    public IReadOnlyList<OwnsCustomerRows> Owners => owners;

    /// <summary>All rows of <paramref name="from"/>, or only those that came from <paramref name="records"/>; returns how many moved.</summary>
    public async Task<long> Move(BulkSession session, CustomerId from, CustomerId into, IReadOnlyCollection<SourceRecordId>? records, CancellationToken ct)
    {
        if (from == into) return 0;
        var moved = 0L;
        foreach (var owner in owners)
        {
            foreach (var table in owner.Tables)
            {
                var columns = ColumnsOf(session.Db, table).Where(c => c != "customer_id").ToArray();
                await using (var claims = session.Command())
                {
                    claims.CommandText = $"update {ClaimedKeys.Table} set customer_id = @into where customer_id = @from and id in (select id from {table} where {Which(claims, records)})";
                    claims.Add("@into", into.Value);
                    claims.Add("@from", from.Value);
                    await claims.ExecuteNonQueryAsync(ct);
                }
                await using (var insert = session.Command())
                {
                    insert.CommandText = $"insert into {table} (customer_id, {string.Join(", ", columns)}) select @into, {string.Join(", ", columns)} from {table} where {Which(insert, records)}";
                    insert.Add("@into", into.Value);
                    insert.Add("@from", from.Value);
                    moved += await insert.ExecuteNonQueryAsync(ct);
                }
                await using var delete = session.Command();
                delete.CommandText = $"delete from {table} where {Which(delete, records)}";
                delete.Add("@from", from.Value);
                await delete.ExecuteNonQueryAsync(ct);
            }
            session.Tell(owner.Topic, from.Value, into.Value);
        }
        return moved;
    }

    /// <summary>Deletes all rows of these customers in every registered table, and the keys claimed for them.</summary>
    public async Task<long> Delete(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var deleted = 0L;
        foreach (var some in customers.Chunk(5_000))
        {
            foreach (var table in owners.SelectMany(o => o.Tables).Append(ClaimedKeys.Table))
            {
                await using var delete = session.Command();
                delete.CommandText = $"delete from {table} where customer_id in {delete.In("@customers", some.Select(c => c.Value))}";
                deleted += await delete.ExecuteNonQueryAsync(ct);
            }
        }
        foreach (var owner in owners) session.Tell(owner.Topic, customers.Select(c => c.Value));
        return deleted;
    }

    private static string Which(DbCommand command, IReadOnlyCollection<SourceRecordId>? records) =>
        records is null ? "customer_id = @from" : $"customer_id = @from and source_record_id in {command.In("@records", records.Select(r => r.Value))}";

    internal static IReadOnlyList<string> ColumnsOf(PatronDb db, string table)
    {
        var entity = db.Model.GetEntityTypes().Single(e => e.GetTableName() == table);
        var store = StoreObjectIdentifier.Table(table);
        return [.. entity.GetProperties().Select(p => p.GetColumnName(store)!)];
    }
}
