using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;

namespace Patron.Consents.Suppress;

/// <summary>
/// Keyed digests of addresses: HMAC-SHA-256 of the channel's kind and the address as it is compared, first 16 bytes. The key lies in the settings, so that the same
/// address gives the same digest in every process and after a restore, and a list of digests alone tells nobody an address.
/// </summary>
internal sealed class AddressDigests(byte[] key)
{
    public const string Key = "consents.address-key";
    private const int Bytes = 16;

    private sealed record Stored(string Value);

    public static async Task<AddressDigests> Open(PatronDb db, CancellationToken ct)
    {
        if (await db.Read<Stored>(Key, ct) is { } known) return new(Convert.FromBase64String(known.Value));
        var made = JsonSerializer.Serialize(new Stored(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        // Of two who make it at once the first one's stays, and both read it.
        await db.Database.ExecuteSqlAsync($"insert into kernel_settings (key, value) values ({Key}, {made}) on conflict (key) do nothing", ct);
        return new(Convert.FromBase64String((await db.Read<Stored>(Key, ct))!.Value));
    }

    /// <summary>For the base, which loads over plain connections; null where nothing was ever suppressed by address.</summary>
    public static AddressDigests? Find(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select value from kernel_settings where key = @key";
        command.Add("@key", Key);
        return command.ExecuteScalar() is string json ? new(Convert.FromBase64String(JsonSerializer.Deserialize<Stored>(json)!.Value)) : null;
    }

    /// <summary>Null where the channel has no address to compare, or none is given.</summary>
    public string? Of(string channel, string? address)
    {
        if (Normal(channel, address) is not { } text) return null;
        Span<byte> digest = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), digest);
        return Convert.ToBase64String(digest[..Bytes]);
    }

    /// <summary>A text message and a call go to the same number, and are still suppressed apart.</summary>
    private static string? Normal(string channel, string? address) => (channel, address?.Trim()) switch
    {
        (_, null or "") => null,
        (ContactChannels.Email, var email) => "email:" + email.ToLowerInvariant(),
        (ContactChannels.Phone, var phone) => "phone:" + Digits(phone),
        (ContactChannels.Sms, var phone) => "sms:" + Digits(phone),
        _ => null,
    };

    public static string Digits(string phone) => string.Concat(phone.Where(c => char.IsAsciiDigit(c) || c == '+'));
}
