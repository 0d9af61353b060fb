using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Reasons.ShowReasons;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Reasons;

/// <summary>Reasons of tickets, made as a person makes them.</summary>
internal static class TicketReasons
{
    public static async Task<ReasonId> Add(PatronServices patron, string name, ReasonId? below = null)
    {
        Assert.NotNull((await patron.Get<ReasonDeeds>().Add(ReasonKind.Ticket, below, name, null, Ct)).Value);
        return (await patron.Get<IReasons>().Of(ReasonKind.Ticket, Ct)).All.Last(r => r.Name == name).Id;
    }
}
