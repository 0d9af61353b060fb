using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Patron.Data;

/// <summary>
/// One transaction of bulk work: sinks, hand-written SQL, EF over the same connection, and the change feed, committed together.
/// On PostgreSQL only one sink may be open at a time: complete and dispose it before anything else runs.
/// </summary>
public sealed class BulkSession : IAsyncDisposable
{
    private readonly Dictionary<string, HashSet<long>> told = [];
    private readonly TimeProvider clock;
    private IDbContextTransaction? begun;

    private BulkSession(PatronDb db, TimeProvider clock)
    {
        (Db, this.clock) = (db, clock);
        db.AuditsAtCommit = true;
    }

    /// <summary>EF over the same connection and transaction.</summary>
    public PatronDb Db { get; }

    /// <summary>Somebody waits to write: long work ends its transaction soon, and <see cref="BeginNext"/> gives way.</summary>
    public bool HoldsUp => Db.Writers is { Any: true };
    public bool IsPostgres => Connection is NpgsqlConnection;
    public DbConnection Connection => Db.Database.GetDbConnection();
    private DbTransaction Transaction => begun!.GetDbTransaction();

    public static async Task<BulkSession> Begin(IDbContextFactory<PatronDb> contexts, TimeProvider clock, CancellationToken ct)
    {
        var db = await contexts.CreateDbContextAsync(ct);
        // An id made within the transaction must not have to ask the database for more: on SQLite it would wait for the transaction itself.
        db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<Kernel.IdMaker>()?.Reserve();
        var session = new BulkSession(db, clock);
        using (db.Writers?.Enter()) session.begun = await db.Database.BeginTransactionAsync(ct);
        return session;
    }

    /// <summary>The same for long work that writes one transaction after the other: who waited meanwhile goes first.</summary>
    public static async Task<BulkSession> BeginNext(IDbContextFactory<PatronDb> contexts, TimeProvider clock, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
            if (db.Writers is { } writers) await writers.GiveWay(ct);
        return await Begin(contexts, clock, ct);
    }

    /// <summary>For a check that writes nothing: takes no write lock on SQLite, and is never committed.</summary>
    public static async Task<BulkSession> BeginReading(IDbContextFactory<PatronDb> contexts, TimeProvider clock, CancellationToken ct)
    {
        var db = await contexts.CreateDbContextAsync(ct);
        var session = new BulkSession(db, clock);
        if (db.Database.IsSqlite())
        {
            await db.Database.OpenConnectionAsync(ct);
            var deferred = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
            session.begun = await db.Database.UseTransactionAsync(deferred, ct);
        }
        else
        {
            session.begun = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        }
        return session;
    }

    public IRowSink Sink(string table, params IReadOnlyList<string> columns) => Connection switch
    {
        SqliteConnection sqlite => new SqliteSink(sqlite.Handle!, table, columns),
        NpgsqlConnection postgres => new PostgresSink(postgres, table, columns),
        var other => throw new NotSupportedException(other.GetType().Name),
    };

    /// <summary>A command of this transaction; name its parameters @like_this.</summary>
    public DbCommand Command(string sql = "")
    {
        var command = Connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = sql;
        return command;
    }

    public async Task<int> Execute(string sql, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql);
        foreach (var (name, value) in parameters)
        {
            if (value is DateTimeOffset at) command.AddInstant(name, at); else command.Add(name, value);
        }
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Followers of the feed learn it once this session has committed.</summary>
    public void Tell(string topic, params IEnumerable<long> customers)
    {
        if (!told.TryGetValue(topic, out var all)) told[topic] = all = [];
        all.UnionWith(customers);
    }

    public async Task Commit(CancellationToken ct)
    {
        await Db.Audit.Write(Connection, Transaction, clock.GetUtcNow(), ct);
        foreach (var (topic, customers) in told) await ChangeFeed.Append(Connection, Transaction, clock.GetUtcNow(), topic, customers, ct);
        await begun!.CommitAsync(ct);
    }

    /// <summary>What was not committed is rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (begun is not null) await begun.DisposeAsync();
        await Db.DisposeAsync();
    }
}
