using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access.Sessions;

/// <summary>What a session is checked against.</summary>
internal sealed record Session(UserId Id, string Stamp, string Name, string Role, DateTimeOffset ReadAt);

/// <summary>
/// The users of live sessions, read from the database at most once in <see cref="Kept"/>: a change in another process ends sessions here after that time,
/// a change in this one at once.
/// </summary>
internal sealed class SessionCache(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IUserRoles
{
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly Dictionary<UserId, Session> read = [];
    private long forgotten;
    private volatile bool anyUser;

    /// <summary>Null for a user who is not there or is disabled.</summary>
    public async ValueTask<Session?> Find(UserId id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        long before;
        lock (gate)
        {
            if (read.TryGetValue(id, out var known) && now - known.ReadAt < Kept) return known;
            before = forgotten;
        }
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Users.AsNoTracking().Where(u => u.Id == id && !u.Disabled).Select(u => new { u.Stamp, u.Name, u.Role }).FirstOrDefaultAsync(ct);
        var session = found is null ? null : new Session(id, found.Stamp, found.Name, found.Role, now);
        lock (gate)
        {
            // What was read while somebody was changed may be the old state: good for this request, not to be kept.
            if (session is null) read.Remove(id);
            else if (before == forgotten) read[id] = session;
        }
        return session;
    }

    /// <summary>Asked where no request can wait; whoever is signed in was read a moment ago.</summary>
    public string? Of(UserId user)
    {
        lock (gate)
            if (read.TryGetValue(user, out var known) && clock.GetUtcNow() - known.ReadAt < Kept) return known.Role;
        using var db = contexts.CreateDbContext();
        return db.Users.AsNoTracking().Where(u => u.Id == user && !u.Disabled).Select(u => u.Role).FirstOrDefault();
    }

    public void Forget(UserId id)
    {
        lock (gate)
        {
            forgotten++;
            read.Remove(id);
        }
    }

    /// <summary>Users are never deleted: once there is one, there always is.</summary>
    public async ValueTask<bool> AnyUser(CancellationToken ct)
    {
        if (anyUser) return true;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return anyUser = await db.Users.AnyAsync(ct);
    }
}
