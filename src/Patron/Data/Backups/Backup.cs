using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Patron.Data.Audit;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Data.Backups;

/// <summary>
/// The database as one file, written while everything goes on, and put back. The erasure list in the data directory is not part of it: what is put back
/// meets the list before it serves. SQLite alone; PostgreSQL has tools of its own.
/// </summary>
internal sealed class Backup(DataLocation location, IDbContextFactory<PatronDb> contexts, AuditChain chain, NotedHeads heads, TimeProvider clock)
{
    private const string Written = "backup", Restored = "restore";

    /// <summary>A sentence where it is refused; null when the file is written.</summary>
    public async Task<string?> Write(string file, CancellationToken ct)
    {
        if (location.Connection is not null) return "A database of PostgreSQL is backed up by pg_dump; see docs/operate.md.";
        if (File.Exists(file)) return $"{file} is there already. Name a file that is not.";
        await chain.Tell(notes => notes.Event(Written, null), ct);
        await chain.Follow(ct);
        var partial = file + ".partial";
        File.Delete(partial);
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            // One transaction's view of the database, without what was deleted; writers go on.
            await db.Database.ExecuteSqlAsync($"vacuum into {partial}", ct);
        }
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(partial, file);
        return null;
    }

    /// <summary>
    /// Puts a backup in the place of the data directory's database, which nobody may have open; the one that was there is kept beside it.
    /// A sentence where it is refused, with nothing changed.
    /// </summary>
    public static string? PutBack(DataLocation location, string file)
    {
        if (location.Connection is not null) return "A database of PostgreSQL is restored by pg_restore; see docs/operate.md.";
        if (!File.Exists(file)) return $"{file} is not there.";
        if (!IsSound(file)) return $"{file} is damaged or no database of Patron.";
        location.Make();
        if (File.Exists(location.SqliteFile)) KeepErasures(location);
        SqliteConnection.ClearAllPools();

        var next = location.SqliteFile + ".restoring";
        File.Copy(file, next, overwrite: true);
        KeepLog(next);
        foreach (var log in (string[])["-wal", "-shm"]) File.Delete(location.SqliteFile + log);
        if (File.Exists(location.SqliteFile)) File.Replace(next, location.SqliteFile, Before(location));
        else File.Move(next, location.SqliteFile);
        return null;
    }

    /// <summary>What <see cref="PutBack"/> kept of the database that was there before.</summary>
    public static string Before(DataLocation location) => location.SqliteFile + ".before-restore";

    /// <summary>Tells the audit that the database is another one now; a chain that is shorter than noted is then no sign of tampering.</summary>
    public async Task TellRestored(CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
            heads.NoteRestore(await db.Set<AuditHead>().AsNoTracking().Select(h => h.Position).SingleAsync(ct), clock.GetUtcNow());
        await chain.Tell(notes => notes.Event(Restored, null), ct);
    }

    private static bool IsSound(string file)
    {
        try
        {
            return Ask(file, "select count(*) from sqlite_master where name = 'kernel_feed_head'") == "1" && Ask(file, "pragma quick_check(1)") == "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Whom the present database knows to be erased goes to the list in the directory; its log is written into it, so that the file alone is whole.</summary>
    private static void KeepErasures(DataLocation location)
    {
        using var connection = Open(location.SqliteFile, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate)";
        command.ExecuteNonQuery();
        command.CommandText = $"select count(*) from sqlite_master where name = '{ErasureTable.Name}'";
        if (command.ExecuteScalar() is not 1L) return;
        command.CommandText = $"select id, what, at from {ErasureTable.Name} order by at, id";
        var rows = new List<ErasureRow>();
        using (var reader = command.ExecuteReader())
            while (reader.Read()) rows.Add(new() { Id = reader.GetInt64(0), What = (ErasedThing)reader.GetInt32(1), At = Instants.FromMicroseconds(reader.GetInt64(2)) });
        new ErasureList(location).Append(rows);
    }

    // A backup has no log of its own; who opens the database only to read could not give it one.
    private static void KeepLog(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "pragma journal_mode = wal";
        command.ExecuteNonQuery();
    }

    private static string? Ask(string file, string sql)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
