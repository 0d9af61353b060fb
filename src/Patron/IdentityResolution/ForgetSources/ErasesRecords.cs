using Patron.Data;
using Patron.Data.Erasing;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ForgetSources;

/// <summary>
/// What a record said, wherever it lay when it said it. In a database restored from a backup the records may lie with other customers than those they
/// had come to: such a customer loses them, and is reckoned anew from what is left, or goes whole where nothing is.
/// </summary>
internal sealed class ErasesRecords(SourceList sources, IdentityWriters writers, IdMaker ids, TimeProvider clock) : IErasesCustomers
{
    private const int AtOnce = 5_000;

    public int Order => 10;

    public Task<IReadOnlyCollection<CustomerId>> AlsoKnownAs(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<CustomerId>>([]);

    public async Task Erase(BulkSession session, Erased who, CancellationToken ct)
    {
        foreach (var some in who.Records.Chunk(AtOnce)) await ForgetValues(session, some, ct);
        await DecisionRows.Forget(session, who.Records, ct);
        if (!who.Restored) return;
        var elsewhere = new List<(CustomerId Customer, SourceRecordId Record)>();
        foreach (var some in who.Records.Chunk(AtOnce)) elsewhere.AddRange(await Find(session, some, ct));
        if (elsewhere.Count == 0) return;

        await IdentityLock.Take(session, ct);
        await writers.Mover.DeleteOf(session, elsewhere, ct);
        var stored = new StoredParties(session);
        long[] customers = [.. elsewhere.Select(e => e.Customer.Value).Distinct()];
        await stored.Load(customers, ct);
        CustomerId[] empty = [.. customers.Where(c => stored.OfCustomer(c).Count == 0).Select(c => new CustomerId(c))];
        await writers.Mover.Delete(session, empty, ct);
        await writers.Golden.Delete(session, empty, ct);

        var all = await sources.All(ct);
        PartyChange[] again = [.. customers.SelectMany(stored.OfCustomer).Select(party => new PartyChange(party, party, []))];
        if (again.Length == 0) return;
        var intake = new Intake(all[0], await session.Db.Organisation(ct), clock.GetUtcNow(), null, planOnly: false, ids);
        await new ResolvedChanges(session, intake, all, writers).Write(stored, again, ct);
    }

    /// <summary>The values of a record's changes lie with the customer who had the record then.</summary>
    private static async Task ForgetValues(BulkSession session, SourceRecordId[] records, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = $"""
            delete from kernel_change_payloads where (customer_id, change_set_id, seq) in
                (select customer_id, change_set_id, seq from kernel_changes where entity = '{IdentityTables.Records}' and entity_id in {command.In("@records", records.Select(r => r.Value))})
            """;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<(CustomerId Customer, SourceRecordId Record)>> Find(BulkSession session, SourceRecordId[] records, CancellationToken ct)
    {
        var found = new List<(CustomerId, SourceRecordId)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, id from {IdentityTables.Records} where id in {command.In("@records", records.Select(r => r.Value))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add((new(reader.GetInt64(0)), new(reader.GetInt64(1))));
        return found;
    }
}
