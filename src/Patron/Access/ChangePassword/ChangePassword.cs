using Patron.Access.ManageUsers;
using Patron.Access.SignIn;
using Patron.Kernel;

namespace Patron.Access.ChangePassword;

internal sealed record ChangePasswordRequest(UserId User, string Old, string Password, string Again);

/// <summary>One's own password: ends every session; the caller begins the own one anew with the stamp of the user given back.</summary>
internal sealed class ChangePasswordHandler(ManageUsersHandler users, UserChanges changes, Passwords passwords, SignInLimits limits)
{
    public async Task<Result<User>> Handle(ChangePasswordRequest request, CancellationToken ct)
    {
        if (await users.Find(request.User, ct) is not { } known) return new NoSuchUser();
        // A session left open is no way to guess the password without end.
        if (limits.Begin(null, request.User.ToString()) is { } wait) return new TooManyTries((int)Math.Ceiling(wait.For.TotalMinutes));
        if (passwords.Check(known.PasswordHash, request.Old) == PasswordCheck.Wrong) return new OldPasswordIsWrong();
        limits.Succeeded(null, request.User.ToString());
        if (Passwords.Judge(request.Password, known.Email, known.Name) is { } refusal) return refusal;
        if (request.Password != request.Again) return new PasswordsDiffer();

        // Hashing takes long on purpose: it happens before the transaction, and what it was decided on must still hold within.
        var hash = passwords.Hash(request.Password);
        return await changes.Change(request.User, request.User, "access-password", user =>
        {
            if (user.Stamp != known.Stamp) return new OldPasswordIsWrong();
            user.PasswordHash = hash;
            return null;
        }, ct);
    }
}
