using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales.KeepLeads;

internal sealed class LeadSourceReads(IDbContextFactory<PatronDb> contexts) : ILeadSources
{
    public async Task<IReadOnlyList<LeadSourceLeads>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var leads = new Dictionary<int, List<(CustomerId, DateTimeOffset)>>();
        await db.Database.OpenConnectionAsync(ct);
        using (var row = FastReader.Open(db.Database.GetDbConnection(), $"select source, customer_id, created_at from {LeadTable.Name} where customer_id not in (select id from customers where deleted_at is not null) order by created_at, id"))
        {
            while (row.Read())
            {
                if (!leads.TryGetValue(row.Int(0), out var of)) leads[row.Int(0)] = of = [];
                of.Add((new(row.Long(1)), Instants.FromMicroseconds(row.Instant(2))));
            }
        }
        return [.. (await LeadSources.Read(db, ct)).All.Select(s => new LeadSourceLeads(s.Name, s.Kind.ToString().ToLowerInvariant(), s.Cost, leads.GetValueOrDefault(s.Id) ?? []))];
    }
}
