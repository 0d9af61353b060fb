using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Patron.Data;
using Patron.Demo;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>
/// The whole way of half a million order lines: read, typed, decided, written with customers, products, orders, claims and change set; and back again.
/// The limit of the same run: the same lines, typed already, into the same table with the same indexes, by one prepared statement in one transaction on
/// SQLite and by binary COPY on PostgreSQL, whose connection string is in PATRON_BENCH_POSTGRES (a database of its own is made there and dropped).
/// </summary>
internal static class ImportBenchmarks
{
    private const int Rounds = 3;

    /// <summary>On an empty base.</summary>
    public static Task Run() => OnBoth((name, postgres) => Empty(name, postgres, Rounds));

    /// <summary>Where a million customers and ten million lines are there already, beside an empty base of the same run.</summary>
    public static Task Full() => OnBoth(async (name, postgres) =>
    {
        // The better of two counts: the first is slowed by the compiler, for which the full company would then not have to wait.
        var empty = await Empty(name, postgres, rounds: 2);
        var full = await InFreshPatron(postgres, async services =>
        {
            await LineFile.Fill(services, customers: 1_000_000, lines: 10_000_000);
            using (var live = StartBenchmarks.Unloaded(services))
                Say($"{name}: load of the base, of a million customers by their numbers and ten million lines: {Measure.Milliseconds(() => live.CatchUp(default).GetAwaiter().GetResult()) / 1000:N1} s");
            return await ThereAndBack(services);
        });
        Say($"{name}, a million customers and ten million lines present: import {LineFile.Count / full.Import:N0} rows/s, {empty / full.Import:P0} of the rate on an empty base; undo in {full.Undo / full.Import:P0} of the import's time");
    });

    internal static async Task OnBoth(Func<string, string?, Task> run)
    {
        await run("SQLite", null);
        if (Environment.GetEnvironmentVariable("PATRON_BENCH_POSTGRES") is { } postgres) await run("PostgreSQL", postgres);
        else Say($"PostgreSQL: not measured, PATRON_BENCH_POSTGRES names none");
    }

    private static async Task<double> Empty(string name, string? postgres, int rounds)
    {
        var (limit, import, undo) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var i = 0; i < rounds; i++)
        {
            limit = Math.Min(limit, await InFreshPatron(postgres, Bare));
            var way = await InFreshPatron(postgres, ThereAndBack);
            (import, undo) = (Math.Min(import, way.Import), Math.Min(undo, way.Undo));
        }
        Say($"{name}: import of {LineFile.Count:N0} order lines {LineFile.Count / import:N0} rows/s; bare {LineFile.Count / limit:N0} rows/s; {limit / import:P0} of it; undo in {undo:N1} s, {undo / import:P0} of the import's time");
        return import;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static async Task<(double Import, double Undo)> ThereAndBack(IServiceProvider services)
    {
        var path = Path.Combine(services.GetRequiredService<DataLocation>().Directory, "lines.csv");
        LineFile.Write(path);
        var imported = await services.GetRequiredService<IImportFiles>().Run(new(path, "order-lines", "Shop"), null, default);
        var outcome = imported.Value ?? throw new InvalidOperationException(imported.Refusal!.Key);
        if (outcome.Created != LineFile.Count) throw new InvalidOperationException($"{outcome.Created} lines were created.");
        var undone = await services.GetRequiredService<IUndoImports>().Run(outcome.Import, "en", null, null, default);
        return (outcome.Seconds, undone.Value?.Seconds ?? throw new InvalidOperationException(undone.Refusal!.Key));
    }

    private static async Task<double> Bare(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var lines = LineFile.Lines(0).ToArray();
        var started = Stopwatch.GetTimestamp();
        switch (db.Database.GetDbConnection())
        {
            case SqliteConnection sqlite: Insert(sqlite, lines); break;
            case NpgsqlConnection npgsql: Copy(npgsql, lines); break;
            default: throw new NotSupportedException();
        }
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private const string Columns = "customer_id, id, order_id, source_record_id, line, product_id, quantity, price, discount, amount, at";

    private static void Insert(SqliteConnection connection, BenchLine[] lines)
    {
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"insert into purchases_order_lines ({Columns}) values ($0, $1, $2, $3, null, $4, $5, $6, 0, $7, $8)";
        for (var i = 0; i < 9; i++) insert.Parameters.Add($"${i}", SqliteType.Integer);
        insert.Prepare();
        foreach (var (at, line) in lines.Index())
        {
            long[] values = [line.Customer, at + 1, line.Order, line.Customer, line.Product, line.Quantity * Micros.PerUnit, line.Price, line.Quantity * line.Price, Instants.ToMicroseconds(line.At)];
            for (var i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private static void Copy(NpgsqlConnection connection, BenchLine[] lines)
    {
        using var copy = connection.BeginBinaryImport($"copy purchases_order_lines ({Columns}) from stdin (format binary)");
        foreach (var (at, line) in lines.Index())
        {
            copy.StartRow();
            copy.Write(line.Customer, NpgsqlDbType.Bigint);
            copy.Write(at + 1L, NpgsqlDbType.Bigint);
            copy.Write(line.Order, NpgsqlDbType.Bigint);
            copy.Write(line.Customer, NpgsqlDbType.Bigint);
            copy.WriteNull();
            copy.Write(line.Product, NpgsqlDbType.Bigint);
            copy.Write(line.Quantity * Micros.PerUnit, NpgsqlDbType.Bigint);
            copy.Write(line.Price, NpgsqlDbType.Bigint);
            copy.Write(0L, NpgsqlDbType.Bigint);
            copy.Write(line.Quantity * line.Price, NpgsqlDbType.Bigint);
            copy.Write(line.At, NpgsqlDbType.TimestampTz);
        }
        copy.Complete();
    }

    /// <summary>The demo's order lines, for whoever wants a base to start from; seconds.</summary>
    internal static async Task<double> Import(IServiceProvider services)
    {
        var file = DemoCatalogue.OrdersImport;
        var result = await services.GetRequiredService<IImportFiles>().Run(new(DemoCatalogue.PackedOrders, file.As, file.Source) { Map = ImportFileRequest.MapOf(file.Columns), OnlyMapped = true }, null, default);
        return result.Value?.Seconds ?? throw new InvalidOperationException(result.Refusal!.Key);
    }

    internal static Task<double> InFreshPatron(Func<IServiceProvider, Task<double>> measure) => InFreshPatron(null, measure);

    internal static async Task<T> InFreshPatron<T>(string? postgres, Func<IServiceProvider, Task<T>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("patron-bench-").FullName;
        var connection = postgres is null ? null : await NewDatabase(postgres);
        try
        {
            return await InPatron(new(folder, connection), measure);
        }
        finally
        {
            if (postgres is not null) await Administer(postgres, $"drop database {new NpgsqlConnectionStringBuilder(connection).Database} with (force)");
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static Task<double> InPatron(string folder, Func<IServiceProvider, Task<double>> measure) => InPatron<double>(new(folder, null), measure);

    internal static async Task<T> InPatron<T>(DataLocation location, Func<IServiceProvider, Task<T>> measure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddPatron(location);
        await using var provider = services.BuildServiceProvider();
        try
        {
            await DataModule.Migrate(provider, default);
            return await measure(provider);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            NpgsqlConnection.ClearAllPools();
        }
    }

    private static async Task<string> NewDatabase(string postgres)
    {
        var name = "patron_bench_" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await Administer(postgres, $"drop database if exists {name} with (force)");
        await Administer(postgres, "create database " + name);
        return new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ToString();
    }

    /// <summary>A database that stays, made where it is not there.</summary>
    internal static async Task<string> KeptDatabase(string postgres, string name)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var present = new NpgsqlCommand($"select count(*) from pg_database where datname = '{name}'", connection);
        if (Convert.ToInt64(await present.ExecuteScalarAsync(), CultureInfo.InvariantCulture) == 0) await Administer(postgres, "create database " + name);
        return new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ToString();
    }

    private static async Task Administer(string postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
