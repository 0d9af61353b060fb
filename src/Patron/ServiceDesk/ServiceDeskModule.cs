using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.ReckonStakes;
using Patron.ServiceDesk.SetService;

namespace Patron.ServiceDesk;

/// <summary>The door of the room: complaints, questions and requests of customers, what was promised about them and whether it was kept.</summary>
internal static class ServiceDeskModule
{
    public static IServiceCollection AddServiceDesk(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("ServiceDesk", [TicketTable.Name, TicketEventTable.Name], Topics.Service))
        .AddSingleton<Stakes>()
        .AddSingleton<Worths>()
        .AddSingleton<Reasons>()
        .AddSingleton<TicketReads>()
        .AddSingleton<TicketBook>()
        .AddSingleton<ITickets>(p => p.GetRequiredService<TicketBook>())
        .AddSingleton<IUndoesChanges, UndoesTickets>()
        .AddSingleton<IUndoesChanges, UndoesTicketEvents>();
}
