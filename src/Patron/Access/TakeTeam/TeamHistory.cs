using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access.TakeTeam;

/// <summary>Takes back a team file: who came with it goes, unless they were invited since; what it changed becomes what it was.</summary>
internal sealed class TeamHistory(IEnumerable<IAwaitsUsers> waiting) : IUndoesChanges
{
    public int Order => 60;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        var set = what.Set.Id;
        var ranges = what.Created(UserChanges.Entity);
        var changes = await (from row in session.Db.Set<ChangeRow>().AsNoTracking()
                             join payload in session.Db.Set<ChangePayload>().AsNoTracking() on new { row.ChangeSetId, row.Seq, row.CustomerId } equals new { payload.ChangeSetId, payload.Seq, payload.CustomerId }
                             where row.ChangeSetId == set && row.Entity == UserChanges.Entity && row.Operation == ChangeOperation.Changed
                             select new { row.EntityId, payload.Before, payload.After }).ToListAsync(ct);
        if (ranges.Count == 0 && changes.Count == 0) return null;

        await session.Db.LockUsers(ct);
        var users = await session.Db.Users.ToListAsync(ct);
        var (gone, restored) = (new HashSet<UserId>(), new List<User>());
        foreach (var user in users.Where(u => what.Made(UserChanges.Entity, u.Id.Value)))
        {
            if (user.PasswordHash.Length == 0)
            {
                session.Db.Users.Remove(user);
                gone.Add(user.Id);
            }
            else what.Leave(new(UserChanges.Entity, user.Name, null, null, null, "access.undo.invited"));
        }
        var byId = users.ToDictionary(u => u.Id.Value);
        foreach (var change in changes)
        {
            if (!byId.TryGetValue(change.EntityId, out var user)) continue;
            if (TeamFacts.Of(user) != TeamFacts.Read(change.After!)) what.Leave(new(UserChanges.Entity, user.Name, null, null, null, "access.undo.changed"));
            else
            {
                Restore(user, TeamFacts.Read(change.Before!));
                restored.Add(user);
            }
        }
        // Whoever reported to somebody who is gone still reports to that name.
        foreach (var user in users.Where(u => u.ManagerId is { } manager && gone.Contains(manager))) user.ManagerId = null;
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        await Tell(session, gone, restored, ct);
        what.Count(gone.Count, restored.Count);
        return null;
    }

    /// <summary>Who was owner by a name that is gone is no longer; who is called as before is found by that name again.</summary>
    private async Task Tell(BulkSession session, IReadOnlyCollection<UserId> gone, List<User> restored, CancellationToken ct)
    {
        foreach (var room in waiting)
        {
            await room.Left(session, [.. gone, .. restored.Select(u => u.Id)], ct);
            if (restored.Count > 0) await room.Arrived(session, [.. restored.Select(u => new ArrivedUser(u.Id, u.Name, u.Email.Length > 0 ? u.Email : null))], ct);
        }
    }

    private static void Restore(User user, TeamFacts was)
    {
        (user.Email, user.Manager, user.ManagerId, user.Region) = (was.Email, was.Manager, was.ManagerId, was.Region);
        user.EmailKey = was.Email.Length == 0 ? User.KeyWithoutEmail(user.Name) : User.KeyOf(was.Email);
    }
}
