using System.Text.Json.Serialization;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>What a row says of its order, and whose it is.</summary>
/// <param name="At">Null where the row leaves the time to its order.</param>
internal readonly record struct OrderHead(string Number, string? Customer, long? At, string? Currency, string? Country, string? Channel, long? Total, bool? Return = null);

/// <summary>What a file may change of an order.</summary>
internal readonly record struct OrderValues(long At, string? Channel, string? Country, long? StatedTotal)
{
    [JsonIgnore]
    public object?[] Recorded => [At, Channel, Country, StatedTotal];
}

/// <summary>An order as one file knows it.</summary>
internal sealed class BookedOrder
{
    public required string Number { get; init; }
    public required long Id { get; init; }

    /// <summary>Changes when the customer is merged into another while the file is read.</summary>
    public required long Customer { get; set; }

    /// <summary>The source record whose order it is; null where nobody was named.</summary>
    public required long? Record { get; init; }

    /// <summary>The external id of <see cref="Record"/>, once the file has told.</summary>
    public string? Person { get; set; }
    public required string Currency { get; init; }
    public required long At { get; set; }
    public string? Channel { get; set; }
    public string? Country { get; set; }
    public long? StatedTotal { get; set; }
    public bool IsReturn { get; init; }

    /// <summary>Made in the present chunk and not yet written.</summary>
    public bool IsNew { get; set; }
    public required PresentLines Lines { get; set; }

    /// <summary>As the database has it.</summary>
    public OrderValues Stored { get; set; }
    public OrderValues Values => new(At, Channel, Country, StatedTotal);
}

/// <summary>The orders that a file names, for the whole file: finds them by their numbers, makes those that are not there, tells whose they are.</summary>
/// <param name="namesLines">The file is one of lines: an order may be forgotten once the file has named all lines that it had before.</param>
/// <param name="most">Orders kept in memory; see <see cref="Forget"/>.</param>
internal sealed class OrderBook(Intake intake, IRecordOwners owners, IGoldenRecords golden, bool namesLines, int most = OrderBook.MostOrders)
{
    /// <summary>Some tens of megabytes.</summary>
    public const int MostOrders = 100_000;

    /// <summary>Forgotten orders of before the file, all of whose lines without a number the file has named.</summary>
    private readonly IdSet named = new();
    private readonly Dictionary<string, BookedOrder> orders = new(StringComparer.Ordinal);
    private readonly PutAside aside = new(intake.Said("orders-put-aside"));
    private readonly HashSet<long> told = [];
    private readonly List<BookedOrder> made = [];
    private readonly List<CustomerId> anonymous = [];
    private readonly HashSet<BookedOrder> changed = [];
    private readonly bool makes = intake.Rules.Mode != IntakeMode.UpdateOnly;
    private IReadOnlyDictionary<string, RecordOwner> persons = new Dictionary<string, RecordOwner>();

    /// <summary>Those in memory.</summary>
    public IEnumerable<BookedOrder> Orders => orders.Values;

    /// <summary>Null where the order is not there, and may not or, for want of a time, cannot be made.</summary>
    public BookedOrder? Find(string number) => orders.GetValueOrDefault(number);

    /// <summary>After this every number has its order, if it can have one. An order that somebody took away since an earlier chunk is made anew.</summary>
    public async Task Open(BulkSession session, IReadOnlyDictionary<string, OrderHead> heads, CancellationToken ct)
    {
        if (intake.PlanOnly)
            foreach (var number in heads.Keys) if (!orders.ContainsKey(number) && aside.Find(number) is { } order) orders[number] = order;
        var claims = await session.Find(ClaimScopes.Order(intake.Source.Id), [.. heads.Keys], ct);
        var unread = new List<(long Customer, long Id)>();
        foreach (var (number, claim) in claims)
        {
            if (orders.TryGetValue(number, out var order) && order.Id == claim.Id) order.Customer = claim.Customer;
            else unread.Add((claim.Customer, claim.Id));
        }
        // What a plan made is in memory alone.
        if (!intake.PlanOnly)
            foreach (var number in heads.Keys) if (!claims.ContainsKey(number)) orders.Remove(number);
        var mine = intake.Ids(OrderStore.Table).Ranges;
        foreach (var order in await OrderStore.Read(session, unread, ct))
        {
            if (namesLines && (Has(mine, order) || named.Contains(order.Id))) order.Lines = PresentLines.Named();
            orders[order.Number] = order;
        }
        if (makes) await Make(session, [.. heads.Values.Where(h => h.At is not null && !orders.ContainsKey(h.Number))], ct);
    }

    private async Task Make(BulkSession session, IReadOnlyList<OrderHead> heads, CancellationToken ct)
    {
        string[] named = [.. heads.Select(h => h.Customer).OfType<string>().Distinct(StringComparer.Ordinal)];
        var ownerOf = named.Length == 0 ? new Dictionary<string, RecordOwner>() : await owners.FindOrMake(session, intake, named, ct);
        foreach (var head in heads)
        {
            RecordOwner? owner = head.Customer is { } person ? ownerOf[person] : null;
            if (owner is null) anonymous.Add(new(intake.Ids("customers").Next()));
            var order = new BookedOrder
            {
                Number = head.Number, Id = intake.Ids(OrderStore.Table).Next(), IsNew = true,
                Customer = (owner?.Customer ?? anonymous[^1]).Value, Record = owner?.Record.Value, Person = head.Customer,
                At = head.At!.Value, Channel = head.Channel, Country = head.Country, StatedTotal = head.Total,
                Currency = head.Currency ?? intake.Source.Currency ?? intake.Organisation.Currency,
                IsReturn = head.Return ?? intake.Source.CancellationPrefix is { Length: > 0 } prefix && head.Number.StartsWith(prefix, StringComparison.Ordinal),
                Lines = PresentLines.None(),
            };
            orders[head.Number] = order;
            made.Add(order);
            Touch(order);
        }
    }

    /// <summary>Learns who the persons are whom rows name beside their order's own; makes nobody, for such a row may be a conflict.</summary>
    public async Task Meet(BulkSession session, IReadOnlyCollection<(BookedOrder Order, string Person)> named, CancellationToken ct)
    {
        persons = await owners.Meet(session, intake, named.Select(n => n.Person), [], ct);
        var strangers = new HashSet<BookedOrder>();
        foreach (var (order, person) in named)
        {
            if (persons.TryGetValue(person, out var owner) && owner.Record.Value == order.Record) order.Person = person;
            else if (order.Person is null && order.Record is not null) strangers.Add(order);
        }
        strangers.RemoveWhere(o => o.Person is not null);
        var names = await PersonNames.Of(session, intake.Source.Id, [.. strangers.Select(o => (o.Customer, o.Record!.Value))], ct);
        foreach (var order in strangers) order.Person = names.GetValueOrDefault(order.Record!.Value);
    }

    /// <summary>Why the row cannot be this order's: it names another customer, or another currency. A row that names none takes its order's.</summary>
    public RowReason? Conflict(BookedOrder order, string? person, string? currency)
    {
        if (person is not null && person != order.Person && !(persons.TryGetValue(person, out var owner) && owner.Customer.Value == order.Customer))
        {
            return order.Record is null
                ? new("purchases.row.anonymous", "customer", person, new { order = order.Number, customer = person })
                : new("purchases.row.customer", "customer", person, new { order = order.Number, customer = person, owner = order.Person ?? new CustomerId(order.Customer).ToString() });
        }
        return currency is null || currency == order.Currency ? null
            : new("purchases.row.currency", "currency", currency, new { order = order.Number, currency, known = order.Currency });
    }

    /// <summary>
    /// Between the chunks of a file: when there are too many, those orders go of which nothing needs to be remembered; they are read again when
    /// the file comes back to them. Orders that the file itself made are known by the ranges of their ids.
    /// What a plan made is in no table, and is put aside. True where orders went.
    /// </summary>
    /// <param name="anyhow">Few orders hold much.</param>
    public bool Forget(bool anyhow = false)
    {
        if (orders.Count <= most && !anyhow) return false;
        var mine = intake.Ids(OrderStore.Table).Ranges;
        foreach (var (number, order) in orders)
        {
            if (namesLines && !order.Lines.AllNamed) continue;
            if (intake.PlanOnly) aside.Put(order);
            else if (!Has(mine, order)) named.Add(order.Id);
            orders.Remove(number);
        }
        return true;
    }

    private static bool Has(IReadOnlyList<(long First, long Last)> ranges, BookedOrder order)
    {
        foreach (var (first, last) in ranges) if (first <= order.Id && order.Id <= last) return true;
        return false;
    }

    /// <summary>The order's head is another than in the database.</summary>
    public void Change(BookedOrder order)
    {
        if (!order.IsNew) changed.Add(order);
        Touch(order);
    }

    /// <summary>Something of the order's customer changed.</summary>
    public void Touch(BookedOrder order) => told.Add(order.Customer);

    /// <summary>What these orders and those of the present chunk were before and are now, told to the change set.</summary>
    public void Record(BulkSession session, IEnumerable<BookedOrder> retimed)
    {
        var differing = changed.Concat(retimed).Distinct().ToList();
        changed.Clear();
        if (intake.PlanOnly || differing.Count == 0) return;
        intake.Changes(session)?.Write(session, OrderStore.Table, [.. differing.Select(o => RowChange.Of(o.Id, o.Customer, OrderStore.Recorded, o.Stored.Recorded, o.Values.Recorded)).OfType<RowChange>()]);
        foreach (var order in differing) order.Stored = order.Values;
    }

    /// <summary>Writes the new and changed heads of the chunk; lines refer to them and come after.</summary>
    public async Task Write(BulkSession session, CancellationToken ct)
    {
        if (!intake.PlanOnly)
        {
            if (anonymous.Count > 0) await golden.WriteAnonymous(session, [.. anonymous], intake.Now, ct);
            if (made.Count > 0) OrderStore.Insert(session, intake.Source.Id, made);
            await OrderStore.Change(session, changed, ct);
            if (told.Count > 0) session.Tell(Topics.Purchases, told);
        }
        else
        {
            changed.Clear();
        }
        foreach (var order in made) (order.IsNew, order.Stored) = (false, order.Values);
        made.Clear();
        anonymous.Clear();
        told.Clear();
    }
}
