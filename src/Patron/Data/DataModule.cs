using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Patron.Data.Audit;
using Patron.Data.Backups;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>Where the data lies: a directory for files, and a database in it or elsewhere.</summary>
/// <param name="Directory">Absolute; holds the SQLite file, uploaded files and keys.</param>
/// <param name="Connection">PostgreSQL's connection string; null is SQLite in <paramref name="Directory"/>.</param>
public sealed record DataLocation(string Directory, string? Connection)
{
    public string SqliteFile => Path.Combine(Directory, "patron.db");

    /// <summary>Makes the directory where it is not there, for its owner alone: it holds customers and keys.</summary>
    public void Make()
    {
        if (OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(Directory);
        else System.IO.Directory.CreateDirectory(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Files(string folder) => System.IO.Directory.CreateDirectory(Path.Combine(Directory, folder)).FullName;
}

internal static class DataModule
{
    public static IServiceCollection AddData(this IServiceCollection services, DataLocation location)
    {
        services.AddSingleton(location);
        services.AddSingleton<WaitingWriters>();
        services.AddPooledDbContextFactory<PatronDb>(options => Use(options, location));
        services.AddSingleton<CustomerRowMover>();
        services.AddSingleton<NodeLease>();
        services.AddSingleton<INodeLease>(p => p.GetRequiredService<NodeLease>());
        services.AddSingleton<IdMaker>();
        services.AddSingleton<Jobs>();
        services.AddSingleton<IJobs>(p => p.GetRequiredService<Jobs>());
        services.AddSingleton<OutboxDelivery>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<AuditChain>();
        services.AddSingleton<NotedHeads>();
        services.AddSingleton<AuditVerification>();
        services.AddSingleton<IJobHandler, VerifyAuditJob>();
        services.AddSingleton<ErasureList>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<ErasedFiles>();
        services.AddSingleton<ErasureProofs>();
        services.AddSingleton<IErasures>(p => p.GetRequiredService<ErasureProofs>());
        services.AddSingleton<IJobHandler, ErasureJob>();
        services.AddSingleton(new MasksErased("kernel_jobs", ["arguments", "cursor", "result", "error"]));
        services.AddSingleton(new MasksErased("kernel_outbox", ["payload", "error"]));
        services.AddSingleton<DeedUndo>();
        services.AddSingleton<SettingDeeds>();
        services.AddSingleton<IUndoesChanges, UndoesSettings>();
        services.AddSingleton<Backup>();
        return services;
    }

    public static void Use(DbContextOptionsBuilder options, DataLocation location)
    {
        if (location.Connection is { } postgres)
            options.UseNpgsql(postgres);
        else
            options.UseSqlite(SqliteConnectionString(location))
                .AddInterceptors(SqliteSettings.Instance);
        // There is no model snapshot, so the check for pending changes always warns; a test compares the migrated schema with the model instead.
        options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
    }

    public static string SqliteConnectionString(DataLocation location) => new SqliteConnectionStringBuilder { DataSource = location.SqliteFile, DefaultTimeout = 60 }.ToString();

    /// <summary>Sets what every connection to SQLite is set to.</summary>
    public static void Prepare(DbConnection connection)
    {
        if (SqliteSettings.IsPrepared(connection)) return;
        using var command = connection.CreateCommand();
        command.CommandText = SqliteSettings.Pragmas;
        command.ExecuteNonQuery();
        SqliteSettings.NotePrepared(connection);
    }

    /// <summary>Brings the database to this program's schema; makes it where it is not there.</summary>
    public static async Task Migrate(IServiceProvider services, CancellationToken ct)
    {
        services.GetRequiredService<DataLocation>().Make();
        await using var db = await services.GetRequiredService<IDbContextFactory<PatronDb>>().CreateDbContextAsync(ct);
        // Migrating takes a lock, which is a write; a database that is up to date is only looked at.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any()) await db.Database.MigrateAsync(ct);
    }

    private sealed class SqliteSettings : DbConnectionInterceptor
    {
        public static readonly SqliteSettings Instance = new();

        // Write-ahead log: readers never wait. Full: what was committed survives a power cut too. Checkpoints at 256 MB: an import dirties the same pages of its
        // indexes with every chunk, and each checkpoint would write them to the database again; a server makes them beside those who write. Busy: whoever waits to write looks again after 1, 2, 5 ... 100 ms.
        public const string Pragmas = "pragma busy_timeout = 1000; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -65536; pragma wal_autocheckpoint = 65536";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare(connection);

        // What the driver keeps open in its pool keeps what it was set to, and is taken from there for each question anew.
        private static readonly ConditionalWeakTable<SQLitePCL.sqlite3, object> Prepared = [];

        public static bool IsPrepared(DbConnection connection) => Prepared.TryGetValue(((SqliteConnection)connection).Handle!, out _);

        public static void NotePrepared(DbConnection connection) => Prepared.AddOrUpdate(((SqliteConnection)connection).Handle!, Instance);

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (IsPrepared(connection)) return;
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
            NotePrepared(connection);
        }
    }
}
