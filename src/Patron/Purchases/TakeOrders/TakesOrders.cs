using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases;

/// <summary>An orders file: the heads, whose lines come with another file or never.</summary>
internal sealed class TakesOrders(IRecordOwners owners, IGoldenRecords golden) : ITakesRows<IncomingOrder>
{
    public IRowIntake<IncomingOrder> Begin(Intake intake) => new OrderIntake(new OrderBook(intake, owners, golden));
}

internal sealed class OrderIntake(OrderBook book) : IRowIntake<IncomingOrder>
{
    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingOrder> rows, CancellationToken ct)
    {
        var fates = new RowFate[rows.Count];
        var heads = new Dictionary<string, OrderHead>(StringComparer.Ordinal);
        var firsts = new HashSet<long>();
        for (var i = 0; i < fates.Length; i++)
        {
            var row = rows[i];
            var head = new OrderHead(row.Order, row.Customer, row.At, row.Currency, row.Country, row.Channel, row.Total);
            if (RowChecks.Of(head) is { } why) fates[i] = new(row.Line, Fate.Rejected, why);
            else heads.TryAdd(row.Order, head);
        }
        await book.Open(session, heads, ct);

        var sound = Enumerable.Range(0, fates.Length).Where(i => fates[i].Fate != Fate.Rejected).ToList();
        await book.Meet(session, [.. sound.Where(i => rows[i].Customer is { } person && person != book[rows[i].Order].Person).Select(i => (book[rows[i].Order], rows[i].Customer!))], ct);
        await LineStore.Read(session, [.. sound.Select(i => book[rows[i].Order]).Where(o => !o.Lines.IsKnown).Distinct()], keyedOnly: false, ct);
        foreach (var i in sound)
        {
            var order = book[rows[i].Order];
            fates[i] = order.IsNew && firsts.Add(order.Id) ? new(rows[i].Line, Fate.Created)
                : book.Conflict(order, rows[i].Customer, rows[i].Currency) is { } why ? new(rows[i].Line, Fate.Conflict, why)
                : new(rows[i].Line, Change(order, rows[i]) ? Fate.Updated : Fate.Unchanged);
        }
        await book.Write(session, ct);
        return fates;
    }

    /// <summary>What the row gives is taken, what it leaves out stays; the time is the lines' where there are lines.</summary>
    private bool Change(BookedOrder order, IncomingOrder row)
    {
        var before = (order.At, order.Channel, order.Country, order.StatedTotal);
        if (!order.Lines.Any) order.At = row.At;
        order.Channel = row.Channel ?? order.Channel;
        order.Country = row.Country ?? order.Country;
        order.StatedTotal = row.Total ?? order.StatedTotal;
        if (before == (order.At, order.Channel, order.Country, order.StatedTotal)) return false;
        book.Change(order);
        return true;
    }
}
