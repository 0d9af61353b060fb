using Patron.Kernel;

namespace Patron.Sales.Contracts;

/// <summary>A fair, a magazine, a site, a list, a referral, and whom it brought.</summary>
/// <param name="Kind">In lower case: tradeshow, magazine, site, list, referral, affiliate.</param>
/// <param name="Cost">In all, micros of the organisation's currency.</param>
/// <param name="Leads">Whose lead came from it, and when; a customer with two leads stands twice.</param>
public sealed record LeadSourceLeads(string Name, string Kind, long Cost, IReadOnlyList<(CustomerId Customer, DateTimeOffset At)> Leads);

/// <summary>Where leads come from, for rooms that ask what became of them.</summary>
public interface ILeadSources
{
    /// <summary>All sources, those without a lead too. Customers in the bin are left out; whom the asker may see is for the caller to say.</summary>
    Task<IReadOnlyList<LeadSourceLeads>> All(CancellationToken ct);
}
