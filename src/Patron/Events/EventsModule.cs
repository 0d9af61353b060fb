using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Events.ContributeColumns;
using Patron.Events.Contracts;
using Patron.Events.KeepLog;
using Patron.Events.ShowTimeline;
using Patron.Web.Contracts;

namespace Patron.Events;

/// <summary>The door of the room: the one append-only log of what customers did because of us, or were seen doing.</summary>
internal static class EventsModule
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<IEventLog, EventLog>()
        .AddSingleton<ITimelineSource, EventTimeline>()
        .AddSingleton<SourceNames>()
        .AddSingleton<IContributesColumns, ResponseFacts>()
        .AddSingleton<ISegmentLeaves, ResponseLeaves>()
        .AddSingleton(new OwnsCustomerRows("Events", [EventTable.Name], Topics.Events));
}
