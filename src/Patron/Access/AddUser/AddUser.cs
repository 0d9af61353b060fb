using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access.AddUser;

internal sealed class AddUserHandler(IDbContextFactory<PatronDb> contexts, Passwords passwords, UserChanges changes, IdMaker ids, TimeProvider clock) : IUserAccounts
{
    public async Task<bool> Any(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.AnyAsync(u => u.PasswordHash != "", ct);
    }

    public async Task<IReadOnlyDictionary<UserId, string>> Names(IReadOnlyCollection<UserId> users, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().Where(u => users.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, ct);
    }

    public async Task<Result<AddedUser>> Add(NewUser user, UserId? by, CancellationToken ct)
    {
        var name = string.IsNullOrWhiteSpace(user.Name) ? user.Email.Split('@')[0] : user.Name;
        var made = user.Password is null ? Passwords.Make() : null;
        var password = user.Password ?? made!;
        if ((UserFields.JudgeEmail(user.Email) ?? UserFields.JudgeName(name) ?? UserFields.JudgeRole(user.Role) ?? Passwords.Judge(password, user.Email, name)) is { } refusal)
            return refusal;
        var added = UserFields.Make(ids.Next<UserId>(), user.Email, name, Roles.Find(user.Role)!, passwords.Hash(password), user.Language, clock.GetUtcNow());
        var set = changes.NewSet("access-user-add", by);

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.ClaimFirstUser(added.Id, ct)) await db.LockUsers(ct);
        else if (added.Role != Roles.Administrator) return new FirstUserIsNoAdministrator();
        if (await db.Users.AnyAsync(u => u.EmailKey == added.EmailKey, ct)) return new EmailIsTaken(added.Email);

        db.Users.Add(added);
        new ChangeRecorder(db, set).Row(UserChanges.Entity, added.Id.Value, default, null, new Dictionary<string, object?> { ["role"] = added.Role });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new AddedUser(added.Id, made);
    }
}
