using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.Web.Forms;

namespace Patron.Insights.ReckonProfit;

/// <summary>Contacts, tickets and goodwill of the year that ended with an earlier day, by customer.</summary>
internal sealed record ServedThen(IReadOnlyDictionary<long, long[]> Contacts, IReadOnlyDictionary<long, long[]> Tickets, int Goodwill)
{
    public long ContactsOf(long customer) => Contacts.TryGetValue(customer, out var n) ? n[0] : 0;

    public long TicketsOf(long customer) => Tickets.TryGetValue(customer, out var n) ? n[0] : 0;

    public long GoodwillOf(long customer) => Tickets.TryGetValue(customer, out var n) ? n[Goodwill] : 0;
}

/// <summary>
/// The model of profit on another day than the one that the columns of the base hold: contacts and tickets are counted in the rows that have dates. What holdings bring
/// and what was taken off prices has none there and stays as it is today; so does goodwill that was given later for a ticket of that year.
/// </summary>
internal sealed class ServedOnDay(IEnumerable<IContributesColumns> columns, IDbContextFactory<PatronDb> contexts)
{
    private readonly YearColumns contacts = Of(columns, ContactColumns.Contacts), tickets = Of(columns, TicketColumns.Tickets);
    private volatile Known? known;

    private sealed record Known(CustomerBaseSnapshot Snapshot, DateOnly Day, ServedThen Then);

    /// <param name="only">Of one customer alone; null of all.</param>
    public ProfitModel At(ProfitModel model, CustomerBaseSnapshot snapshot, DateOnly day, long? only = null)
    {
        if (day == model.AsOf) return model;
        if (only is { } one) return model with { AsOf = day, Then = Read(day, [one]) };
        if (known is not { } kept || kept.Snapshot != snapshot || kept.Day != day) known = kept = new(snapshot, day, Read(day, null));
        return model with { AsOf = day, Then = kept.Then };
    }

    private ServedThen Read(DateOnly day, IReadOnlyCollection<long>? only)
    {
        using var db = contexts.CreateDbContext();
        var connection = db.Database.GetDbConnection();
        db.Database.OpenConnection();
        var end = LocalTimes.Midnight(day.AddDays(1), connection.Organisation().Zone);
        return new(contacts.Ended(connection, end, only)!, tickets.Ended(connection, end, only)!, tickets.Keys.ToList().IndexOf(TicketColumns.Goodwill));
    }

    private static YearColumns Of(IEnumerable<IContributesColumns> columns, NumberKey key) => columns.OfType<YearColumns>().Single(c => c.Keys.Contains(key));
}
