using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.MoveDeals;

namespace Patron.Sales.ForgetSources;

/// <summary>Deals and leads of the sources, whoever's they are, what was said about those deals, objections that came with a file, and the anonymous customers made for them. Before Purchases, which then takes out products that nothing names.</summary>
internal sealed class ForgetsSales(CustomerRowMover mover, IGoldenRecords golden, IReasons reasons) : IForgetsSources
{
    public int Order => 8;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        var sources = string.Join(',', what.SourceIds);
        var deals = $"select customer_id, id from {OpportunityTable.Name} where source_id in ({sources})";
        var anonymous = await Customers(session, $"select customer_id from {OpportunityTable.Name} where source_id in ({sources}) and source_record_id is null", ct);
        var touched = await Customers(session, $"select customer_id from {OpportunityTable.Name} where source_id in ({sources}) union select customer_id from {LeadTable.Name} where source_id in ({sources})", ct);
        await reasons.Forget(session, DealDeeds.About, deals, ct);
        foreach (var table in (string[])[DealStepTable.Name, ObjectionTable.Name]) await session.Execute($"delete from {table} where (customer_id, opportunity_id) in ({deals})", ct);
        await session.Execute($"delete from {ObjectionTable.Name} where source_record_id in (select id from identity_source_records where source_id in ({sources}))", ct);
        var named = await LeadSourcesOf(session, $" where source_id in ({sources})", ct);
        await session.Execute($"delete from {LeadTable.Name} where source_id in ({sources})", ct);
        await Unname(session, named, ct);
        await session.Execute($"update {LeadTable.Name} set opportunity_id = null where (customer_id, opportunity_id) in ({deals})", ct);
        await session.Execute($"delete from {OpportunityTable.Name} where source_id in ({sources})", ct);
        await session.Release(what.Sources.SelectMany(s => (string[])[ClaimScopes.Opportunity(s.Id), ClaimScopes.Lead(s.Id)]), ct);
        await mover.Delete(session, anonymous, ct);
        await golden.Delete(session, anonymous, ct);
        session.Tell(Topics.Sales, touched.Select(c => c.Value));
    }

    /// <summary>Where leads come from that no lead names any longer goes with the leads; what people named otherwise stays.</summary>
    private static async Task Unname(BulkSession session, HashSet<int> named, CancellationToken ct)
    {
        named.ExceptWith(await LeadSourcesOf(session, "", ct));
        if (named.Count == 0) return;
        await SettingDeeds.Alone(session, ct);
        var before = await LeadSources.Read(session.Db, ct);
        LeadSources left = new([.. before.All.Where(s => !named.Contains(s.Id))]);
        await session.Db.Write(LeadSources.Key, left.All.Count == 0 ? null : left, ct);
        await session.Db.SaveChangesAsync(ct);
    }

    private static async Task<HashSet<int>> LeadSourcesOf(BulkSession session, string where, CancellationToken ct)
    {
        var found = new HashSet<int>();
        await using var command = session.Command($"select distinct source from {LeadTable.Name}{where}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(reader.GetInt32(0));
        return found;
    }

    private static async Task<List<CustomerId>> Customers(BulkSession session, string sql, CancellationToken ct)
    {
        var customers = new List<CustomerId>();
        await using var command = session.Command(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) customers.Add(new(reader.GetInt64(0)));
        return customers;
    }
}
