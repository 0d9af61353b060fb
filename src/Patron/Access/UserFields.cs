using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Access;

/// <summary>What each field of a user must be.</summary>
internal static class UserFields
{
    public const int LongestEmail = 320;
    public const int LongestName = 200;

    public static Refusal? JudgeEmail(string email)
    {
        var text = email.Trim();
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var isAddress = at > 0 && at < text.Length - 1 && at == text.LastIndexOf('@') && text.Length <= LongestEmail && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return isAddress ? null : new EmailIsNone();
    }

    public static Refusal? JudgeName(string name) =>
        string.IsNullOrWhiteSpace(name) ? new NameIsMissing() : name.Trim().Length > LongestName ? new TextIsTooLong(Fields.Name, LongestName) : null;

    public static Refusal? JudgeRole(string role) => Roles.Find(role) is null ? new RoleIsUnknown(role, string.Join(", ", Roles.All)) : null;

    public static User Make(UserId id, string email, string name, string role, string passwordHash, string? language, DateTimeOffset now) => new()
    {
        Id = id, Email = email.Trim(), EmailKey = User.KeyOf(email), Name = name.Trim(), Role = role, PasswordHash = passwordHash,
        Stamp = User.NewStamp(), Language = Language.Find(language)?.Tag, CreatedAt = now,
    };
}
