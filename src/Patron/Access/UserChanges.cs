using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Access.Sessions;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access;

/// <summary>
/// Changes one user: users are written one after another on both databases, an administrator remains, sessions end where they must,
/// and a change set tells what was done, by ids and names of fields alone.
/// </summary>
internal sealed class UserChanges(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock, SessionCache sessions)
{
    public const string Entity = "access_users";

    /// <param name="id">Whom it changes.</param>
    /// <param name="by">Who changes; null is the program itself.</param>
    /// <param name="kind">The change set's kind.</param>
    /// <param name="change">Changes the user, or says why not.</param>
    public async Task<Result<User>> Change(UserId id, UserId? by, string kind, Func<User, Refusal?> change, CancellationToken ct)
    {
        // Before the transaction: making ids may write to the database on a connection of its own.
        var set = NewSet(kind, by);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockUsers(ct);
        if (await db.Users.FirstOrDefaultAsync(u => u.Id == id, ct) is not { } user) return new NoSuchUser();

        var before = Facts.Of(user);
        if (change(user) is { } refusal) return refusal;
        var after = Facts.Of(user);
        if (after == before) return user;
        if (before.Administers && !after.Administers && !await db.Users.AnyAsync(u => u.Id != id && u.Role == Roles.Administrator && !u.Disabled, ct))
            return new LastAdministrator();

        if (after.EndsSessionsOf(before)) user.Stamp = User.NewStamp();
        var (from, to) = Facts.Differences(before, after);
        new ChangeRecorder(db, set).Row(Entity, id.Value, default, from, to);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        sessions.Forget(id);
        return user;
    }

    public ChangeSet NewSet(string kind, UserId? by) => new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind };

    /// <summary>What can change of a user.</summary>
    private sealed record Facts(string Role, bool Disabled, string Name, string? Language, string PasswordHash)
    {
        public static Facts Of(User user) => new(user.Role, user.Disabled, user.Name, user.Language, user.PasswordHash);

        public bool Administers => Role == Roles.Administrator && !Disabled;

        public bool EndsSessionsOf(Facts before) => (Role, Disabled, PasswordHash) != (before.Role, before.Disabled, before.PasswordHash);

        /// <summary>A person's name and a password are told as changed, without their values.</summary>
        public static (Dictionary<string, object?> From, Dictionary<string, object?> To) Differences(Facts before, Facts after)
        {
            var (from, to) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
            Compare("role", before.Role, after.Role);
            Compare("disabled", before.Disabled, after.Disabled);
            Compare("language", before.Language, after.Language);
            if (before.Name != after.Name) from["name"] = to["name"] = null;
            if (before.PasswordHash != after.PasswordHash) from["password"] = to["password"] = null;
            return (from, to);

            void Compare(string field, object? was, object? isNow)
            {
                if (!Equals(was, isNow)) (from[field], to[field]) = (was, isNow);
            }
        }
    }
}

/// <summary>The claim of the first administrator: made once in the life of a database, and the lock of everyone who writes users.</summary>
internal static class FirstAdministrator
{
    private const string Scope = "access";
    private const string Key = "first-administrator";

    /// <summary>True for the one transaction that comes first; others wait until it has ended.</summary>
    public static async Task<bool> ClaimFirstUser(this PatronDb db, UserId user, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"insert into kernel_claimed_keys (scope, key, id, customer_id) values ({Scope}, {Key}, {user.Value}, 0) on conflict do nothing", ct) == 1;

    /// <summary>Held until the transaction ends, so that two administrators cannot demote each other at once.</summary>
    public static Task LockUsers(this PatronDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"update kernel_claimed_keys set customer_id = 0 where scope = {Scope} and key = {Key}", ct);
}
