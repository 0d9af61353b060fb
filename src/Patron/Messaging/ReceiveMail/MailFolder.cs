using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.UndoDeeds;

namespace Patron.Messaging.ReceiveMail;

/// <summary>A Maildir into which the mail server puts what comes to our sender's address; null or empty: none is looked at.</summary>
internal sealed record MailFolderSetting(string? Folder)
{
    public const string Key = "mail-folder";

    public static MailFolderSetting None { get; } = new((string?)null);
}

internal sealed record NoSuchFolder() : FieldRefusal("messaging.channels.refused.folder", "folder");

/// <summary>
/// Takes mail from a Maildir: what lies in "new" is read and moved to "cur", marked as seen, once it is written down. A crash between the two reads it again, which changes nothing.
/// </summary>
internal sealed partial class MailFolder(IDbContextFactory<PatronDb> contexts, SettingDeeds settings, MailReceiver receiver, TimeProvider clock, ILogger<MailFolder> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(20);

    public async Task<string?> Folder(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Read<MailFolderSetting>(MailFolderSetting.Key, ct) is { Folder.Length: > 0 } set ? set.Folder : null;
    }

    public async Task<Result<ChangeSetId?>> Save(string? folder, UserId? by, CancellationToken ct)
    {
        var path = folder?.Trim() ?? "";
        if (path.Length > 0 && (!Path.IsPathFullyQualified(path) || !Directory.Exists(Path.Combine(path, "new")))) return new NoSuchFolder();
        return await settings.Change(MailFolderSetting.Key, ChannelDeeds.Kinds + "folder", MailFolderSetting.None, _ => path.Length > 0 ? new MailFolderSetting(path) : MailFolderSetting.None, by, ct);
    }

    /// <summary>Takes what lies there; returns how many mails.</summary>
    public async Task<int> Take(string folder, CancellationToken ct)
    {
        var taken = 0;
        Directory.CreateDirectory(Path.Combine(folder, "cur"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "new")).Order(StringComparer.Ordinal).ToList())
        {
            // What is too large is not even read.
            var refusal = new FileInfo(file).Length > ReadMail.Largest ? new MailRefused("size") : (await receiver.Receive(await File.ReadAllBytesAsync(file, ct), ct)).Refusal as MailRefused;
            if (refusal is not null) Refused(logger, Path.GetFileName(file), refusal.What);
            File.Move(file, Path.Combine(folder, "cur", Path.GetFileName(file) + ":2,S"), overwrite: true);
            taken++;
        }
        return taken;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await Folder(stoppingToken) is { } folder && Directory.Exists(Path.Combine(folder, "new"))) await Take(folder, stoppingToken);
            }
            catch (Exception e) when (PassingTrouble.IsOfDatabase(e) || e is IOException or UnauthorizedAccessException)
            {
                Unreadable(logger, e);
            }
            await Task.Delay(Look, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail {file} is not read: its {what} is beyond any limit. It lies in cur")]
    private static partial void Refused(ILogger logger, string file, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "The folder of received mail cannot be read; trying again")]
    private static partial void Unreadable(ILogger logger, Exception e);
}
