using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Messaging.TrackResponses;

/// <summary>What a link in a message is for.</summary>
internal enum LinkUse : byte { Click = 1, Open = 2, Unsubscribe = 3, Respond = 4 }

/// <param name="Number">Of a click: the link's id; else 0.</param>
internal readonly record struct SignedLink(LinkUse Use, MessageId Message, long Number);

/// <summary>Writes and reads what stands in the links of messages: what for, which message, which link, and a signature over the three (HMAC-SHA-256, cut to 96 bits). No one can make one up.</summary>
internal sealed class LinkSigner(byte[] key, string address)
{
    private const int Length = 17, Signature = 12;

    /// <summary>Where this program is reached from outside, without a slash at the end.</summary>
    public string Address => address;

    public string Click(MessageId message, long link) => $"{address}/t/{Write(LinkUse.Click, message, link)}";
    public string Pixel(MessageId message) => $"{address}/t/{Write(LinkUse.Open, message, 0)}.gif";
    public string Unsubscribe(MessageId message) => $"{address}/u/{Write(LinkUse.Unsubscribe, message, 0)}";
    public string Respond(MessageId message, string? want = null) => $"{address}/r/{Write(LinkUse.Respond, message, 0)}{(want is null ? "" : "?want=" + want)}";

    /// <summary>Null: not ours, or changed on the way.</summary>
    public SignedLink? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[Length + Signature];
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length) || Base64Url.DecodeFromChars(token, bytes, out _, out var read) != OperationStatus.Done || read != bytes.Length) return null;
        Span<byte> expected = stackalloc byte[Signature];
        Sign(bytes[..Length], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[Length..])) return null;
        return new((LinkUse)bytes[0], new(BinaryPrimitives.ReadInt64BigEndian(bytes[1..])), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]));
    }

    private string Write(LinkUse use, MessageId message, long number)
    {
        Span<byte> bytes = stackalloc byte[Length + Signature];
        bytes[0] = (byte)use;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], message.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], number);
        Sign(bytes[..Length], bytes[Length..]);
        return Base64Url.EncodeToString(bytes);
    }

    private void Sign(ReadOnlySpan<byte> what, Span<byte> into)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, what, whole);
        whole[..Signature].CopyTo(into);
    }
}

/// <summary>The key, made once; it stays in the database and no archive holds it.</summary>
internal sealed record LinkKey(string Key);

/// <summary>Signs with the key of this database and the public address of the settings.</summary>
internal sealed class SignedLinks(IDbContextFactory<PatronDb> contexts)
{
    private const string KeySetting = "message-link-key";
    private const int KeyBytes = 32;
    private byte[]? known;

    /// <summary>Null while no public address is set: messages then carry no links of ours.</summary>
    public async Task<LinkSigner?> Signer(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Read<PublicAddress>(SettingsKeys.PublicAddress, ct) is { Url.Length: > 0 } address ? new(await Key(db, ct), address.Url.TrimEnd('/')) : null;
    }

    /// <summary>For what comes back; the address may have been taken out of the settings since.</summary>
    public async Task<SignedLink?> Read(string token, LinkUse use, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return new LinkSigner(await Key(db, ct), "").Read(token) is { } link && link.Use == use ? link : null;
    }

    private async Task<byte[]> Key(PatronDb db, CancellationToken ct)
    {
        if (known is not null) return known;
        var kept = await db.Read<LinkKey>(KeySetting, ct);
        if (kept is null)
        {
            // Of two who make it at the same moment the first one's stays.
            var json = System.Text.Json.JsonSerializer.Serialize(new LinkKey(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))));
            await db.Database.ExecuteSqlAsync($"insert into kernel_settings (key, value) values ({KeySetting}, {json}) on conflict (key) do nothing", ct);
            kept = (await db.Read<LinkKey>(KeySetting, ct))!;
        }
        return known = Convert.FromBase64String(kept.Key);
    }
}
