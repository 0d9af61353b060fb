using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Patron.CustomerBase;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Benchmarks;

/// <summary>The customer base of a million customers with ten million lines, loaded from SQLite. The limit of the same run: one plain pass over the lines.</summary>
internal static class MillionBenchmarks
{
    private const int Rounds = 3;

    public static Task<double> Run() => Company.In(BaseData.Customers, BaseData.Lines, async (services, _) =>
    {
        var contexts = services.GetRequiredService<IDbContextFactory<PatronDb>>();
        var (loads, passes) = (new List<double>(), new List<double>());
        var held = 0L;
        for (var round = 0; round <= Rounds; round++)
        {
            GC.Collect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var live = new LiveBase(contexts, services.GetRequiredService<IListsCustomers>(), services.GetServices<IContributesColumns>(), services.GetRequiredService<BaseCodes>(), NullLogger<LiveBase>.Instance);
            var load = Measure.Milliseconds(() => live.CatchUp(default).GetAwaiter().GetResult());
            held = GC.GetTotalMemory(forceFullCollection: true) - before;
            var pass = Measure.Milliseconds(() => Pass(contexts));
            GC.KeepAlive(live);
            if (round == 0) continue; // the first warms up
            loads.Add(load);
            passes.Add(pass);
        }
        var (median, limit) = (loads.Order().ElementAt(Rounds / 2), passes.Order().ElementAt(Rounds / 2));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"load of {BaseData.Customers:N0} customers and {BaseData.Lines:N0} lines: {median / 1000:N1} s; a plain pass over the lines: {limit / 1000:N1} s; ratio {median / limit:N1}; the base holds {held / 1e6:N0} MB; the process at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB"));
        return median;
    });

    private static void Pass(IDbContextFactory<PatronDb> contexts)
    {
        using var db = contexts.CreateDbContext();
        db.Database.OpenConnection();
        using var reader = FastReader.Open(db.Database.GetDbConnection(), "select customer_id, order_id, product_id, quantity, price, amount from purchases_order_lines");
        var sum = 0L;
        while (reader.Read())
            for (var column = 0; column < 6; column++) sum ^= reader.Long(column);
        GC.KeepAlive(sum);
    }
}
