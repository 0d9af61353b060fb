using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Patron.Data;

/// <summary>
/// SQLite in a server: what commits have written to the log is brought into the database every two seconds, beside those who write. Left alone, whoever
/// commits when the log is full does it for all: the one who saves a note waits while tens of megabytes of an import are copied.
/// </summary>
internal sealed partial class Checkpoints(DataLocation location, TimeProvider clock, ILogger<Checkpoints> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Copies what no reader still needs as it was, and waits for nobody.</summary>
    internal static void BringIn(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(passive)";
        command.ExecuteNonQuery();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (location.Connection is not null) return;
        using var connection = location.Connect();
        var seen = Version(connection);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                if (Version(connection) is var version && version == seen) continue;
                seen = version;
                BringIn(connection);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (SqliteException e)
            {
                // A full disk: the log keeps everything, and whoever writes next learns of it.
                Failed(logger, e);
            }
        }
    }

    /// <summary>Another number once another connection has committed.</summary>
    private static long Version(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma data_version";
        return (long)command.ExecuteScalar()!;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of writes could not be brought into the database; trying again")]
    private static partial void Failed(ILogger logger, Exception e);
}
