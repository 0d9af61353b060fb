using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.ReckonStakes;

/// <summary>What a customer earned us in the last year; micros.</summary>
/// <param name="Earned">The margin on what was bought, less returns.</param>
/// <param name="Service">What the tickets' work cost.</param>
/// <param name="Given">Goodwill.</param>
internal readonly record struct Worth(long Earned, long Service, long Given)
{
    public long Total => Earned - Service - Given;
}

/// <summary>Reckons what customers earn us. Purchases count up to the reckoning day, tickets and goodwill up to now.</summary>
internal sealed class Worths(Stakes stakes, TimeProvider clock)
{
    public async Task<Worth> Of(PatronDb db, CustomerId customer, CancellationToken ct)
    {
        var rules = await db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual;
        var since = clock.GetUtcNow().AddDays(-StakeScale.Days);
        var opened = await db.Tickets.CountAsync(t => t.CustomerId == customer && t.OpenedAt > since, ct);
        var given = await db.TicketEvents.Where(e => e.CustomerId == customer && e.Kind == TicketEventKind.Goodwill && e.At > since).SumAsync(e => e.Amount ?? 0, ct);
        return new((long)(stakes.Scale().Of(customer).Spent * rules.Margin), opened * rules.TicketCost, given);
    }
}
