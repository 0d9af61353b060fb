using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Kernel;

namespace Patron.Access.SignIn;

internal sealed record SignInRequest(string Email, string Password, IPAddress? Address);

internal sealed partial class SignInHandler(IDbContextFactory<PatronDb> contexts, Passwords passwords, SignInLimits limits, AuditChain audit, TimeProvider clock, ILogger<SignInHandler> log)
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public async Task<Result<User>> Handle(SignInRequest request, CancellationToken ct)
    {
        var account = User.KeyOf(request.Email.Length > UserFields.LongestEmail ? "" : request.Email);
        if (limits.Begin(request.Address, account) is { } wait)
        {
            Blocked(log);
            if (wait.First) await TellBlocked(account, ct);
            return new TooManyTries((int)Math.Ceiling(wait.For.TotalMinutes));
        }
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.EmailKey == account, ct);
        var check = passwords.Check(user?.PasswordHash, request.Password);
        if (user is null || user.Disabled || check == PasswordCheck.Wrong)
        {
            if (user is null) FailedUnknown(log); else Failed(log, user.Id);
            await audit.Tell(notes => notes.Event("sign-in-refused", user?.Id, fields: user is null ? [Digest(account)] : null), ct);
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

    /// <summary>Once for each wait, so that a flood of tries does not fill the audit.</summary>
    private async Task TellBlocked(string account, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.AsNoTracking().Where(u => u.EmailKey == account).Select(u => (UserId?)u.Id).FirstOrDefaultAsync(ct);
        await audit.Tell(notes => notes.Event("sign-in-blocked", user, fields: user is null ? [Digest(account)] : null), ct);
    }

    /// <summary>Tells whether two tries named the same address, and not which: the key is made with the process and ends with it.</summary>
    private string Digest(string account) => "address:" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(account)).AsSpan(0, 6));

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-in of {User}")]
    private static partial void Succeeded(ILogger log, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in failed for {User}")]
    private static partial void Failed(ILogger log, UserId user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in failed for nobody we know")]
    private static partial void FailedUnknown(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in refused: too many tries")]
    private static partial void Blocked(ILogger log);
}
