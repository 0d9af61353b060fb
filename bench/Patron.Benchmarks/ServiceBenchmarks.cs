using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.ReportService;

namespace Patron.Benchmarks;

/// <summary>
/// The list of open tickets among 500,000 of 100,000 customers, one in twenty open; its counts; one page far behind; a month's report. The limit of the same run:
/// counting all tickets once.
/// </summary>
internal static class ServiceBenchmarks
{
    private const int Tickets = 500_000, Customers = 100_000, Owners = 50, Rounds = 60;
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    public static Task Run() => ImportBenchmarks.OnBoth((name, postgres) => ImportBenchmarks.InFreshPatron(postgres, async services =>
    {
        await Fill(services);
        _ = services.GetRequiredService<ICustomerBase>().Current;
        var (reads, reports) = (services.GetRequiredService<TicketReads>(), services.GetRequiredService<ServiceReports>());
        var mine = new UserId(1);
        foreach (var (what, work) in new (string, Func<Task>)[]
                 {
                     ("open tickets, the first page", () => reads.List(new(Open: true), TicketAddress.ByDue, 1, null, default)),
                     ("open tickets, page 200", () => reads.List(new(Open: true), TicketAddress.ByDue, 200, null, default)),
                     ("open tickets of one person", () => reads.List(new(Open: true, Owner: mine), TicketAddress.ByDue, 1, null, default)),
                     ("how many are overdue", () => reads.Count(new(Overdue: true), null, default)),
                     ("the report of a month", () => reports.Of(new(2026, 1, 1), new(2026, 1, 31), null, default)),
                     ("limit: counting all tickets", () => reads.Count(new(), null, default)),
                 })
        {
            var p95 = await Percentile(work);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {what}: p95 {p95:N1} ms"));
        }
        return 0;
    }));

    private static async Task<double> Percentile(Func<Task> work)
    {
        await work();
        var times = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[(int)(Rounds * .95)];
    }

    private static async Task Fill(IServiceProvider services)
    {
        var (ids, random) = (new IdRanges(services.GetRequiredService<IdMaker>()), new Random(1));
        await using var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default);
        var customers = MadeCustomers.Write(session, ids, Customers);
        using (var sink = session.Sink("service_tickets", "customer_id", "id", "number", "kind", "state", "severity", "severity_set", "stake", "title", "owner_id", "opened_at", "answered_at", "solved_at",
                   "answer_due", "solve_due", "next_due", "is_open", "goodwill", "reopened", "version"))
        {
            for (var i = 0; i < Tickets; i++) Write(sink, customers[random.Next(Customers)], ids.Next(), random);
            sink.Complete();
        }
        await session.Commit(default);
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("analyze");
    }

    private static void Write(IRowSink sink, long customer, long id, Random random)
    {
        var open = random.Next(20) == 0;
        var opened = Now.AddMinutes(-random.Next(open ? 20_000 : 1_000_000));
        var (answer, solve) = (opened.AddHours(4), opened.AddHours(27));
        sink.Begin();
        sink.Long(customer);
        sink.Long(id);
        sink.Text(new TicketId(id).ToString()[^7..]);
        sink.Int(random.Next(1, 4));
        sink.Int((int)(open ? TicketState.Open : TicketState.Closed));
        sink.Int(random.Next(1, 4));
        sink.Int(0);
        sink.Long(random.Next(1_000) * Micros.PerUnit);
        sink.Text("It does not work as it should");
        sink.Long(random.Next(1, Owners + 1));
        sink.Instant(Instants.ToMicroseconds(opened));
        sink.Instant(Instants.ToMicroseconds(opened.AddHours(random.Next(1, 8))));
        sink.Instant(open ? null : Instants.ToMicroseconds(opened.AddHours(random.Next(8, 60))));
        sink.Instant(Instants.ToMicroseconds(answer));
        sink.Instant(Instants.ToMicroseconds(solve));
        sink.Instant(open ? Instants.ToMicroseconds(solve) : null);
        sink.Int(open ? 1 : 0);
        sink.Long(0L);
        sink.Int(0);
        sink.Int(1);
        sink.End();
    }
}
