using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.DeleteCustomers;

internal sealed class Bin(TimeProvider clock) : IBin
{
    public const string Entity = "customers", DeletedAt = "deleted_at";
    private const string Held = "deleted_at is null and merged_into is null and not anonymous", Binned = "deleted_at is not null";

    public async Task<IReadOnlySet<CustomerId>> Among(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        (await Read(session, Binned, customers, ct)).Select(c => new CustomerId(c.Id)).ToHashSet();

    public async Task<int> Delete(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        return (await Delete(session, changes, customers, clock.GetUtcNow(), ct)).Count;
    }

    /// <summary>The same at another time than now, with the lock held; gives those who went there.</summary>
    public static async Task<IReadOnlyList<CustomerId>> Delete(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<CustomerId> customers, DateTimeOffset at, CancellationToken ct)
    {
        var found = await Read(session, Held, customers, ct);
        await Mark(session, found, at, changes.Set.Id, ct);
        changes.Write(session, Entity, [.. found.Select(f => RowChange.Told(f.Id, new(f.Id), Values(null), Values(at)))]);
        return [.. found.Select(f => new CustomerId(f.Id))];
    }

    public async Task<int> Restore(BulkSession session, ChangeRecorder? changes, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var found = await Read(session, Binned, customers, ct);
        await Mark(session, found, null, null, ct);
        changes?.Write(session, Entity, [.. found.Select(f => RowChange.Told(f.Id, new(f.Id), Values(Instants.FromMicroseconds(f.At)), Values(null)))]);
        return found.Count;
    }

    private static async Task<List<(long Id, long At)>> Read(BulkSession session, string condition, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var found = new List<(long, long)>(customers.Count);
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id, deleted_at from customers where id in {command.In("@ids", some.Select(c => c.Value).Distinct())} and {condition}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) found.Add((reader.GetInt64(0), reader.IsDBNull(1) ? 0 : reader.GetInstant(1)));
        }
        return found;
    }

    private static async Task Mark(BulkSession session, List<(long Id, long At)> customers, DateTimeOffset? at, ChangeSetId? set, CancellationToken ct)
    {
        foreach (var some in customers.Chunk(5_000))
        {
            await using var update = session.Command();
            update.CommandText = $"update customers set deleted_at = {(at is null ? "null" : "@at")}, deleted_in = {(set is null ? "null" : "@set")}, version = version + 1 where id in {update.In("@ids", some.Select(c => c.Id))}";
            if (at is { } instant) update.AddInstant("@at", instant);
            if (set is { } id) update.Add("@set", id.Value);
            await update.ExecuteNonQueryAsync(ct);
        }
        if (customers.Count > 0) session.Tell(Topics.Customers, customers.Select(c => c.Id));
    }

    private static Dictionary<string, object?> Values(DateTimeOffset? deletedAt) => new() { [DeletedAt] = deletedAt };
}
