using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales.TakeLeads;

/// <summary>The deals that rows of a leads file name: a deal that ended is the second event that shows its lead was followed up, an open one that it is with sales.</summary>
internal sealed class LeadDeals
{
    internal readonly record struct Named(long Id, long Customer, DealState State);

    private readonly Dictionary<string, Named> deals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> persons = new(StringComparer.Ordinal);

    /// <param name="rows">Their records are written already, but in a plan, where those of new persons are nowhere.</param>
    public static async Task<LeadDeals> Find(BulkSession session, SourceId source, List<IncomingLead> rows, CancellationToken ct)
    {
        var found = new LeadDeals();
        string[] said = [.. rows.Select(r => r.Deal).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (said.Length == 0) return found;
        var ids = (await session.Find(ClaimScopes.Opportunity(source), said, ct)).ToDictionary(c => c.Key, c => c.Value.Id, StringComparer.Ordinal);
        foreach (var word in said)
            if (!ids.ContainsKey(word) && IdText.TryRead<OpportunityId>(word, out var own)) ids[word] = own.Value;
        var there = new Dictionary<long, Named>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select id, customer_id, state from {OpportunityTable.Name} where id in {command.In("@ids", ids.Values.Distinct())}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) there[reader.GetInt64(0)] = new(reader.GetInt64(0), reader.GetInt64(1), (DealState)reader.GetInt32(2));
        }
        foreach (var (word, id) in ids)
            if (there.TryGetValue(id, out var deal)) found.deals[word] = deal;
        foreach (var (person, claim) in await session.Find(ClaimScopes.Record(source), rows.Select(r => r.Person.ExternalId).ToHashSet(StringComparer.Ordinal), ct)) found.persons[person] = claim.Customer;
        return found;
    }

    /// <summary>Null where the row names none, or one that is not this customer's.</summary>
    public Named? Of(IncomingLead row) =>
        row.Deal is { } said && deals.TryGetValue(said, out var deal) && (!persons.TryGetValue(row.Person.ExternalId, out var person) || person == deal.Customer) ? deal : null;

    /// <summary>Why the deal that the row names is left out.</summary>
    public RowReason? Wrong(IncomingLead row) => row.Deal is { } said && Of(row) is null ? new("sales.row.leaddeal", "deal", said, new { deal = said }) : null;
}
