using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Patron.Data;

namespace Patron.CommandLine;

/// <summary>What the world around the program may do to it: a full disk, a locked file, a database that does not answer. A bug is not among them.</summary>
internal static class Trouble
{
    private const int NoSpaceOnUnix = 28; // ENOSPC
    private const int NoSpaceOnWindows = unchecked((int)0x8007_0070); // ERROR_DISK_FULL

    /// <summary>What happened and what to do; null where it is the program's own fault.</summary>
    public static string? Of(Exception e, DataLocation location) => e switch
    {
        DbUpdateException { InnerException: { } inner } => Of(inner, location),
        SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode, location),
        PostgresException postgres => OfPostgres(postgres),
        NpgsqlException => $"The database cannot be reached: {e.Message}. See that PostgreSQL runs and that --database names it, then try again.",
        UnauthorizedAccessException => $"{e.Message} Give the user who runs Patron the right to read and write there.",
        IOException { HResult: NoSpaceOnUnix or NoSpaceOnWindows } => DiskFull(location),
        IOException => $"A file cannot be read or written: {e.Message} What was done before is kept; run the command again.",
        _ => null,
    };

    private static string? OfSqlite(int code, DataLocation location) => code switch
    {
        5 or 6 => $"{location.SqliteFile} is locked by another program. Close it and run the command again.",
        8 => $"{location.SqliteFile} cannot be written. Give the user who runs Patron the right to write in {location.Directory}.",
        10 => $"{location.SqliteFile} cannot be read or written. See that its disk works and has room, then run the command again.",
        11 or 26 => $"{location.SqliteFile} is damaged or no database of Patron. Put a backup in its place, or name another directory: --data DIR",
        13 => DiskFull(location),
        14 => $"{location.SqliteFile} cannot be opened. Give the user who runs Patron the right to read and write in {location.Directory}.",
        _ => null,
    };

    // By classes of SQLSTATE: connection, authorisation, no such database, resources, intervention of the operator, system.
    private static string? OfPostgres(PostgresException e) => e.SqlState switch
    {
        "53100" => "The disk of the database is full. Make room, then run the command again: what was done before is kept.",
        _ when e.SqlState[..2] is "08" or "28" or "3D" or "53" or "57" or "58" => $"The database refuses: {e.MessageText}. See that PostgreSQL runs and that --database names it rightly, then try again.",
        _ => null,
    };

    private static string DiskFull(DataLocation location) =>
        $"The disk is full. Make room for {location.Directory}, then run the command again: what was done before is kept, and an import goes on where it stood.";
}
