using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Access.ManageUsers;

internal sealed record ListedUser(UserId Id, string Email, string Name, string Role, bool Disabled, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt,
    bool Invited = true, string? Manager = null, string? Region = null);

internal sealed record InvitedUser(string Email, string Password);

/// <summary>What an administrator does with users, and everybody with their own name and language.</summary>
internal sealed class ManageUsersHandler(IDbContextFactory<PatronDb> contexts, UserChanges changes, Passwords passwords)
{
    /// <summary>Those who may sign in first, by name.</summary>
    public async Task<IReadOnlyList<ListedUser>> List(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().OrderBy(u => u.Disabled).ThenBy(u => u.Name).ThenBy(u => u.Id)
            .Select(u => new ListedUser(u.Id, u.Email, u.Name, u.Role, u.Disabled, u.CreatedAt, u.LastSignInAt, u.PasswordHash != "", u.Manager, u.Region)).ToListAsync(ct);
    }

    public async Task<User?> Find(UserId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == id, ct);
    }

    public async Task<Result<User>> ChangeRole(UserId id, string role, UserId? by, CancellationToken ct)
    {
        if (UserFields.JudgeRole(role) is { } refusal) return refusal;
        return await changes.Change(id, by, "access-role", user =>
        {
            user.Role = Roles.Find(role)!;
            return null;
        }, ct);
    }

    /// <summary>Disabling ends the user's sessions and keeps them from signing in; enabling lets them sign in again.</summary>
    public Task<Result<User>> Disable(UserId id, bool disabled, UserId? by, CancellationToken ct) => changes.Change(id, by, disabled ? "access-disable" : "access-enable", user =>
    {
        user.Disabled = disabled;
        return null;
    }, ct);

    /// <summary>Makes a new password and gives it back, the only time that anybody sees it.</summary>
    public async Task<Result<string>> ResetPassword(UserId id, UserId? by, CancellationToken ct)
    {
        var made = Passwords.Make();
        var hash = passwords.Hash(made);
        var changed = await changes.Change(id, by, "access-password-reset", user =>
        {
            user.PasswordHash = hash;
            return null;
        }, ct);
        return changed.Refusal is { } refusal ? refusal : made;
    }

    /// <summary>Lets one of our people sign in who came with a team file: with an e-mail, and a password that is shown once.</summary>
    /// <param name="email">For who has none yet; else it is left aside.</param>
    public async Task<Result<InvitedUser>> Invite(UserId id, string email, UserId? by, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } known) return new NoSuchUser();
        if (known.PasswordHash.Length > 0) return new AlreadyInvited();
        var address = known.Email.Length > 0 ? known.Email : email.Trim();
        if (UserFields.JudgeEmail(address) is { } refusal) return refusal;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var key = User.KeyOf(address);
            if (await db.Users.AnyAsync(u => u.EmailKey == key && u.Id != id, ct)) return new EmailIsTaken(address);
        }
        var made = Passwords.Make();
        var hash = passwords.Hash(made);
        var changed = await changes.Change(id, by, "access-invite", user =>
        {
            (user.Email, user.EmailKey, user.PasswordHash) = (address, User.KeyOf(address), hash);
            return null;
        }, ct);
        return changed.Refusal is { } refused ? refused : new InvitedUser(address, made);
    }

    /// <summary>Sets a password that is given, as the command line does.</summary>
    public async Task<Result<User>> SetPassword(string email, string password, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = User.KeyOf(email);
        if (await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.EmailKey == key, ct) is not { } found) return new NoSuchUser();
        if (Passwords.Judge(password, found.Email, found.Name) is { } refusal) return refusal;
        var hash = passwords.Hash(password);
        return await changes.Change(found.Id, null, "access-password-reset", user =>
        {
            user.PasswordHash = hash;
            return null;
        }, ct);
    }

    /// <param name="id">Oneself.</param>
    /// <param name="name">The name that others see.</param>
    /// <param name="language">A language's tag; any other text leaves the choice to the browser.</param>
    public async Task<Result<User>> ChangeProfile(UserId id, string name, string? language, CancellationToken ct)
    {
        if (UserFields.JudgeName(name) is { } refusal) return refusal;
        return await changes.Change(id, id, "access-profile", user =>
        {
            user.Name = name.Trim();
            user.Language = Language.Find(language)?.Tag;
            return null;
        }, ct);
    }
}
