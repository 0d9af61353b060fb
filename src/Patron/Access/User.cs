using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access;

/// <summary>Someone who signs in to Patron.</summary>
internal sealed class User
{
    public required UserId Id { get; init; }

    /// <summary>As typed; compared by <see cref="EmailKey"/>. Empty for one of our people who was never invited.</summary>
    public required string Email { get; set; }
    public required string EmailKey { get; set; }
    public required string Name { get; set; }
    public required string Role { get; set; }

    /// <summary>Empty for who cannot sign in until an administrator invites them.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>Changes with the password, the role and a stop: sessions that carry an older one end.</summary>
    public required string Stamp { get; set; }

    /// <summary>Tag of the language to begin with in a browser that has made no choice; null takes the browser's wish.</summary>
    public string? Language { get; set; }

    /// <summary>Whom the person reports to, as the team file says; and the user, where that is one.</summary>
    public string? Manager { get; set; }
    public UserId? ManagerId { get; set; }
    public string? Region { get; set; }
    public bool Disabled { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastSignInAt { get; set; }

    public static string KeyOf(string email) => email.Trim().ToLowerInvariant();

    /// <summary>No e-mail holds a colon before its sign, so this is nobody's.</summary>
    public static string KeyWithoutEmail(string name) => "name:" + name.Trim().ToLowerInvariant();

    public static string NewStamp() => RandomNumberGenerator.GetHexString(32);
}

internal sealed class UserTable : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("access_users");
        user.Property(u => u.Email).HasMaxLength(320);
        user.Property(u => u.EmailKey).HasMaxLength(320);
        user.Property(u => u.Name).HasMaxLength(200);
        user.Property(u => u.Role).HasMaxLength(40);
        user.Property(u => u.PasswordHash).HasMaxLength(400);
        user.Property(u => u.Stamp).HasMaxLength(60);
        user.Property(u => u.Language).HasMaxLength(20);
        user.Property(u => u.Manager).HasMaxLength(200);
        user.Property(u => u.Region).HasMaxLength(100);
        user.HasIndex(u => u.EmailKey).IsUnique();
    }
}

internal static class UserSets
{
    extension(PatronDb db)
    {
        public DbSet<User> Users => db.Set<User>();
    }
}
