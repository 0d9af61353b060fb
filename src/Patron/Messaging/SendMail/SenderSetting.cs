using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Messaging.SendMail;

/// <summary>What advertising says of its sender, and where mail that cannot be delivered comes back to.</summary>
/// <param name="Address">Lines as they stand below a message: street, place, and a telephone number where a country asks for one. Null: none is set.</param>
/// <param name="OwnReturn">Every mail has a return address of its own, sender+MESSAGE@domain (RFC 5233), so that a bounce tells which one came back, whatever it quotes.</param>
internal sealed record SenderSetting(string? Address, bool OwnReturn)
{
    public const string Key = "mail-sender";
    public const int LongestAddress = 500;

    public static SenderSetting None { get; } = new(null, false);

    public IReadOnlyList<string> Lines => Address?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}

internal sealed record AddressTooLong() : FieldRefusal("messaging.sender.refused.address", "address");

internal static class SenderSettings
{
    public static async Task<SenderSetting> Sender(this PatronDb db, CancellationToken ct) => await db.Read<SenderSetting>(SenderSetting.Key, ct) ?? SenderSetting.None;

    /// <param name="address">Blank: none.</param>
    public static async Task<Result<Done>> Save(IDbContextFactory<PatronDb> contexts, string? address, bool ownReturn, UserId? by, CancellationToken ct)
    {
        var text = address?.ReplaceLineEndings("\n").Trim() ?? "";
        if (text.Length > SenderSetting.LongestAddress) return new AddressTooLong();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Write(SenderSetting.Key, new SenderSetting(text.Length > 0 ? text : null, ownReturn), ct);
        db.Audit.Event("mail-sender", by);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }
}

/// <summary>Return addresses that name a message.</summary>
internal static partial class ReturnAddress
{
    /// <param name="from">The sender's address.</param>
    public static string Of(string from, MessageId message) => from.LastIndexOf('@') is > 0 and var at ? $"{from[..at]}+{message}{from[at..]}" : from;

    /// <summary>The message that an address, or a header full of them, names; null: none.</summary>
    public static MessageId? Read(string addresses) => Named().Match(addresses) is { Success: true } match && IdText.TryRead<MessageId>(match.Groups[1].Value, out var id) ? id : null;

    [GeneratedRegex(@"\+(msg_[0-9a-z]{13})@")]
    private static partial Regex Named();
}
