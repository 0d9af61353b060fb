using System.Collections.Concurrent;
using Npgsql;

namespace Patron.Tests.Databases;

/// <summary>
/// PostgreSQL databases for tests, in a private cluster that starts with the first database asked for and ends with the run.
/// Each template is prepared once a run; a test gets a copy that the server makes of it.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresCluster>> cluster = new(() => Task.Run(PostgresCluster.Start));
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> templates = new();
    private int made;

    /// <summary>The connection string of a new database with the content of the template.</summary>
    public async Task<string> NewDatabase(DatabaseTemplate template)
    {
        var source = await templates.GetOrAdd(template.Name, _ => new(() => Prepare(template))).Value;
        var name = $"{template.Name}_{Interlocked.Increment(ref made)}";
        // Copied file by file: many small tables through the log of writes, as is usual since PostgreSQL 15, take twice as long.
        await Administer(server => $"create database {name} template {source}{(server.PostgreSqlVersion.Major >= 15 ? " strategy file_copy" : "")}");
        return await Connection(name);
    }

    public async Task Drop(string connection)
    {
        await using (var pooled = new NpgsqlConnection(connection)) NpgsqlConnection.ClearPool(pooled);
        await Administer($"drop database {new NpgsqlConnectionStringBuilder(connection).Database} with (force)");
    }

    public async ValueTask DisposeAsync()
    {
        if (!cluster.IsValueCreated) return;
        NpgsqlConnection.ClearAllPools();
        // A cluster that never started has nothing to stop, and its tests have told why.
        if (cluster.Value.IsCompletedSuccessfully) (await cluster.Value).Dispose();
    }

    private async Task<string> Prepare(DatabaseTemplate template)
    {
        await Administer($"create database {template.Name}");
        await template.Prepare(Database.Postgres, $"{await Connection(template.Name)};Pooling=False");
        return template.Name;
    }

    private Task Administer(string sql) => Administer(_ => sql);

    private async Task Administer(Func<NpgsqlConnection, string> sql)
    {
        await using var connection = new NpgsqlConnection(await Connection("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql(connection), connection);
        await command.ExecuteNonQueryAsync();
    }

    // Small pools that empty soon: every test has a pool of its own, and the server one limit for all.
    private async Task<string> Connection(string database) =>
        $"Host=127.0.0.1;Port={(await cluster.Value).Port};Username=postgres;Database={database};Maximum Pool Size=20;Connection Idle Lifetime=5;Connection Pruning Interval=5";
}
