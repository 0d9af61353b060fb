using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Patron.Kernel;

namespace Patron.Access;

internal enum PasswordCheck { Wrong, Right, RightButHashIsOld }

/// <summary>What a password must be, how it is kept, and whether it is the right one.</summary>
internal sealed class Passwords
{
    public const int Shortest = 10;
    public const int Longest = 200;

    // Letters and digits that nobody takes for one another.
    private const string MadeOf = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly PasswordHasher<User> hasher;
    private readonly string nobodys;

    public Passwords(IOptions<PasswordHasherOptions> options)
    {
        hasher = new(options);
        nobodys = Hash(Make());
    }

    /// <summary>Keyboards compose accents and Hangul differently: the same word gives the same hash.</summary>
    public string Hash(string password) => hasher.HashPassword(null!, password.Normalize(NormalizationForm.FormKC));

    /// <summary>Takes as long for a user who is not there (<paramref name="hash"/> null), or was never invited (empty), as for one who is.</summary>
    public PasswordCheck Check(string? hash, string password)
    {
        var given = password.Length > Longest ? "" : password.Normalize(NormalizationForm.FormKC);
        var known = hash is { Length: > 0 };
        var verified = hasher.VerifyHashedPassword(null!, known ? hash! : nobodys, given);
        return !known ? PasswordCheck.Wrong : verified switch
        {
            PasswordVerificationResult.Success => PasswordCheck.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButHashIsOld,
            _ => PasswordCheck.Wrong,
        };
    }

    /// <summary>Twenty signs in four groups, about 99 bits: to be told to someone and changed by them.</summary>
    public static string Make() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(MadeOf, 5)));

    public static Refusal? Judge(string password, string email, string name)
    {
        if (password.Length < Shortest) return new PasswordIsShort(Shortest);
        if (password.Length > Longest) return new PasswordIsLong(Longest);
        if (CommonPasswords.Contains(password)) return new PasswordIsCommon();
        var key = User.KeyOf(email);
        return IsSame(password, key) || IsSame(password, key.Split('@')[0]) || IsSame(password, name) ? new PasswordIsOnesName() : null;
    }

    private static bool IsSame(string password, string word) => password.Trim().Equals(word.Trim(), StringComparison.OrdinalIgnoreCase);
}
