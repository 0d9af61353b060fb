using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases;

/// <summary>An order-lines file: orders, products and customers that are not there yet come into being.</summary>
/// <param name="mostOrders">Kept in memory.</param>
internal sealed class TakesLines(IRecordOwners owners, IGoldenRecords golden, IProducts products, int mostOrders = OrderBook.MostOrders) : ITakesRows<IncomingLine>
{
    public IRowIntake<IncomingLine> Begin(Intake intake) => new LineIntake(intake, new OrderBook(intake, owners, golden, namesLines: true, mostOrders), products);
}

/// <summary>
/// Reads what the database knows of a chunk's keys, decides every row in memory, writes in bulk. Lives for the whole file, because the k-th equal line
/// of an order is the k-th present one wherever in the file it stands.
/// </summary>
internal sealed class LineIntake(Intake intake, OrderBook book, IProducts products) : IRowIntake<IncomingLine>
{
    /// <summary>Numbered lines kept in memory; beyond it they are read again when their order comes again.</summary>
    private const int MostKeyed = 500_000;
    private const int LongestKey = 40;
    private const int LongestCode = 100;

    private readonly Dictionary<string, SeenProduct> seen = new(StringComparer.Ordinal);
    private readonly List<NewLine> made = [];
    private readonly List<ChangedLine> changed = [];
    private readonly IntakeRules rules = intake.Rules;
    private readonly HashSet<BookedOrder> retimed = [];
    private readonly HashSet<BookedOrder> withKeyed = [];
    private RowFate[] fates = [];
    private long[] amounts = [];
    private BookedOrder?[] orders = [];

    private readonly record struct SeenProduct(long Id, bool Named, bool Sorted);

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingLine> rows, CancellationToken ct)
    {
        (fates, amounts, orders) = (new RowFate[rows.Count], new long[rows.Count], new BookedOrder?[rows.Count]);
        await book.Open(session, Check(rows), ct);
        await book.Meet(session, Assign(rows), ct);
        await MakeProducts(session, Refuse(rows), ct);
        await ReadLines(session, rows, ct);
        for (var i = 0; i < fates.Length; i++)
        {
            if (orders[i] is not { } order) continue;
            var (fate, why) = Put(rows[i], order, amounts[i]);
            fates[i] = new(rows[i].Line, fate, why);
        }
        await Write(session, ct);
        return fates;
    }

    /// <summary>Rejects what is wrong in itself, and gives the first sound row of each order.</summary>
    private Dictionary<string, OrderHead> Check(IReadOnlyList<IncomingLine> rows)
    {
        var heads = new Dictionary<string, OrderHead>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var head = new OrderHead(row.Order, row.Customer, row.At, row.Currency, row.Country, row.Channel, null);
            if (Wrong(row, head, out amounts[i]) is { } why) fates[i] = new(row.Line, Fate.Rejected, why);
            else if (!heads.TryAdd(row.Order, head) && heads[row.Order].At is null && row.At is not null) heads[row.Order] = head;
        }
        return heads;
    }

    private static RowReason? Wrong(IncomingLine row, in OrderHead head, out long amount)
    {
        amount = 0;
        if ((RowChecks.Of(head) ?? RowChecks.Text("product", row.Product, LongestCode) ?? RowChecks.Text("line", row.LineKey, LongestKey)) is { } why) return why;
        if (row.Discount is < 0 or > Micros.PerUnit) return new("purchases.row.discount", "discount", null);
        try
        {
            amount = Micros.LineAmount(row.Quantity, row.Price, row.Discount);
            return null;
        }
        catch (OverflowException)
        {
            return new("purchases.row.toolarge", "quantity", null);
        }
    }

    /// <summary>Gives each sound row its order, and those persons whom rows name otherwise than their order does so far.</summary>
    private HashSet<(BookedOrder, string)> Assign(IReadOnlyList<IncomingLine> rows)
    {
        var named = new HashSet<(BookedOrder, string)>();
        BookedOrder? last = null;
        for (var i = 0; i < rows.Count; i++)
        {
            if (fates[i].Fate == Fate.Rejected) continue;
            // Files are mostly grouped by order.
            if (last?.Number != rows[i].Order) last = book.Find(rows[i].Order);
            if (last is null)
            {
                fates[i] = new(rows[i].Line, Fate.Rejected, rules.Mode == IntakeMode.UpdateOnly
                    ? RowChecks.NotKnown("order", rows[i].Order) : new("purchases.row.timeless", "order", rows[i].Order, new { order = rows[i].Order }));
                continue;
            }
            orders[i] = last;
            if (rows[i].Customer is { } person && person != last.Person) named.Add((last, person));
        }
        return named;
    }

    /// <summary>Sets conflicts aside and gives the products that the others need and that are not known well enough.</summary>
    private Dictionary<string, NamedProduct> Refuse(IReadOnlyList<IncomingLine> rows)
    {
        var needed = new Dictionary<string, NamedProduct>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (orders[i] is not { } order) continue;
            var row = rows[i];
            if (book.Conflict(order, row.Customer, row.Currency) is { } why)
            {
                (fates[i], orders[i]) = (new(row.Line, Fate.Conflict, why), null);
                continue;
            }
            if (seen.TryGetValue(row.Product, out var known) && (known.Named || row.ProductName is null) && (known.Sorted || row.Category is null)) continue;
            needed[row.Product] = needed.TryGetValue(row.Product, out var first)
                ? first with { Name = first.Name ?? row.ProductName, Category = first.Category ?? row.Category }
                : new(row.Product, row.ProductName, row.Category);
        }
        return needed;
    }

    private async Task MakeProducts(BulkSession session, Dictionary<string, NamedProduct> needed, CancellationToken ct)
    {
        if (needed.Count == 0) return;
        var ids = await products.FindOrMake(session, intake, needed.Values, ct);
        foreach (var (code, product) in needed)
        {
            // Where nothing may be made, a product that is not there stays away.
            if (!ids.TryGetValue(code, out var id)) continue;
            var before = seen.GetValueOrDefault(code);
            seen[code] = new(id.Value, before.Named || product.Name is not null, before.Sorted || product.Category is not null);
        }
    }

    private async Task ReadLines(BulkSession session, IReadOnlyList<IncomingLine> rows, CancellationToken ct)
    {
        HashSet<BookedOrder> unread = [], forgotten = [];
        for (var i = 0; i < rows.Count; i++)
        {
            if (orders[i] is not { } order) continue;
            if (!order.Lines.IsKnown) unread.Add(order);
            else if (!order.Lines.IsKeyedKnown && rows[i].LineKey is not null) forgotten.Add(order);
        }
        await LineStore.Read(session, unread, keyedOnly: false, ct);
        await LineStore.Read(session, forgotten, keyedOnly: true, ct);
        withKeyed.UnionWith(unread.Concat(forgotten).Where(o => o.Lines.Keyed > 0));
    }

    private (Fate, RowReason?) Put(IncomingLine row, BookedOrder order, long amount)
    {
        if (!seen.TryGetValue(row.Product, out var product)) return (Fate.Rejected, RowChecks.NotKnown("product", row.Product));
        var values = new LineValues(product.Id, row.Quantity, row.Price, row.Discount, row.At ?? order.At);
        if (row.LineKey is null)
        {
            if (order.Lines.Name(values, row.At is null)) return Same(row, order, null);
        }
        else if (order.Lines.Find(row.LineKey, out var known, out var before))
        {
            if (row.At is null) values = values with { At = before.At };
            if (before == values) return Same(row, order, null);
            if (rules.Mode == IntakeMode.CreateOnly) return (Fate.Unchanged, RowChecks.KnownAlready("line", row.LineKey));
            if (rules.FillOnly) return Same(row, order, RowChecks.ValuesStay("line", row.LineKey));
            PurchaseChanges.Note(intake, row.Line, row.Order, known, before, values, CodeOf);
            order.Lines.Set(row.LineKey, known, values);
            changed.Add(new(new(known, order, row.LineKey, values, amount), before));
            // Even a line that moved to a later time may have been the earliest.
            if (before.At != values.At) retimed.Add(order);
            Fill(row, order);
            book.Touch(order);
            return (Fate.Updated, null);
        }
        if (rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, RowChecks.NotKnown("order", row.Order));
        Fill(row, order);
        var line = new NewLine(intake.Ids(LineStore.Table).Next(), order, row.LineKey, values, amount);
        made.Add(line);
        if (row.LineKey is not null)
        {
            order.Lines.Set(row.LineKey, line.Id, values);
            withKeyed.Add(order);
        }
        Time(order, values.At);
        book.Touch(order);
        return (Fate.Created, null);
    }

    /// <summary>The code of a product where the file has named it, else its id; only a check asks, for few.</summary>
    private string CodeOf(long product) => seen.FirstOrDefault(s => s.Value.Id == product).Key ?? new ProductId(product).ToString();

    /// <summary>The line stays as it is; its order may learn where it came from.</summary>
    private (Fate, RowReason?) Same(IncomingLine row, BookedOrder order, RowReason? leftOut) =>
        Fill(row, order) ? (Fate.Updated, null) : (Fate.Unchanged, leftOut);

    /// <summary>A first channel or country is taken, a known one stays.</summary>
    private bool Fill(IncomingLine row, BookedOrder order)
    {
        if (rules.Mode == IntakeMode.CreateOnly && !order.IsNew) return false;
        if ((order.Channel is not null || row.Channel is null) && (order.Country is not null || row.Country is null)) return false;
        PurchaseChanges.Note(intake, row.Line, order, order.Values with { Channel = order.Channel ?? row.Channel, Country = order.Country ?? row.Country });
        order.Channel ??= row.Channel;
        order.Country ??= row.Country;
        book.Change(order);
        return true;
    }

    /// <summary>The earliest line's time; an order that so far had no lines had the time its source stated.</summary>
    private void Time(BookedOrder order, long at)
    {
        var first = !order.Lines.Any;
        order.Lines.Add();
        if (first ? at == order.At : at >= order.At) return;
        order.At = at;
        if (!order.IsNew) retimed.Add(order);
    }

    private async Task Write(BulkSession session, CancellationToken ct)
    {
        await book.Write(session, ct);
        if (!intake.PlanOnly)
        {
            LineStore.Insert(session, made);
            await LineStore.Change(session, changed, intake.Changes(session), ct);
            await OrderStore.Retime(session, retimed, ct);
            book.Record(session, retimed);
        }
        Forget();
        made.Clear();
        changed.Clear();
        retimed.Clear();
    }

    private void Forget()
    {
        // The lines that a plan would make are in no table: they are put aside with their orders.
        if (book.Forget(anyhow: intake.PlanOnly && TooManyKeyed())) withKeyed.IntersectWith(book.Orders);
        if (intake.PlanOnly || !TooManyKeyed()) return;
        foreach (var order in withKeyed) order.Lines.ForgetKeyed();
        withKeyed.Clear();
    }

    private bool TooManyKeyed() => withKeyed.Sum(o => o.Lines.Keyed) > MostKeyed;
}
