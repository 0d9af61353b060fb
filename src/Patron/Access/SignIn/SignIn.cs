using System.Net;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Kernel;

namespace Patron.Access.SignIn;

internal sealed record SignInRequest(string Email, string Password, IPAddress? Address);

internal sealed partial class SignInHandler(IDbContextFactory<PatronDb> contexts, Passwords passwords, SignInLimits limits, AuditChain audit, TimeProvider clock, ILogger<SignInHandler> log)
{
    public async Task<Result<User>> Handle(SignInRequest request, CancellationToken ct)
    {
        var account = User.KeyOf(request.Email.Length > UserFields.LongestEmail ? "" : request.Email);
        if (limits.Begin(request.Address, account) is { } wait)
        {
            Blocked(log);
            return new TooManyTries((int)Math.Ceiling(wait.TotalMinutes));
        }
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.EmailKey == account, ct);
        var check = passwords.Check(user?.PasswordHash, request.Password);
        if (user is null || user.Disabled || check == PasswordCheck.Wrong)
        {
            if (user is null) FailedUnknown(log); else Failed(log, user.Id);
            await audit.Tell(notes => notes.Event("sign-in-refused", user?.Id), ct);
            return new NotSignedIn();
        }
        limits.Succeeded(request.Address, account);
        var now = clock.GetUtcNow();
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, now), ct);
        if (check == PasswordCheck.RightButHashIsOld)
        {
            var hash = passwords.Hash(request.Password);
            await db.Users.Where(u => u.Id == user.Id && u.Stamp == user.Stamp).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), ct);
        }
        await audit.Tell(notes => notes.Event("sign-in", user.Id), ct);
        Succeeded(log, user.Id);
        return user;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-in of {User}")]
    private static partial void Succeeded(ILogger log, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in failed for {User}")]
    private static partial void Failed(ILogger log, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in failed for nobody we know")]
    private static partial void FailedUnknown(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in refused: too many tries")]
    private static partial void Blocked(ILogger log);
}
