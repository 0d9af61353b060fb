using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases;

/// <summary>An orders file: the heads, whose lines come with another file or never.</summary>
internal sealed class TakesOrders(IRecordOwners owners, IGoldenRecords golden) : ITakesRows<IncomingOrder>
{
    public IRowIntake<IncomingOrder> Begin(Intake intake) => new OrderIntake(new OrderBook(intake, owners, golden, namesLines: false), intake);
}

internal sealed class OrderIntake(OrderBook book, Intake intake) : IRowIntake<IncomingOrder>
{
    private readonly IntakeRules rules = intake.Rules;

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingOrder> rows, CancellationToken ct)
    {
        var fates = new RowFate[rows.Count];
        var heads = new Dictionary<string, OrderHead>(StringComparer.Ordinal);
        var firsts = new HashSet<long>();
        for (var i = 0; i < fates.Length; i++)
        {
            var row = rows[i];
            var head = new OrderHead(row.Order, row.Customer, row.At, row.Currency, row.Country, row.Channel, row.Total, row.Return);
            if (RowChecks.Of(head) is { } why) fates[i] = new(row.Line, Fate.Rejected, why);
            else heads.TryAdd(row.Order, head);
        }
        await book.Open(session, heads, ct);

        var sound = new List<(int At, BookedOrder Order)>(rows.Count);
        for (var i = 0; i < fates.Length; i++)
        {
            if (fates[i].Fate == Fate.Rejected) continue;
            if (book.Find(rows[i].Order) is { } order) sound.Add((i, order));
            else fates[i] = new(rows[i].Line, Fate.Rejected, RowChecks.NotKnown("order", rows[i].Order));
        }
        await book.Meet(session, [.. sound.Where(s => rows[s.At].Customer is { } person && person != s.Order.Person).Select(s => (s.Order, rows[s.At].Customer!))], ct);
        await LineStore.Read(session, [.. sound.Select(s => s.Order).Where(o => !o.Lines.IsKnown).Distinct()], keyedOnly: false, ct);
        foreach (var (at, order) in sound)
        {
            fates[at] = order.IsNew && firsts.Add(order.Id) ? new(rows[at].Line, Fate.Created)
                : book.Conflict(order, rows[at].Customer, rows[at].Currency) is { } why ? new(rows[at].Line, Fate.Conflict, why)
                : Change(order, rows[at]);
        }
        await book.Write(session, ct);
        book.Record(session, []);
        book.Forget();
        return fates;
    }

    /// <summary>What the row gives is taken, what it leaves out stays; the time is the lines' where there are lines.</summary>
    private RowFate Change(BookedOrder order, IncomingOrder row)
    {
        var before = order.Values;
        var said = new OrderValues(order.Lines.Any ? before.At : row.At, row.Channel ?? before.Channel, row.Country ?? before.Country, row.Total ?? before.StatedTotal);
        if (said == before) return new(row.Line, Fate.Unchanged);
        if (rules.Mode == IntakeMode.CreateOnly && !order.IsNew) return new(row.Line, Fate.Unchanged, RowChecks.KnownAlready("order", row.Order));
        if (rules.FillOnly) said = new(before.At, before.Channel ?? row.Channel, before.Country ?? row.Country, before.StatedTotal ?? row.Total);
        if (said == before) return new(row.Line, Fate.Unchanged, RowChecks.ValuesStay("order", row.Order));
        PurchaseChanges.Note(intake, row.Line, order, said);
        (order.At, order.Channel, order.Country, order.StatedTotal) = (said.At, said.Channel, said.Country, said.StatedTotal);
        book.Change(order);
        return new(row.Line, Fate.Updated);
    }
}
