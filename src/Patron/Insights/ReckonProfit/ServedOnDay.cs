using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.ReckonInsights;
using Patron.Interactions.Contracts;
using Patron.Purchases.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.Web.Forms;

namespace Patron.Insights.ReckonProfit;

/// <summary>What holdings bring in a year, and the kinds that are still open.</summary>
internal readonly record struct HeldThen(long Income, string Chances);

/// <summary>Contacts, tickets, goodwill and discounts of the year that ended with an earlier day, and the holdings of that day, by customer.</summary>
internal sealed record ServedThen(
    IReadOnlyDictionary<long, long[]> Contacts, IReadOnlyDictionary<long, long[]> Tickets, int Goodwill, IReadOnlyDictionary<long, long> Discounts, IReadOnlyDictionary<long, HeldThen> Holdings)
{
    public ServedYear Of(long customer) =>
        new(At(Contacts, customer, 0), At(Tickets, customer, 0), At(Tickets, customer, Goodwill), Holdings.GetValueOrDefault(customer).Income, Discounts.GetValueOrDefault(customer));

    public string ChancesOf(long customer) => Holdings.GetValueOrDefault(customer).Chances ?? "";

    private static long At(IReadOnlyDictionary<long, long[]> of, long customer, int place) => of.TryGetValue(customer, out var n) ? n[place] : 0;
}

/// <summary>
/// The model of profit on another day than the one that the columns of the base hold: contacts, tickets, goodwill, discounts and holdings are read from the rows that have dates.
/// Balances of holdings have no history and stay as they are today.
/// </summary>
internal sealed class ServedOnDay(
    IEnumerable<IContributesColumns> columns, IDiscountReads discounts, HoldingColumns holdings, NumbersCache numbers, IDbContextFactory<PatronDb> contexts)
{
    private readonly YearColumns contacts = Of(columns, ContactColumns.Contacts), tickets = Of(columns, TicketColumns.Tickets);

    private sealed record ServedQuestion(DateOnly Day);

    /// <param name="only">Of one customer alone; null of all.</param>
    public ProfitModel At(ProfitModel model, CustomerBaseSnapshot snapshot, DateOnly day, long? only = null) =>
        day == model.AsOf ? model : model with { AsOf = day, Then = only is { } one ? Served(day, [one]) : numbers.Of(snapshot, new ServedQuestion(day), () => Served(day, null)) };

    private ServedThen Served(DateOnly day, IReadOnlyCollection<long>? only) => Read(connection =>
    {
        var end = EndOf(connection, day);
        return new ServedThen(contacts.Ended(connection, end, only)!, tickets.Ended(connection, end, only)!, Place(TicketColumns.Goodwill),
            discounts.Given(connection, day.AddDays(1 - PurchaseYear.Days), day, only), holdings.On(connection, day, only));
    });

    private T Read<T>(Func<DbConnection, T> read)
    {
        using var db = contexts.CreateDbContext();
        db.Database.OpenConnection();
        return read(db.Database.GetDbConnection());
    }

    private int Place(NumberKey key) => tickets.Keys.ToList().IndexOf(key);

    private static DateTimeOffset EndOf(DbConnection connection, DateOnly day) => LocalTimes.Midnight(day.AddDays(1), connection.Organisation().Zone);

    private static YearColumns Of(IEnumerable<IContributesColumns> columns, NumberKey key) => columns.OfType<YearColumns>().Single(c => c.Keys.Contains(key));
}
