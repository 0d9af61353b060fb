using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.ServiceDesk.MailTickets;

/// <summary>Whether an answer reaches the customer by e-mail.</summary>
internal enum MailWay
{
    Open,

    /// <summary>On the suppression list for another reason than the address. That closes advertising; whoever asks us something may be answered, by one who knows of it.</summary>
    Unwanted,

    /// <summary>Mail to this address came back for good.</summary>
    Returned,
    NoAddress,
}

/// <param name="Language">In which the customer is written to; null: not known.</param>
internal sealed record WayTo(MailWay Way, string? Address, string? Name, string? Language)
{
    public bool Leads => Way is MailWay.Open or MailWay.Unwanted;
}

/// <summary>Finds the way to a customer. Neither consent nor caps nor quiet hours stand in it: an answer is no advertising.</summary>
internal sealed class MailWays(ICustomerReach reach, ISuppressionReasons suppressed, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    public async Task<WayTo> Of(CustomerId customer, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        return await Of(session, customer, ct);
    }

    public async Task<WayTo> Of(BulkSession session, CustomerId customer, CancellationToken ct)
    {
        if ((await reach.Of(session, [customer], ct)).GetValueOrDefault(customer) is not { Email: { } address } known) return new(MailWay.NoAddress, null, null, null);
        var reasons = await suppressed.Of(session.Db, customer, ContactChannels.Email, address, ct);
        var way = reasons.Contains(SuppressionReason.Bounced) ? MailWay.Returned : reasons.Count > 0 ? MailWay.Unwanted : MailWay.Open;
        return new(way, address, known.Name, known.Language);
    }
}
