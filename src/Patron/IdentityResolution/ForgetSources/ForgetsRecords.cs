using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ForgetSources;

/// <summary>
/// The sources' records, and the sources. A customer whom no other source knows goes whole, with what was written by hand; one whom another source
/// knows keeps everything that did not come from these records. Who is one is then decided anew among all whom the records had to do with:
/// they may have joined two people, or kept one apart from himself by sharing a key under another name.
/// </summary>
internal sealed class ForgetsRecords(SourceList sources, ICustomFields customFields, IdentityWriters writers, IdMaker ids, TimeProvider clock) : IForgetsSources
{
    public int Order => 40;

    private sealed record Gone(CustomerId Customer, SourceRecordId Record, string? Custom);

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        await IdentityLock.Take(session, ct);
        var all = await sources.All(ct);
        var gone = await Records(session, what, ct);
        var customers = gone.Select(g => g.Customer.Value).Distinct().ToArray();
        var keys = await Keys(session, customers, gone, ct);
        var kept = await KnownElsewhere(session, customers, what, ct);

        CustomerId[] whole = [.. customers.Where(c => !kept.Contains(c)).Select(c => new CustomerId(c))];
        await writers.Mover.Delete(session, whole, ct);
        await writers.Golden.Delete(session, whole, ct);
        await writers.Mover.DeleteOf(session, [.. gone.Where(g => kept.Contains(g.Customer.Value)).Select(g => (g.Customer, g.Record))], ct);
        await DecisionRows.Forget(session, [.. gone.Select(g => g.Record)], ct);
        await session.Release(what.Sources.SelectMany(s => ClaimScopes.Of(s.Id)), ct);

        if (what.Sources.Count > 0) await Resolve(session, what.Sources[0], all, kept, keys, ct);
        await ReleaseFields(session, gone, ct);
        await ForgetChanges(session, what, ct);
        await session.Execute($"delete from identity_sources where id in ({string.Join(',', what.SourceIds)})", ct);
        sources.Reread();
    }

    /// <summary>What was changed of the sources themselves.</summary>
    private static async Task ForgetChanges(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        var sources = what.SourceIds.ToArray();
        var sets = await session.Db.Set<ChangeRow>().Where(r => r.Entity == SourceList.Entity && sources.Contains(r.EntityId)).Select(r => r.ChangeSetId).Distinct().ToListAsync(ct);
        await session.ForgetChangeSets(sets, ct);
    }

    private static async Task<List<Gone>> Records(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        var records = new List<Gone>();
        await using var command = session.Command($"select customer_id, id, custom from {IdentityTables.Records} where source_id in ({string.Join(',', what.SourceIds)})");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) records.Add(new(new(reader.GetInt64(0)), new(reader.GetInt64(1)), reader.Text(2)));
        return records;
    }

    private static async Task<HashSet<IdentityKey>> Keys(BulkSession session, long[] customers, List<Gone> gone, CancellationToken ct)
    {
        var byRecord = await IdentifierRows.OfCustomers(session, customers, ct);
        return [.. gone.SelectMany(g => byRecord.GetValueOrDefault(g.Record.Value, []))];
    }

    private static async Task<HashSet<long>> KnownElsewhere(BulkSession session, long[] customers, ForgottenSources what, CancellationToken ct)
    {
        var known = new HashSet<long>();
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select distinct customer_id from {IdentityTables.Records} where customer_id in {command.In("@customers", some)} and source_id not in ({string.Join(',', what.SourceIds)})";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) known.Add(reader.GetInt64(0));
        }
        return known;
    }

    /// <summary>Among those who stay: the records that stood beside one of these, and those that share a key with one.</summary>
    private async Task Resolve(BulkSession session, SourceInfo source, IReadOnlyList<SourceInfo> all, HashSet<long> kept, HashSet<IdentityKey> keys, CancellationToken ct)
    {
        var counts = await IdentifierRows.Count(session, keys, ct);
        // A key on too many records joined nobody before and joins nobody now.
        var carriers = await IdentifierRows.Carriers(session, [.. counts.Where(c => c.Value <= ExactResolver.MostRecordsOfAKey).Select(c => c.Key)], ct);
        long[] concerned = [.. kept.Concat(carriers.Select(c => c.Customer)).Distinct()];
        var stored = new StoredParties(session);
        await stored.Load(concerned, ct);
        PartyChange[] again = [.. concerned.SelectMany(stored.OfCustomer).Select(party => new PartyChange(party, party, []))];
        var intake = new Intake(source, await session.Db.Organisation(ct), clock.GetUtcNow(), null, planOnly: false, ids);
        await new ResolvedChanges(session, intake, all, writers).Write(stored, again, ct);
    }

    /// <summary>Custom fields that nobody else has a value for are unused again.</summary>
    private async Task ReleaseFields(BulkSession session, List<Gone> gone, CancellationToken ct)
    {
        var fields = FieldsIn(gone.Select(g => g.Custom));
        if (fields.Count == 0) return;
        var others = new List<string?>();
        await using (var command = session.Command($"select distinct custom from {IdentityTables.Records} where custom is not null"))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) others.Add(reader.GetString(0));
        }
        fields.ExceptWith(FieldsIn(others));
        await customFields.Release(session, fields, ct);
    }

    private static HashSet<string> FieldsIn(IEnumerable<string?> customs) => [.. customs.Distinct().SelectMany(c => CustomValues.Read(c).Keys)];
}
