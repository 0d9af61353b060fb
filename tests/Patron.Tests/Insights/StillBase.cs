using System.Globalization;
using System.IO.Compression;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Tests.Architecture;

namespace Patron.Tests.Insights;

/// <summary>A customer base that stands still, made of rows or of the half year of real invoices.</summary>
internal sealed class StillBase(CustomerBaseSnapshot snapshot, DateOnly asOf) : ICustomerBase, IReckoningDay
{
    private static readonly Lazy<CustomerBaseSnapshot> Read = new(ReadRetail);

    public static readonly DateOnly RetailDay = new(2011, 6, 30);

    public static CustomerBaseSnapshot Retail => Read.Value;

    public CustomerBaseSnapshot Current => snapshot;
    public long Position => 1;
    public BaseCodes Codes { get; } = new();
    public DateOnly AsOf => asOf;
    public Task CatchUp(CancellationToken ct) => Task.CompletedTask;

    public static CustomerBaseSnapshot Of(params IEnumerable<CustomerRow> rows)
    {
        var batch = new BaseBatch();
        foreach (var row in rows) batch.Upsert(row);
        return Writer().Apply(batch);
    }

    public static PurchaseLine Sale(int order, DateOnly day, decimal amount) => new(order, day.DayNumber, 1, Micros.PerUnit, Micros.From(amount), LineKind.Sale);

    public static BaseWriter Writer() => new(CustomerColumns.Name, CustomerColumns.LatinName, CustomerColumns.Kind, CustomerColumns.City, CustomerColumns.Region, CustomerColumns.Country,
        CustomerColumns.Language, CustomerColumns.Sex, CustomerColumns.Acquired, CustomerColumns.Since, CustomerColumns.Birth, CustomerColumns.Created, CustomerColumns.Sources, CustomerColumns.Reach, Patron.Consents.Contracts.ConsentColumn.Key,
        CustomerColumns.Membership, CustomerColumns.Level, CustomerColumns.ContractEnds, CustomerColumns.Referrals, CustomerColumns.Agreements, CustomerColumns.Recommended, Patron.Interactions.Contracts.ContactColumns.Contacts, Patron.ServiceDesk.Contracts.TicketColumns.Tickets,
        Patron.ServiceDesk.Contracts.TicketColumns.Goodwill, Patron.Insights.ReckonProfit.HoldingColumns.Income, Patron.Insights.ReckonProfit.HoldingColumns.Chances, Patron.Purchases.Contracts.DiscountColumns.Discounts,
        Patron.Messaging.Contracts.MessageColumns.Sent, Patron.Events.Contracts.ResponseColumns.Responses, Patron.Interactions.Contracts.ContactColumns.All, Patron.ServiceDesk.Contracts.TicketColumns.All, new NumberKey("household"),
        Patron.Insights.ReckonLadder.LadderColumns.Step, Patron.Insights.ReckonLadder.LadderColumns.Before, Patron.Insights.FitLifetimes.LifetimeColumns.Value);

    /// <summary>One row for each customer number, and an anonymous one for each invoice without; the day of an order is that of its earliest line.</summary>
    private static CustomerBaseSnapshot ReadRetail()
    {
        using var packed = File.OpenRead(Path.Combine(SourceFiles.Root, "src", "Patron", "Demo", "Data", "online_retail_h1.csv.gz"));
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        text.ReadLine();
        var lines = new List<(string Order, string Customer, DateTime At, decimal Quantity, decimal Price)>();
        while (text.ReadLine() is { } row)
        {
            // Only the description, in the middle, may hold commas.
            var cells = row.Split(',');
            lines.Add((cells[0], cells[^2], DateTime.Parse(cells[^4], CultureInfo.InvariantCulture), Amount(cells[^5]), Amount(cells[^3])));
        }
        var rows = lines.GroupBy(l => l.Customer.Length > 0 ? l.Customer : "anonymous " + l.Order).Select((customer, at) => new CustomerRow(at + 1, !customer.Key.StartsWith('a'))
            .Text(CustomerColumns.Name, customer.Key).Flags(CustomerColumns.Sources, at % 3 == 0 ? 3UL : 1UL).Flags(CustomerColumns.Reach, (ulong)(at % 8))
            .Lines([.. customer.GroupBy(l => l.Order).SelectMany((order, number) => order.Select(l => Line(l.Order, number, DateOnly.FromDateTime(order.Min(o => o.At)), l.Quantity, l.Price)))]));
        return Of(rows);
    }

    private static PurchaseLine Line(string order, int number, DateOnly day, decimal quantity, decimal price) => new(number, day.DayNumber, 0, Micros.From(quantity), Micros.From(quantity * price),
        order.StartsWith('C') || quantity < 0 ? LineKind.Return : quantity > 0 && price > 0 ? LineKind.Sale : LineKind.Other);

    private static decimal Amount(string cell) => decimal.Parse(cell, CultureInfo.InvariantCulture);
}
