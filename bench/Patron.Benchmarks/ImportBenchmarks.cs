using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patron.Data;
using Patron.Demo;
using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;

namespace Patron.Benchmarks;

/// <summary>
/// The whole way of the demo's order lines: read, typed, decided, written with customers, products and orders, in chunks of 10,000.
/// The limit of the same run: the same rows, typed already, by bare prepared inserts into a table without indexes, in the same chunks.
/// </summary>
internal static class ImportBenchmarks
{
    private const int Chunk = 10_000;
    private const int Rounds = 3;

    public static async Task Run()
    {
        var rows = Rows();
        var (limit, whole) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Rounds; i++)
        {
            limit = Math.Min(limit, await InFreshPatron(async services =>
            {
                var started = Stopwatch.GetTimestamp();
                await Insert(services, rows);
                return Stopwatch.GetElapsedTime(started).TotalSeconds;
            }));
            whole = Math.Min(whole, await InFreshPatron(Import));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"import of {rows.Count:N0} order lines: {rows.Count / whole:N0} rows/s; bare inserts: {rows.Count / limit:N0} rows/s; ratio {whole / limit:N1}"));
    }

    internal static async Task<double> Import(IServiceProvider services)
    {
        var file = DemoCatalogue.OrdersImport;
        var result = await services.GetRequiredService<IImportFiles>().Run(new(DemoCatalogue.PackedOrders, file.As, file.Source) { Map = ImportFileRequest.MapOf(file.Columns), OnlyMapped = true }, null, default);
        return result.Value?.Seconds ?? throw new InvalidOperationException(result.Refusal!.Key);
    }

    private static List<(string Order, string Product, long Quantity, long Price, long At, string? Customer)> Rows()
    {
        using var file = File.OpenRead(DemoCatalogue.PackedOrders);
        var format = FileFormat.Detect(file).Value!;
        var set = ImportFields.Of(ImportKind.OrderLines);
        IReadOnlyList<ColumnProfile> profiles;
        using (var sample = format.Open(file)) profiles = ColumnProfiler.Profile(sample);
        file.Position = 0;
        using var reader = format.Open(file);
        var values = new ValueReaders(ColumnMapper.Propose(set, reader.Header, profiles), ColumnFormats.Of(profiles), new(TimeZoneInfo.Utc, new(2026, 1, 1)));
        var (row, rows) = (new ImportRow(set), new List<(string, string, long, long, long, string?)>());
        while (reader.Read())
        {
            values.Read(reader, row);
            if (!row.Rejected) rows.Add((row.Text("order")!, row.Text("product")!, row.Micros("quantity")!.Value, row.Micros("price")!.Value, row.Instant("at")!.Value, row.Text("customer")));
        }
        return rows;
    }

    private static async Task Insert(IServiceProvider services, List<(string Order, string Product, long Quantity, long Price, long At, string? Customer)> rows)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<PatronDb>>();
        await using (var db = await contexts.CreateDbContextAsync()) await db.Database.ExecuteSqlRawAsync("create table bare (order_no text, product text, quantity bigint, price bigint, at bigint, customer text)");
        foreach (var chunk in rows.Chunk(Chunk))
        {
            await using var session = await BulkSession.Begin(contexts, TimeProvider.System, default);
            using (var sink = session.Sink("bare", "order_no", "product", "quantity", "price", "at", "customer"))
            {
                foreach (var (order, product, quantity, price, at, customer) in chunk)
                {
                    sink.Begin();
                    sink.Text(order);
                    sink.Text(product);
                    sink.Long(quantity);
                    sink.Long(price);
                    sink.Long(at);
                    sink.Text(customer);
                    sink.End();
                }
                sink.Complete();
            }
            await session.Commit(default);
        }
    }

    internal static async Task<double> InFreshPatron(Func<IServiceProvider, Task<double>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("patron-bench-").FullName;
        try
        {
            return await InPatron(folder, measure);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static async Task<double> InPatron(string folder, Func<IServiceProvider, Task<double>> measure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddPatron(new(folder, null));
        await using var provider = services.BuildServiceProvider();
        try
        {
            await DataModule.Migrate(provider, default);
            return await measure(provider);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }
    }
}
