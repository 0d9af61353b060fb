using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Customers.Contracts;
using Patron.Customers.EditMany;
using Patron.Data;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>
/// Files of customers: one that makes them, one that changes all of them, one of another source that joins all of them, and each taken back; and, as a
/// benchmark of its own, one field of a hundred thousand set at once, those put into the bin, and both taken back. The limit of the same run: the file that
/// makes them.
/// </summary>
internal static class CustomerBenchmarks
{
    private const int Few = 20_000, Many = 100_000;
    private static readonly UserId Grace = new(7);

    public static Task Run() => ImportBenchmarks.OnBoth((name, postgres) => ImportBenchmarks.InFreshPatron(postgres, services => Files(name, services)));

    public static Task RunMany() => ImportBenchmarks.OnBoth((name, postgres) => ImportBenchmarks.InFreshPatron(postgres, services => AllAtOnce(name, services)));

    private static async Task<double> Files(string name, IServiceProvider services)
    {
        // Once for the compiler: the first file would else be the slowest of all.
        await Undo(services, (await Import(services, Few / 10, "Trial", "Leeds")).Import);
        var made = await Import(services, Few, "Shop", "Leeds");
        var changed = await Import(services, Few, "Shop", "Derby");
        var joined = await Import(services, Few, "List", "Derby");
        if ((made.Created, changed.Updated, joined.Created) != (Few, Few, Few)) throw new InvalidOperationException("The files did not do what they should.");
        foreach (var (what, import) in new[] { ("joins all", joined), ("changes all", changed), ("makes all", made) })
        {
            var undo = await Undo(services, import.Import);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: a file of {Few:N0} customers that {what}: {import.Seconds:N1} s, {import.Seconds / made.Seconds:P0} of the time to make them; undo {undo:N1} s, {undo / import.Seconds:P0} of its import"));
        }
        return made.Seconds;
    }

    private static async Task<double> Undo(IServiceProvider services, ImportId import)
    {
        var result = await services.GetRequiredService<IUndoImports>().Run(import, "en", null, null, default);
        return result.Value?.Seconds ?? throw new InvalidOperationException(result.Refusal!.Key);
    }

    private static async Task<double> AllAtOnce(string name, IServiceProvider services)
    {
        var made = await Import(services, Many, "Shop", "Leeds");
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync();
        var customers = await db.Set<Customers.Customer>().Select(c => c.Id).ToListAsync();
        var deeds = services.GetServices<IManyDeed>().ToDictionary(d => d.Kind);
        var edit = deeds.Values.OfType<EditsMany>().Single();
        foreach (var (deed, arguments) in new[] { ((IManyDeed)edit, new EditArguments("city", "York").ToString()), (deeds["customer.delete"], "") })
        {
            var (begun, done) = await Timed(services, async many => await many.Begin(deed, arguments, customers, Grace, default));
            var (_, undone) = await Timed(services, many => many.Undo(begun!.Value.Set, Grace, default));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {deed.Kind} of {customers.Count:N0} customers: {done:N1} s, undo {undone:N1} s; importing them took {made.Seconds:N1} s"));
        }
        return made.Seconds;
    }

    /// <summary>Begins it and does the job.</summary>
    private static async Task<(ManyBegun? Begun, double Seconds)> Timed(IServiceProvider services, Func<Customers.ChangeMany.ManyChanges, Task<ManyBegun?>> begin)
    {
        var jobs = services.GetRequiredService<Jobs>();
        // What an import asked for stands in the line before: quality, matching.
        while (await jobs.Take(default) is { } other) await jobs.Run(other, null, default);
        var started = Stopwatch.GetTimestamp();
        var begun = await begin(services.GetRequiredService<Customers.ChangeMany.ManyChanges>());
        await jobs.Run((await jobs.Take(default)) ?? throw new InvalidOperationException("There is no job."), null, default);
        return (begun, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<ImportOutcome> Import(IServiceProvider services, int count, string source, string city)
    {
        var path = Path.Combine(services.GetRequiredService<DataLocation>().Directory, "customers.csv");
        await using (var file = new StreamWriter(path))
        {
            await file.WriteLineAsync("CustomerID,Name,Email,Phone,City,Country");
            for (var i = 0; i < count; i++)
                await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{100_000 + i},{First[i % First.Length]} {Last[i / First.Length % Last.Length]},person.{i}@mail.example,+44 20 {70_000_000 + i},{city},GB"));
        }
        var result = await services.GetRequiredService<IImportFiles>().Run(new(path, "customers", source), null, default);
        return result.Value ?? throw new InvalidOperationException(result.Refusal!.Key);
    }

    private static readonly string[] First = ["Ada", "Ben", "Clara", "David", "Eva", "Frank", "Grace", "Hugo", "Ida", "Jan", "Karl", "Lena", "Mara"];
    private static readonly string[] Last = ["King", "Meyer", "Turner", "Weiss", "Brook", "Hall", "Stone", "Winter", "Sommer", "Keller", "Bauer"];
}
