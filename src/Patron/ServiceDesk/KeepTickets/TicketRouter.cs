using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.KeepTickets;

/// <summary>Finds whose a ticket of a team is: who speaks the customer's language and knows of what it is about, where anybody does; of these who has the fewest open ones, of equal ones the first by id.</summary>
internal sealed class TicketRouter(ITeams teams, ICustomerReads customers)
{
    /// <returns>Null where nobody is in the team.</returns>
    public async Task<UserId?> Owner(PatronDb db, TeamId team, CustomerId customer, string about, CancellationToken ct)
    {
        if ((await teams.All(ct)).FirstOrDefault(t => t.Id == team) is not { Members.Count: > 0 } found) return null;
        var language = (await customers.Find([customer], ct)).GetValueOrDefault(customer)?.Golden.Language;
        UserId?[] fitting = [.. PersonSkills.Fitting(found.Members, language, about).Select(m => (UserId?)m.User)];
        var loads = await db.Tickets.Where(t => t.IsOpen && fitting.Contains(t.OwnerId)).GroupBy(t => t.OwnerId).Select(g => new { g.Key, Open = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Open, ct);
        return fitting.OrderBy(u => loads.GetValueOrDefault(u!.Value)).ThenBy(u => u!.Value.Value).First();
    }
}
