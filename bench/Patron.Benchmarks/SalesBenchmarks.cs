using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.ShowBoard;
using Patron.Sales.ShowDay;
using Patron.Sales.ShowDeals;
using Patron.Sales.ShowForecast;
using Patron.Sales.ShowLeads;
using Patron.Workday.Contracts;

namespace Patron.Benchmarks;

/// <summary>
/// The board of 50,000 open deals among 500,000 of 100,000 customers over five years, lists, a forecast as of a past day with its back-tests, the sales part of
/// My day, and the list of 100,000 leads. The limit of the same run: counting all deals once.
/// </summary>
internal static class SalesBenchmarks
{
    private const int Customers = 100_000, Leads = 100_000, Rounds = 40;

    public static Task Run() => ImportBenchmarks.OnBoth((name, postgres) => ImportBenchmarks.InFreshPatron(postgres, async services =>
    {
        await Fill(services);
        _ = services.GetRequiredService<ICustomerBase>().Current;
        var (board, list, forecast, leads) = (services.GetRequiredService<BoardReads>(), services.GetRequiredService<DealReads>(), services.GetRequiredService<ForecastReads>(), services.GetRequiredService<LeadReads>());
        var (day, contexts) = (services.GetServices<IDayItems>().OfType<SalesDay>().Single(), services.GetRequiredService<IDbContextFactory<PatronDb>>());
        DayScope scope = new([new UserId(7)], [], [], TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddHours(8), 50, services.GetRequiredService<Texts>().For(Language.English));
        var past = DateOnly.FromDayNumber(MadeDeals.Today - 400);
        foreach (var (what, rounds, work) in new (string, int, Func<Task>)[]
                 {
                     ("the board of 50,000 open deals, with its first cards", Rounds, () => Board(board)),
                     ("open deals, the first page", Rounds, () => list.List(ListAddress.Of(_ => null), null, default)),
                     ("all deals by amount, page 100", Rounds, () => list.List(ListAddress.Of(of => of switch { ListAddress.StateOf => ListAddress.Everything, ListAddress.Order => "-amount", ListAddress.PageOf => "100", _ => null }), null, default)),
                     ("the forecast as of a past day, for a quarter", 5, () => forecast.Read(new(past, past.AddDays(90), past.AddDays(-30)), null, default)),
                     ("the sales part of My day", Rounds, () => day.For(scope, default)),
                     ("leads, the best first", Rounds, () => leads.List(LeadAddress.Of(_ => null), null, default)),
                     ("what sources brought", Rounds, () => leads.Sources(null, null, null, default)),
                     ("limit: counting all deals", Rounds, async () => { await using var db = await contexts.CreateDbContextAsync(); await db.Opportunities.CountAsync(d => d.Amount > 0); }),
                 })
        {
            var p95 = await Percentile(work, rounds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {what}: p95 {p95:N1} ms"));
        }
        return 0;
    }));

    private static async Task Board(BoardReads reads)
    {
        var board = await reads.Read(new(null, null, false), null, default);
        foreach (var column in board.Columns) await reads.Names([.. column.Deals.Take(25).Select(d => (d.Customer, d.Id, d.Owner, d.Product))], default);
    }

    private static async Task<double> Percentile(Func<Task> work, int rounds)
    {
        await work();
        var times = new double[rounds];
        for (var round = 0; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[(int)(rounds * .95)];
    }

    private static async Task Fill(IServiceProvider services)
    {
        var (ids, random, contexts) = (new IdRanges(services.GetRequiredService<IdMaker>()), new Random(1), services.GetRequiredService<IDbContextFactory<PatronDb>>());
        long[] customers;
        await using (var session = await BulkSession.Begin(contexts, TimeProvider.System, default))
        {
            customers = MadeCustomers.Write(session, ids, Customers);
            using (var sink = session.Sink(LeadTable.Name, "customer_id", "id", "source", "interest", "state", "owner_id", "accept_by", "budget", "need", "decider", "soon", "created_at", "fit", "version"))
            {
                for (var i = 0; i < Leads; i++) Write(sink, customers[random.Next(Customers)], ids.Next(), random);
                sink.Complete();
            }
            await session.Db.WriteAtOnce(LeadSources.Key, new LeadSources([.. Enumerable.Range(1, 20).Select(n => new LeadSource(n, $"Source {n}", LeadSourceKind.List, 1_000_000_000))]), default);
            await session.Commit(default);
        }
        await MadeDeals.Write(services, ids, customers, firstOwner: 1, random);
        await using var db = await contexts.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("analyze");
    }

    private static void Write(IRowSink sink, long customer, long id, Random random)
    {
        sink.Begin();
        sink.Long(customer);
        sink.Long(id);
        sink.Int(random.Next(1, 21));
        sink.Text("Interested in something");
        sink.Int(random.Next(1, 6));
        sink.Long(random.Next(1, MadeDeals.Owners + 1));
        sink.Instant(Instants.ToMicroseconds(TimeProvider.System.GetUtcNow().AddHours(random.Next(1, 90))));
        for (var part = 0; part < 4; part++) sink.Int(random.Next(3));
        sink.Instant(Instants.ToMicroseconds(TimeProvider.System.GetUtcNow().AddMinutes(-random.Next(500_000))));
        sink.Int(random.Next(101));
        sink.Int(1);
        sink.End();
    }
}
