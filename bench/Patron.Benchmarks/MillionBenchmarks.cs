using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.CustomerBase;
using Patron.Data;

namespace Patron.Benchmarks;

/// <summary>The customer base of a million customers with ten million lines, loaded from SQLite. The limit of the same run: one plain pass over the lines.</summary>
internal static class MillionBenchmarks
{
    private const int Rounds = 3;

    public static Task<double> Run() => Company.In(BaseData.Customers, BaseData.Lines, async (services, _) =>
    {
        var contexts = services.GetRequiredService<IDbContextFactory<PatronDb>>();
        var held = Held(services);
        var (median, limit) = StartBenchmarks.Medians(services, Rounds, () => Pass(contexts));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"load of {BaseData.Customers:N0} customers and {BaseData.Lines:N0} lines: {median / 1000:N1} s; a plain pass over the lines: {limit / 1000:N1} s; ratio {median / limit:N1}; the base holds {held / 1e6:N0} MB; the process at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB"));
        return median;
    });

    /// <summary>Bytes of a loaded base.</summary>
    private static long Held(IServiceProvider services)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var live = StartBenchmarks.Unloaded(services);
        live.CatchUp(default).GetAwaiter().GetResult();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(live);
        return held;
    }

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
