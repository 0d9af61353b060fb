using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Kernel;
using Patron.Tests.Databases;

namespace Patron.Tests;

/// <summary>Patron's services over a fresh, migrated database of one test, with a clock that the test sets.</summary>
internal sealed class PatronServices : IAsyncDisposable
{
    private static readonly DatabaseTemplate Migrated = new("migrated", Migrate);

    private readonly TestDatabase database;
    private readonly RunFolder folder;
    private readonly ServiceProvider services;

    private PatronServices(TestDatabase database, RunFolder folder, ServiceProvider services, SetClock clock) =>
        (this.database, this.folder, this.services, Clock) = (database, folder, services, clock);

    public SetClock Clock { get; }

    public IServiceProvider Services => services;

    /// <param name="more">Registered after Patron's own services, so that a test may put others in their place.</param>
    public static async Task<PatronServices> Start(Database kind, Action<IServiceCollection>? more = null)
    {
        var database = await TestDatabase.New(kind, Migrated);
        var folder = RunFolder.Create("patron-services");
        var location = new DataLocation(folder.Path, kind == Database.Sqlite ? null : database.Connection);
        if (kind == Database.Sqlite) File.Copy(new SqliteConnectionStringBuilder(database.Connection).DataSource, location.SqliteFile);

        var clock = new SetClock();
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddPatron(location);
        collection.AddSingleton<TimeProvider>(clock);
        more?.Invoke(collection);
        var services = collection.BuildServiceProvider();
        // A server takes its node number at the start too; within a transaction SQLite could not give one.
        services.GetRequiredService<IdMaker>().Next<JobId>();
        return new(database, folder, services, clock);
    }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public Task<PatronDb> Db() => Get<IDbContextFactory<PatronDb>>().CreateDbContextAsync();

    public Task<BulkSession> Session() => BulkSession.Begin(Get<IDbContextFactory<PatronDb>>(), Clock, default);

    /// <summary>The first value of a query by hand.</summary>
    public async Task<object?> Ask(string sql)
    {
        await using var db = await Db();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (database.Kind == Database.Sqlite) SqliteConnection.ClearAllPools();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private static async Task Migrate(Database kind, string connection)
    {
        using var folder = RunFolder.Create("patron-template");
        var location = new DataLocation(folder.Path, kind == Database.Sqlite ? null : connection);
        var options = new DbContextOptionsBuilder<PatronDb>();
        DataModule.Use(options, location);
        await using (var db = new PatronDb(options.Options, TimeProvider.System)) await db.Database.MigrateAsync();
        if (kind == Database.Postgres) return;
        await using (var last = new SqliteConnection($"Data Source={location.SqliteFile};Pooling=False"))
        {
            await last.OpenAsync();
            await using var checkpoint = last.CreateCommand();
            checkpoint.CommandText = "pragma wal_checkpoint(truncate)";
            await checkpoint.ExecuteNonQueryAsync();
        }
        SqliteConnection.ClearPool(new($"Data Source={location.SqliteFile};Default Timeout=60"));
        File.Copy(location.SqliteFile, new SqliteConnectionStringBuilder(connection).DataSource);
    }
}

/// <summary>Stands still until the test sets it.</summary>
internal sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
