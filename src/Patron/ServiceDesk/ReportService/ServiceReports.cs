using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Service;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.SetService;
using Patron.Web.Forms;

namespace Patron.ServiceDesk.ReportService;

/// <summary>A ticket as a report counts it.</summary>
/// <param name="Solved">Day number, in the organisation's zone.</param>
internal readonly record struct CountedTicket(CustomerId Customer, TicketKind Kind, ReasonId? Reason, ProductId? Product, bool AnswerKept, bool AnswerLate, bool SolveKept, bool SolveLate, int? Solved);

/// <summary>The tickets of a reason and of all below it.</summary>
/// <param name="Reason">Null: without one.</param>
internal sealed record ReasonLine(PathReason? Reason, int Complaints, int Questions, int Requests)
{
    public int All => Complaints + Questions + Requests;
}

/// <summary>The service of a period, reckoned from tickets and their events; nothing is typed in.</summary>
/// <param name="Opened">Tickets opened in the period.</param>
/// <param name="Complainers">Customers among them who complained.</param>
/// <param name="Solved">Tickets solved in the period; of them, by whether the customer was kept.</param>
/// <param name="TicketCost">Micros: the work on the tickets opened.</param>
/// <param name="Given">Micros of goodwill.</param>
/// <param name="Saved">Micros of margin on what those bought again who had complained; <paramref name="Sold"/> of those who had asked.</param>
/// <param name="Cases">Goodwill that was asked for.</param>
internal sealed record ServiceReport(
    DateOnly From, DateOnly To, int Opened, int Complainers, IReadOnlyList<ReasonLine> Reasons, IReadOnlyList<(ProductId Product, string Name, int N)> Products, int AnswerKept, int AnswerLate, int SolveKept, int SolveLate,
    int Solved, int Kept, int NotKept, long TicketCost, long Given, long Saved, long Sold, IReadOnlyList<GoodwillCase> Cases, ServiceRules Rules, Organisation Organisation)
{
    public int KeptOpen => Solved - Kept - NotKept;
    public long Balance => Saved + Sold - TicketCost - Given;
}

/// <summary>How many tickets were opened, and how many of them were answered in time or late, or are late without an answer.</summary>
internal sealed record Promises(int Opened, int AnswerKept, int AnswerLate, TimeZoneInfo Zone);

/// <summary>Reads reports; only tickets of customers whom the asker may see.</summary>
internal sealed class ServiceReports(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, IReckoningDay reckoning, IReasons reasons, TimeProvider clock)
{
    private const int MostProducts = 10, UsualDays = 30;

    /// <param name="from">without it thirty days with the last</param>
    /// <param name="to">without it the reckoning day</param>
    public async Task<ServiceReport> Of(DateOnly? from, DateOnly? to, UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var (organisation, rules) = (await session.Db.Organisation(ct), await session.Db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual);
        var last = to ?? reckoning.AsOf;
        var first = from ?? last.AddDays(1 - UsualDays);
        var snapshot = customerBase.Current;
        var visible = visibility.Set(snapshot, asker);
        var opened = await Read(session, new(From: first, To: last), organisation.Zone, snapshot, visible, ct);
        var solved = await Read(session, new(SolvedFrom: first, SolvedTo: last), organisation.Zone, snapshot, visible, ct);
        var kept = solved.ConvertAll(t => Kept(snapshot, t, rules.KeptDays));
        var (saved, sold) = After(snapshot, solved, rules);
        var cases = await Cases(session, first, last, organisation.Zone, snapshot, visible, ct);
        return new(first, last, opened.Count, opened.Where(t => t.Kind == TicketKind.Complaint).Select(t => t.Customer).Distinct().Count(),
            ByReason(opened, await reasons.Of(ReasonKind.Ticket, ct)), await ByProduct(session, opened, ct),
            opened.Count(t => t.AnswerKept), opened.Count(t => t.AnswerLate), opened.Count(t => t.SolveKept), opened.Count(t => t.SolveLate),
            solved.Count, kept.Count(k => k == KeptAnswer.Kept), kept.Count(k => k == KeptAnswer.NotKept),
            opened.Count * rules.TicketCost, cases.Where(c => c.Given).Sum(c => (long)c.Case.Amount), saved, sold, [.. cases.Select(c => c.Case)], rules, organisation);
    }

    /// <summary>The tickets of the usual days alone, for a page that shows no more of a report.</summary>
    public async Task<Promises> Promises(UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var (zone, last, snapshot) = ((await session.Db.Organisation(ct)).Zone, reckoning.AsOf, customerBase.Current);
        var filter = new TicketFilter(From: last.AddDays(1 - UsualDays), To: last);
        if (visibility.Set(snapshot, asker) is { } visible)
        {
            var opened = await Read(session, filter, zone, snapshot, visible, ct);
            return new(opened.Count, opened.Count(t => t.AnswerKept), opened.Count(t => t.AnswerLate), zone);
        }
        await using var command = session.Command();
        command.CommandText = $"""
            select count(*), coalesce(sum(case when {TicketFilter.AnswerKept} then 1 else 0 end), 0), coalesce(sum(case when {TicketFilter.AnswerLate} then 1 else 0 end), 0)
            from {TicketTable.Name} t where {filter.Where(command, zone, clock.GetUtcNow())}
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), zone);
    }

    /// <summary>In the order of the tree, those without a reason last; a reason that nobody gave is left out.</summary>
    private static IReadOnlyList<ReasonLine> ByReason(List<CountedTicket> opened, ReasonPaths tree)
    {
        var by = opened.ToLookup(t => t.Reason is { } reason && tree.Called(reason) is not null ? reason : default);
        return [.. tree.All.Select(r => Line(r, tree.WithBelow(r.Id).SelectMany(id => by[id]))).Append(Line(null, by[default])).Where(l => l.All > 0)];

        static ReasonLine Line(PathReason? reason, IEnumerable<CountedTicket> tickets)
        {
            var kinds = tickets.CountBy(t => t.Kind).ToDictionary();
            return new(reason, kinds.GetValueOrDefault(TicketKind.Complaint), kinds.GetValueOrDefault(TicketKind.Question), kinds.GetValueOrDefault(TicketKind.Request));
        }
    }

    private static async Task<IReadOnlyList<(ProductId, string, int)>> ByProduct(BulkSession session, List<CountedTicket> opened, CancellationToken ct)
    {
        var most = opened.Where(t => t.Product is not null).CountBy(t => t.Product!.Value).OrderByDescending(p => p.Value).ThenBy(p => p.Key.Value).Take(MostProducts).ToList();
        var names = new Dictionary<long, string>();
        await using var command = session.Command();
        command.CommandText = $"select id, coalesce(name, code) from catalog_products where id in {command.In("@ids", most.Select(p => p.Key.Value))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) names[reader.GetInt64(0)] = reader.GetString(1);
        return [.. most.Select(p => (p.Key, names.GetValueOrDefault(p.Key.Value, p.Key.ToString()), p.Value))];
    }

    private async Task<List<CountedTicket>> Read(BulkSession session, TicketFilter filter, TimeZoneInfo zone, CustomerBaseSnapshot snapshot, Bitmap? visible, CancellationToken ct)
    {
        var tickets = new List<CountedTicket>();
        await using var command = session.Command();
        command.CommandText = $"""
            select t.customer_id, t.kind, t.reason_id, t.product_id, case when {TicketFilter.AnswerKept} then 1 else 0 end, case when {TicketFilter.AnswerLate} then 1 else 0 end,
                case when {TicketFilter.SolveKept} then 1 else 0 end, case when {TicketFilter.SolveLate} then 1 else 0 end, t.solved_at
            from {TicketTable.Name} t where {filter.Where(command, zone, clock.GetUtcNow())}
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var customer = reader.GetInt64(0);
            if (visible is not null && !(snapshot.TryIndex(customer, out var at) && visible.Get(at))) continue;
            tickets.Add(new(new(customer), (TicketKind)reader.GetInt32(1), reader.IsDBNull(2) ? null : new(reader.GetInt64(2)), reader.IsDBNull(3) ? null : new(reader.GetInt64(3)),
                reader.GetInt32(4) == 1, reader.GetInt32(5) == 1, reader.GetInt32(6) == 1, reader.GetInt32(7) == 1, reader.IsDBNull(8) ? null : Instants.DayNumber(reader.GetInstant(8), zone)));
        }
        return tickets;
    }

    /// <summary>Open until the days are over, also where somebody has bought already: else those who stay would be known before those who leave, and the share would begin at all.</summary>
    private KeptAnswer Kept(CustomerBaseSnapshot snapshot, CountedTicket ticket, int within)
    {
        var asOf = reckoning.AsOf.DayNumber;
        if (asOf < ticket.Solved!.Value + within) return KeptAnswer.Open;
        var days = snapshot.TryIndex(ticket.Customer.Value, out var at) ? snapshot.Purchases.OrderDays(at, asOf) : [];
        return KeptCustomers.Of(days, ticket.Solved.Value, within, asOf);
    }

    /// <summary>The margin on what the customers bought afterwards; what comes back is taken off.</summary>
    private (long Saved, long Sold) After(CustomerBaseSnapshot snapshot, List<CountedTicket> solved, ServiceRules rules)
    {
        var (saved, sold, asOf) = (0L, 0L, reckoning.AsOf.DayNumber);
        foreach (var customer in solved.GroupBy(t => t.Customer))
        {
            if (!snapshot.TryIndex(customer.Key.Value, out var at)) continue;
            var lines = snapshot.Purchases.Of(at).Where(l => l.Day <= asOf && l.Kind is LineKind.Sale or LineKind.Return).Select(l => new LaterPurchase(l.Day, l.Amount));
            var effect = ServiceEffect.Of([.. customer.Select(t => new SolvedMatter(t.Solved!.Value, t.Kind == TicketKind.Complaint))], lines, rules.KeptDays);
            (saved, sold) = (saved + effect.Saved, sold + effect.Sold);
        }
        return ((long)(saved * rules.Margin), (long)(sold * rules.Margin));
    }

    private static async Task<List<(GoodwillCase Case, bool Given)>> Cases(BulkSession session, DateOnly from, DateOnly to, TimeZoneInfo zone, CustomerBaseSnapshot snapshot, Bitmap? visible, CancellationToken ct)
    {
        var cases = new List<(GoodwillCase, bool)>();
        await using var command = session.Command();
        command.CommandText = $"""
            select e.customer_id, e.kind, e.amount, e.worth from {TicketEventTable.Name} e where e.kind in ({(int)TicketEventKind.Goodwill}, {(int)TicketEventKind.GoodwillRefused}) and e.at >= @from and e.at < @to
                and e.customer_id not in (select id from customers where deleted_at is not null)
            """;
        command.AddInstant("@from", LocalTimes.Midnight(from, zone));
        command.AddInstant("@to", LocalTimes.Midnight(to.AddDays(1), zone));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            if (visible is null || (snapshot.TryIndex(reader.GetInt64(0), out var at) && visible.Get(at)))
                cases.Add((new(reader.GetInt64(2), reader.GetInt64(3)), reader.GetInt32(1) == (int)TicketEventKind.Goodwill));
        return cases;
    }
}
