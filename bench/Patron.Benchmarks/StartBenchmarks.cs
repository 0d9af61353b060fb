using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Patron.CustomerBase;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Benchmarks;

/// <summary>
/// The start-up of the customer base on the demo's order lines in SQLite. The limit of the same run: one plain pass over the same order lines,
/// joined with their orders as the base needs them, that keeps nothing.
/// </summary>
internal static class StartBenchmarks
{
    private const int Rounds = 5;

    public static Task<double> Run() => ImportBenchmarks.InFreshPatron(async services =>
    {
        await ImportBenchmarks.Import(services);
        var contexts = services.GetRequiredService<IDbContextFactory<PatronDb>>();
        var (loads, passes, rows) = (new List<double>(), new List<double>(), 0L);
        for (var round = 0; round <= Rounds; round++)
        {
            using var live = new LiveBase(contexts, services.GetRequiredService<IListsCustomers>(), services.GetServices<IContributesColumns>(), services.GetRequiredService<BaseCodes>(), NullLogger<LiveBase>.Instance);
            var load = Measure.Milliseconds(() => live.CatchUp(default).GetAwaiter().GetResult());
            var pass = Measure.Milliseconds(() => rows = Pass(contexts));
            if (round == 0) continue; // the first warms up
            loads.Add(load);
            passes.Add(pass);
        }
        var (median, limit) = (loads.Order().ElementAt(Rounds / 2), passes.Order().ElementAt(Rounds / 2));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"start-up of the base, {rows:N0} order lines: {median:N0} ms; one plain pass over them: {limit:N0} ms; ratio {median / limit:N1}"));
        return median;
    });

    private static long Pass(IDbContextFactory<PatronDb> contexts)
    {
        using var db = contexts.CreateDbContext();
        db.Database.OpenConnection();
        using var reader = FastReader.Open(db.Database.GetDbConnection(),
            "select l.customer_id, l.order_id, o.at, l.product_id, l.quantity, l.price, l.amount from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id order by l.customer_id, l.order_id");
        var (rows, sum) = (0L, 0L);
        while (reader.Read())
        {
            for (var column = 0; column < 7; column++) sum ^= reader.Long(column);
            rows++;
        }
        return sum == 1 ? 0 : rows;
    }
}
