using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests;

/// <summary>A clock that stands until a test moves it.</summary>
internal sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan by) => Now += by;
}

/// <summary>The program's services on a fresh, migrated database and data directory of their own; no web server.</summary>
internal sealed class PatronServices : IAsyncDisposable
{
    public static readonly DatabaseTemplate Template = new("patron", async (kind, connection) =>
    {
        var folder = Directory.CreateTempSubdirectory("patron-template-").FullName;
        var services = new ServiceCollection();
        services.AddDbContextFactory<PatronDb>(options => _ = kind is Database.Sqlite ? options.UseSqlite(connection) : options.UseNpgsql(connection));
        services.AddSingleton(TimeProvider.System).AddSingleton(new DataLocation(folder, null));
        await using var provider = services.BuildServiceProvider();
        await DataModule.Migrate(provider, default);
        Directory.Delete(folder, recursive: true);
    });

    private readonly TestDatabase database;
    private readonly ServiceProvider provider;
    private readonly string folder;

    private PatronServices(TestDatabase database, string folder, ServiceProvider provider, TestClock clock) =>
        (this.database, this.folder, this.provider, Clock) = (database, folder, provider, clock);

    public TestClock Clock { get; }
    public DataLocation Location => Get<DataLocation>();

    /// <param name="more">Replaces or adds services after the program's own.</param>
    /// <param name="connect">Another way to the database of PostgreSQL than the direct one.</param>
    public static async Task<PatronServices> Start(Database kind, Action<IServiceCollection>? more = null, Func<string, string>? connect = null)
    {
        var database = await TestDatabase.New(kind, Template);
        var folder = Directory.CreateTempSubdirectory("patron-test-").FullName;
        var clock = new TestClock(new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        var location = LocationOf(kind, database, folder);
        services.AddPatron(connect is null ? location : location with { Connection = connect(location.Connection!) });
        services.AddSingleton<TimeProvider>(clock);
        more?.Invoke(services);
        return new(database, folder, services.BuildServiceProvider(), clock);
    }

    /// <summary>The SQLite file of a test lies where it was copied to; the data directory is the folder around it.</summary>
    public static DataLocation LocationOf(Database kind, TestDatabase database, string folder)
    {
        if (kind is Database.Postgres) return new(folder, database.Connection);
        File.Move(new SqliteConnectionStringBuilder(database.Connection).DataSource, Path.Combine(folder, "patron.db"));
        return new(folder, null);
    }

    public IServiceProvider Services => provider;

    public T Get<T>() where T : notnull => provider.GetRequiredService<T>();

    public Task<PatronDb> Db() => Get<IDbContextFactory<PatronDb>>().CreateDbContextAsync();

    /// <summary>The first value of a query by hand.</summary>
    public async Task<object?> Ask(string sql)
    {
        await using var db = await Db();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public Task<BulkSession> Session() => BulkSession.Begin(Get<IDbContextFactory<PatronDb>>(), Clock, default);

    public async ValueTask DisposeAsync()
    {
        await provider.GetRequiredService<IDbContextFactory<PatronDb>>().ClosePool();
        await provider.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

internal static class Pools
{
    /// <summary>Closes the connections that wait for use, of this database alone: those of other tests are in use.</summary>
    public static async Task ClosePool(this IDbContextFactory<PatronDb> contexts)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.ClosePool();
    }

    public static async Task ClosePool(this PatronDb db)
    {
        await db.Database.CloseConnectionAsync();
        if (db.Database.GetDbConnection() is SqliteConnection sqlite) SqliteConnection.ClearPool(sqlite);
        else NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
    }
}
