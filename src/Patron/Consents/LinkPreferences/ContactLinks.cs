using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPreferences;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Consents.LinkPreferences;

/// <summary>
/// A link says who (8 bytes) and when it was made (seconds since 2020, 4 bytes), and is signed by HMAC-SHA-256 (first 12 bytes): 24 bytes, 32 letters. The key lies in the settings
/// and in no archive.
/// </summary>
internal sealed class ContactLinks(IDbContextFactory<PatronDb> contexts, ICustomers customers, PreferenceBook preferences, TimeProvider clock) : IContactLinks
{
    private const string Key = "link-key";
    private const int Said = 12, Whole = 24;
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private sealed record Stored(string Value);

    public async Task<Func<CustomerId, string>> Preferences(CancellationToken ct)
    {
        var (key, second) = (await KeyOf(ct), Second(clock.GetUtcNow()));
        return customer => $"{Urls.Portal}/{Sign(key, customer, second)}";
    }

    public async Task<CustomerId?> Read(string token, CancellationToken ct)
    {
        Span<byte> given = stackalloc byte[Whole];
        if (token.Length != Whole / 3 * 4 || Base64Url.DecodeFromChars(token, given, out _, out var length) != OperationStatus.Done || length != Whole) return null;
        var (customer, second) = (new CustomerId(BinaryPrimitives.ReadInt64BigEndian(given)), BinaryPrimitives.ReadUInt32BigEndian(given[8..]));
        return await Check(token, customer, second, ct);
    }

    public Task Revoke(CustomerId customer, CancellationToken ct) => preferences.RevokeLinks(customer, ct);

    private async Task<CustomerId?> Check(string token, CustomerId customer, uint second, CancellationToken ct)
    {
        var signed = Sign(await KeyOf(ct), customer, second);
        if (!CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(signed), System.Text.Encoding.ASCII.GetBytes(token))) return null;
        var (made, now) = (Epoch.AddSeconds(second), clock.GetUtcNow());
        if (made.AddDays(IContactLinks.Days) < now || made > now.AddMinutes(1)) return null;
        if (await customers.Resolve(customer, ct) is not { } home) return null;
        return (await preferences.Of(home, ct)).LinksFrom is { } from && made <= from ? null : home;
    }

    private static uint Second(DateTimeOffset at) => (uint)(at - Epoch).TotalSeconds;

    private static string Sign(byte[] key, CustomerId customer, uint second)
    {
        Span<byte> link = stackalloc byte[Said + 32];
        BinaryPrimitives.WriteInt64BigEndian(link, customer.Value);
        BinaryPrimitives.WriteUInt32BigEndian(link[8..], second);
        HMACSHA256.HashData(key, link[..Said], link[Said..]);
        return Base64Url.EncodeToString(link[..Whole]);
    }

    private async Task<byte[]> KeyOf(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Read<Stored>(Key, ct) is { } known) return Convert.FromBase64String(known.Value);
        var made = JsonSerializer.Serialize(new Stored(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        await db.Database.ExecuteSqlAsync($"insert into kernel_settings (key, value) values ({Key}, {made}) on conflict (key) do nothing", ct);
        return Convert.FromBase64String((await db.Read<Stored>(Key, ct))!.Value);
    }
}
