using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.UndoDeeds;

namespace Patron.Messaging.SendMail;

/// <param name="Tls">The connection is encrypted (STARTTLS, or from the first byte on port 465), or nothing is sent.</param>
/// <param name="User">Null: the server asks nobody.</param>
/// <param name="Secret">The password, sealed with the keys of the data directory.</param>
/// <param name="From">The address that mail comes from.</param>
internal sealed record SmtpSetting(string Host, int Port, bool Tls, string? User, string? Secret, string From, string? FromName)
{
    public const string Key = "smtp";

    /// <summary>Mail is not sent.</summary>
    public static SmtpSetting None { get; } = new("", 0, false, null, null, "", null);
}

internal sealed record NoHost() : FieldRefusal("messaging.smtp.refused.host", "host");

internal sealed record NoPort() : FieldRefusal("messaging.smtp.refused.port", "port");

internal sealed record NoSender() : FieldRefusal("messaging.smtp.refused.from", "from");

/// <summary>A password would travel in the open.</summary>
internal sealed record PasswordNeedsTls() : FieldRefusal("messaging.smtp.refused.tls", "tls");

/// <summary>Reads and sets the mail server.</summary>
internal sealed class SmtpSettings(IDbContextFactory<PatronDb> contexts, SettingDeeds settings, IDataProtectionProvider protection)
{
    private readonly IDataProtector seal = protection.CreateProtector("smtp");

    public async Task<SmtpSetting?> Read(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Read<SmtpSetting>(SmtpSetting.Key, ct) is { Host.Length: > 0 } set ? set : null;
    }

    public SmtpServer Server(SmtpSetting setting) => new(setting.Host, setting.Port, setting.Tls, setting.User, setting.User is null ? null : Password(setting));

    private string? Password(SmtpSetting setting) => setting.Secret is { } secret ? seal.Unprotect(secret) : null;

    /// <param name="host">Blank: no mail is sent any more.</param>
    /// <param name="password">Blank keeps the one there is.</param>
    /// <returns>The change set, by which its author takes it back; null where nothing changed.</returns>
    public Task<Result<ChangeSetId?>> Save(string? host, string? port, bool tls, string? user, string? password, string? from, string? fromName, UserId? by, CancellationToken ct) =>
        settings.Change(SmtpSetting.Key, ChannelDeeds.Kinds + "mail", SmtpSetting.None, present =>
        {
            if (host?.Trim() is not { Length: > 0 } server) return SmtpSetting.None;
            if (server.Length > 253 || Uri.CheckHostName(server) == UriHostNameType.Unknown) return new NoHost();
            if (!int.TryParse(port, out var number) || number is < 1 or > 65_535) return new NoPort();
            if (!System.Net.Mail.MailAddress.TryCreate(from?.Trim(), out _)) return new NoSender();
            var name = user?.Trim() is { Length: > 0 } given ? given : null;
            if (name is not null && !tls && !IsLoopback(server)) return new PasswordNeedsTls();
            return new SmtpSetting(server, number, tls, name, name is null ? null : string.IsNullOrEmpty(password) ? present.Secret : seal.Protect(password), from!.Trim(), fromName?.Trim() is { Length: > 0 } called ? called : null);
        }, by, ct);

    private static bool IsLoopback(string host) => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}
