using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Imports.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>How long a person waits who saves a note, five times a second, while half a million order lines are imported. The limit of the same run: the same when nothing is imported.</summary>
internal static class WaitBenchmarks
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private const int Alone = 25;

    public static Task Run() => ImportBenchmarks.OnBoth(async (name, postgres) =>
    {
        await ImportBenchmarks.InFreshPatron(postgres, async services =>
        {
            // As in a server, where people save notes: there the log of writes is brought in beside those who write.
            using var checkpoints = new Checkpoints(services.GetRequiredService<DataLocation>(), TimeProvider.System, NullLogger<Checkpoints>.Instance);
            await checkpoints.StartAsync(default);
            await LineFile.Fill(services, customers: 1_000, lines: 3_000);
            var (customer, by) = await Writer(services);
            var alone = await Save(services, customer, by, saved => saved.Count >= Alone);

            var path = Path.Combine(services.GetRequiredService<DataLocation>().Directory, "lines.csv");
            LineFile.Write(path);
            var import = Task.Run(() => services.GetRequiredService<IImportFiles>().Run(new(path, "order-lines", "Shop"), null, default));
            var beside = await Save(services, customer, by, _ => import.IsCompleted);
            Say($"{name}: a note is saved in {At(alone, .5):N0} ms, 95 of 100 within {At(alone, .95):N0} ms; beside an import of {LineFile.Count / (await import).Value!.Seconds:N0} rows/s in {At(beside, .5):N0} ms, 95 of 100 of {beside.Count} within {At(beside, .95):N0} ms, the longest {At(beside, 1):N0} ms");
            await checkpoints.StopAsync(default);
            return 0;
        });
    });

    private static async Task<List<double>> Save(IServiceProvider services, CustomerId customer, UserId by, Func<List<double>, bool> enough)
    {
        var (notes, saved) = (services.GetRequiredService<INotes>(), new List<double>());
        while (!enough(saved))
        {
            var started = Stopwatch.GetTimestamp();
            var added = await notes.Add(customer, "Called back", by, default);
            saved.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (added.Refusal is { } refusal) throw new InvalidOperationException(refusal.Key);
            await Task.Delay(Between);
        }
        return saved;
    }

    private static async Task<(CustomerId Customer, UserId By)> Writer(IServiceProvider services)
    {
        var by = (await services.GetRequiredService<IUserAccounts>().Add(new("bench@patron.example", "Bench", Roles.Administrator, "three calm words"), null, default)).Value!;
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync();
        return ((await db.Set<Customers.Customer>().FirstAsync()).Id, by.Id);
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * share)));

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
