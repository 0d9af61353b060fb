using System.Collections.Concurrent;
using Npgsql;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Imports.TakeRows;

/// <summary>
/// One import or undo of a source at a time: two side by side would decide on rows that the other is about to write. On PostgreSQL a lock of a session of
/// its own holds among all processes, and ends with the process however it ends; on SQLite one process alone works on the data.
/// </summary>
internal sealed class SourceTurns(DataLocation location)
{
    /// <summary>Key of what is shown while another has the turn.</summary>
    public const string Phase = "imports.phase.turn";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<SourceId, SemaphoreSlim> here = [];

    /// <param name="waits">Called once where another has the turn.</param>
    public async Task<SourceTurn> Take(SourceId source, Action waits, CancellationToken ct)
    {
        if (location.Connection is null)
        {
            var gate = here.GetOrAdd(source, _ => new(1, 1));
            if (!await gate.WaitAsync(TimeSpan.Zero, ct))
            {
                waits();
                await gate.WaitAsync(ct);
            }
            return new(null, gate);
        }
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(location.Connection) { Pooling = false }.ToString());
        var taken = false;
        try
        {
            await session.OpenAsync(ct);
            for (var waiting = false; !(taken = await TryLock(session, source, ct)); waiting = true)
            {
                if (!waiting) waits();
                await Task.Delay(Poll, ct);
            }
            return new(session, null);
        }
        finally
        {
            if (!taken) await session.DisposeAsync();
        }
    }

    private static async Task<bool> TryLock(NpgsqlConnection session, SourceId source, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(@source)", session);
        command.Parameters.AddWithValue("@source", source.Value);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <summary>The turn, until it is disposed.</summary>
internal sealed class SourceTurn(NpgsqlConnection? session, SemaphoreSlim? gate) : IAsyncDisposable
{
    /// <summary>Throws where the session that holds the turn is gone, for then another may have it.</summary>
    public async Task Check(CancellationToken ct)
    {
        if (session is null) return;
        await using var command = new NpgsqlCommand("select 1", session);
        await command.ExecuteScalarAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        gate?.Release();
        if (session is not null) await session.DisposeAsync();
    }
}
