using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Patron.Data;

/// <summary>
/// What a file has said so far, by key, however many rows it has. The first ones lie in memory; beyond them all go to a table of SQLite's own temporary
/// database, of which 16 MB are in memory and the rest in a file that goes with it. A key costs some microseconds then. Exact: hashes alone would take
/// less, and once in a while take one row for another.
/// </summary>
/// <param name="most">Kept in memory.</param>
internal sealed class FileMemory(int most = FileMemory.MostInMemory) : IDisposable
{
    public const int MostInMemory = 50_000;

    /// <summary>Of long values fewer are kept: these take 8 MB.</summary>
    private const int MostChars = 4 << 20;

    private readonly Dictionary<string, string> few = new(StringComparer.Ordinal);
    private int chars;
    private SqliteConnection? connection;
    private SqliteCommand? find, set;

    /// <summary>Null where the key was never set.</summary>
    public string? Find(string key)
    {
        if (find is null) return few.GetValueOrDefault(key);
        find.Parameters[0].Value = key;
        return (string?)find.ExecuteScalar();
    }

    public void Set(string key, string value)
    {
        if (set is null && (chars > MostChars || few.Count >= most && !few.ContainsKey(key))) Open();
        if (set is null)
        {
            few[key] = value;
            chars += value.Length;
            return;
        }
        (set.Parameters[0].Value, set.Parameters[1].Value) = (key, value);
        set.ExecuteNonQuery();
    }

    /// <summary>The same of two numbers.</summary>
    public (long First, long Second)? FindPair(string key) =>
        Find(key)?.Split(' ') is [var first, var second] ? (long.Parse(first, CultureInfo.InvariantCulture), long.Parse(second, CultureInfo.InvariantCulture)) : null;

    public void Set(string key, long first, long second) => Set(key, string.Create(CultureInfo.InvariantCulture, $"{first} {second}"));

    public void Dispose()
    {
        find?.Dispose();
        set?.Dispose();
        connection?.Dispose();
    }

    private void Open()
    {
        // Without a name the database is temporary. It needs no journal: nothing of it outlives this object.
        connection = new("Data Source=;Pooling=False");
        connection.Open();
        using (var make = connection.CreateCommand())
        {
            make.CommandText = "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16384; create table said (key text primary key, value text not null) without rowid; begin";
            make.ExecuteNonQuery();
        }
        find = Prepared("select value from said where key = $key", "$key");
        set = Prepared("insert into said (key, value) values ($key, $value) on conflict (key) do update set value = excluded.value", "$key", "$value");
        foreach (var (key, value) in few) Set(key, value);
        few.Clear();
        few.TrimExcess();
    }

    private SqliteCommand Prepared(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection!.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(name, SqliteType.Text);
        command.Prepare();
        return command;
    }
}
