using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Patron.Data;

/// <summary>What may befall a job through no fault of its own, and passes.</summary>
internal static class PassingTrouble
{
    private const int SqliteFull = 13;
    private const string PostgresFull = "53100";
    private const int NoSpaceOnUnix = 28; // ENOSPC
    private const int NoSpaceOnWindows = unchecked((int)0x8007_0070); // ERROR_DISK_FULL

    /// <summary>There is no room, for the database or for a file.</summary>
    public static bool IsFullDisk(Exception e) => Any(e, static e => e switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull,
        PostgresException postgres => postgres.SqlState == PostgresFull,
        IOException { HResult: NoSpaceOnUnix or NoSpaceOnWindows } => true,
        _ => false,
    });

    /// <summary>The server ended the connection, or cannot be reached. SQLite, a file, is never lost.</summary>
    public static bool IsLost(Exception e) => Any(e, static e => e switch
    {
        // By classes of SQLSTATE: connection, intervention of the operator; and too many connections.
        PostgresException postgres => postgres.SqlState[..2] is "08" or "57" || postgres.SqlState == "53300",
        NpgsqlException => true,
        _ => false,
    });

    /// <summary>The database did not do what it was asked; asked again it may.</summary>
    public static bool IsOfDatabase(Exception e) => Any(e, static e => e is DbException);

    private static bool Any(Exception e, Func<Exception, bool> holds)
    {
        for (Exception? one = e; one is not null; one = one.InnerException) if (holds(one)) return true;
        return false;
    }
}
