using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Patron.Tests.Databases;

/// <summary>SQLite files for tests: each template is prepared once a run, a test gets a copy of the file.</summary>
public sealed class TestSqlite : IDisposable
{
    private readonly Lazy<RunFolder> folder = new(() => RunFolder.Create("patron-sqlite"));
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> templates = new();
    private int made;

    /// <summary>The connection string of a new database with the content of the template.</summary>
    public async Task<string> NewDatabase(DatabaseTemplate template)
    {
        var source = await templates.GetOrAdd(template.Name, _ => new(() => Prepare(template))).Value;
        var file = Path.Combine(folder.Value.Path, $"{template.Name}-{Interlocked.Increment(ref made)}.db");
        File.Copy(source, file);
        return $"Data Source={file}";
    }

    public static Task Drop(string connection)
    {
        using (var pooled = new SqliteConnection(connection)) SqliteConnection.ClearPool(pooled);
        var file = new SqliteConnectionStringBuilder(connection).DataSource;
        foreach (var part in (string[])[file, $"{file}-wal", $"{file}-shm"]) File.Delete(part);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (folder.IsValueCreated) folder.Value.Dispose();
    }

    private async Task<string> Prepare(DatabaseTemplate template)
    {
        var file = Path.Combine(folder.Value.Path, $"{template.Name}.db");
        var connection = $"Data Source={file};Pooling=False";
        await template.Prepare(Database.Sqlite, connection);

        // What still lies in the write-ahead log would be missing from a copy of the file alone.
        await using var last = new SqliteConnection(connection);
        await last.OpenAsync();
        await using var checkpoint = last.CreateCommand();
        checkpoint.CommandText = "pragma wal_checkpoint(truncate)";
        await checkpoint.ExecuteNonQueryAsync();
        return file;
    }
}
