using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Patron.Data;

/// <summary>
/// The database without the model. Building the model and the first question to it take the better part of a second when a process has just begun;
/// a command that only reads does without.
/// </summary>
public static class PlainConnections
{
    /// <summary>An open connection; the caller disposes it.</summary>
    public static DbConnection Connect(this DataLocation location)
    {
        DbConnection connection = location.Connection is { } postgres ? new NpgsqlConnection(postgres) : new SqliteConnection(DataModule.SqliteConnectionString(location));
        connection.Open();
        if (connection is SqliteConnection) DataModule.Prepare(connection);
        return connection;
    }

    /// <summary>The database has been made, and no migration is left to do. False also where it cannot be reached: whoever migrates then says why.</summary>
    internal static bool IsMigrated(DataLocation location)
    {
        if (location.Connection is null && !File.Exists(location.SqliteFile)) return false;
        try
        {
            using var connection = location.Connect();
            using var command = connection.CreateCommand();
            command.CommandText = "select \"MigrationId\" from \"__EFMigrationsHistory\"";
            using var reader = command.ExecuteReader();
            var done = new HashSet<string>();
            while (reader.Read()) done.Add(reader.GetString(0));
            return Migrations().All(done.Contains);
        }
        catch (DbException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Migrations() =>
        from type in typeof(PatronDb).Assembly.GetTypes()
        where type.Namespace == "Patron.Data.Migrations"
        let migration = type.GetCustomAttribute<MigrationAttribute>()
        where migration is not null
        select migration.Id;
}
