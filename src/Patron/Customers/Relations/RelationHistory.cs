using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <summary>Takes back what an import said of relations: what it made goes, what it put aside comes back.</summary>
internal sealed class RelationHistory : IUndoesChanges
{
    private const int AtATime = 10_000;

    public int Order => 35;

    public static Dictionary<string, object?> ValuesOf(Relation row) => new()
    {
        ["record"] = row.SourceRecordId.Value, ["source"] = row.SourceId.Value, ["kind"] = (int)row.Kind, ["said"] = row.Said,
        ["other"] = row.OtherCustomerId?.Value, ["user"] = row.UserId?.Value, ["at"] = Instants.ToMicroseconds(row.At),
    };

    /// <summary>First the ranges of made rows, ten thousand ids at a time; then, all at once, the few that were replaced.</summary>
    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        var left = what.Created(RelationTable.Name).Where(r => r.Last >= from).ToArray();
        if (left.Length > 0)
        {
            var first = Math.Max(left[0].First, from);
            var last = Math.Min(left[0].Last, first + AtATime - 1);
            await DeleteMade(session, first, last, ct);
            return last + 1;
        }
        await BringBack(session, what.Set.Id, ct);
        return null;
    }

    private static async Task DeleteMade(BulkSession session, long first, long last, CancellationToken ct)
    {
        var touched = new List<long>();
        await using (var select = session.Command($"select customer_id from {RelationTable.Name} where id between @first and @last"))
        {
            select.Add("@first", first);
            select.Add("@last", last);
            await using var reader = await select.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) touched.Add(reader.GetInt64(0));
        }
        await session.Execute($"delete from {RelationTable.Name} where id between @first and @last", ct, ("@first", first), ("@last", last));
        session.Tell(Topics.Customers, touched);
    }

    private static async Task BringBack(BulkSession session, ChangeSetId set, CancellationToken ct)
    {
        var payloads = await (from row in session.Db.Set<ChangeRow>().AsNoTracking()
                              join payload in session.Db.Set<ChangePayload>().AsNoTracking() on new { row.ChangeSetId, row.Seq, row.CustomerId } equals new { payload.ChangeSetId, payload.Seq, payload.CustomerId }
                              where row.ChangeSetId == set && row.Entity == RelationTable.Name && row.Operation == ChangeOperation.Deleted
                              select new { row.CustomerId, row.EntityId, payload.Before }).ToListAsync(ct);
        var back = payloads.Where(p => p.Before is not null).Select(p => Of(p.CustomerId, p.EntityId, JsonDocument.Parse(p.Before!).RootElement)).ToArray();
        var there = await RelationRows.OfCustomers(session, back.Select(r => r.CustomerId.Value), ct);
        // What a later file said of the same record and kind stays.
        var taken = there.Select(r => (r.SourceRecordId, r.Kind)).ToHashSet();
        RelationRows.Insert(session, [.. back.Where(r => !taken.Contains((r.SourceRecordId, r.Kind)))]);
    }

    private static Relation Of(CustomerId customer, long id, JsonElement values)
    {
        var said = values.GetProperty("said").GetString()!;
        return new()
        {
            CustomerId = customer, Id = id, SourceRecordId = new(values.GetProperty("record").GetInt64()), SourceId = new(values.GetProperty("source").GetInt64()),
            Kind = (RelationKind)values.GetProperty("kind").GetInt32(), Said = said, SaidKey = Relation.KeyOf(said),
            OtherCustomerId = Long("other") is { } other ? new(other) : null, UserId = Long("user") is { } user ? new(user) : null,
            At = Instants.FromMicroseconds(values.GetProperty("at").GetInt64()),
        };

        long? Long(string name) => values.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
    }
}
