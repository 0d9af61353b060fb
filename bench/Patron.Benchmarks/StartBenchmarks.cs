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
        var rows = 0L;
        var (median, limit) = Medians(services, Rounds, () => rows = Pass(contexts));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"start-up of the base, {rows:N0} order lines: {median:N0} ms; one plain pass over them: {limit:N0} ms; ratio {median / limit:N1}"));
        return median;
    });

    /// <summary>Medians of loading the base and of the pass beside it, in turns, in milliseconds; the first round warms up.</summary>
    internal static (double Load, double Pass) Medians(IServiceProvider services, int rounds, Action pass)
    {
        var (loads, passes) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            using var live = Unloaded(services);
            var load = Measure.Milliseconds(() => live.CatchUp(default).GetAwaiter().GetResult());
            var passed = Measure.Milliseconds(pass);
            if (round == 0) continue;
            loads.Add(load);
            passes.Add(passed);
        }
        return (loads.Order().ElementAt(rounds / 2), passes.Order().ElementAt(rounds / 2));
    }

    internal static LiveBase Unloaded(IServiceProvider services) => new(
        services.GetRequiredService<DataLocation>(), services.GetRequiredService<IDbContextFactory<PatronDb>>(), services.GetRequiredService<IListsCustomers>(), services.GetServices<IContributesColumns>(), services.GetServices<IDerivesColumns>(),
        services.GetRequiredService<BaseCodes>(), NullLogger<LiveBase>.Instance);

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
