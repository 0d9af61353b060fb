using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.UndoDeeds;

namespace Patron.Messaging.CallGateways;

/// <summary>How messages of a channel are given to somebody else's HTTP interface.</summary>
/// <param name="Channel">sms, webhook.</param>
/// <param name="Url">Absolute, http or https; words in braces are put in, see <see cref="GatewayWords"/>.</param>
/// <param name="Headers">A line each, "Name: value", sealed with the keys of the data directory: they hold passwords.</param>
/// <param name="MediaType">application/json or application/x-www-form-urlencoded: says how the words are written into the body.</param>
/// <param name="Idempotent">It takes the header Idempotency-Key, so that what was perhaps taken may be told again.</param>
/// <param name="FailsWhen">An answer with this text is a refusal though its status says otherwise; empty: none is.</param>
/// <param name="Secret">Sealed; signs the body, see <see cref="HttpChannel"/>. Null: it is not signed.</param>
/// <param name="Contact">How the other side contacts the customer, in a word of the consent ledger; null: it is not known, or it does not.</param>
internal sealed record Gateway(string Channel, string Url, string Method, string? Headers, string MediaType, string Body, bool Idempotent, string FailsWhen, string? Secret, string? Contact = null);

internal sealed record GatewayBook(IReadOnlyList<Gateway> Gateways)
{
    public const string Key = "message-gateways";
}

internal sealed record BadUrl() : FieldRefusal("messaging.channels.refused.url", "url");

internal sealed record BadHeaders() : FieldRefusal("messaging.channels.refused.headers", "headers");

/// <summary>The words of a gateway's address and body: {to}, {name}, {subject}, {text}, {id}, {customer}.</summary>
internal static class GatewayWords
{
    public static readonly string[] All = ["to", "name", "subject", "text", "id", "customer"];

    public static string Put(string template, IReadOnlyDictionary<string, string> values, Func<string, string> encode)
    {
        foreach (var word in All) template = template.Replace("{" + word + "}", encode(values[word]), StringComparison.Ordinal);
        return template;
    }

    public static string Json(string value) => JsonEncodedText.Encode(value).ToString();
}

/// <summary>Reads and sets the gateways.</summary>
internal sealed class Gateways(IDbContextFactory<PatronDb> contexts, SettingDeeds settings, IDataProtectionProvider protection)
{
    private readonly IDataProtector seal = protection.CreateProtector("gateway");

    public async Task<Gateway?> Of(string channel, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Read<GatewayBook>(GatewayBook.Key, ct))?.Gateways.FirstOrDefault(g => g.Channel == channel);
    }

    public IEnumerable<(string Name, string Value)> Headers(Gateway gateway) => gateway.Headers is { } secret ? Lines(seal.Unprotect(secret)) : [];

    public string? Secret(Gateway gateway) => gateway.Secret is { } secret ? seal.Unprotect(secret) : null;

    /// <param name="gateway">Headers and secret in the clear; blank keeps those there are. A blank address takes the gateway away.</param>
    /// <returns>The change set, by which its author takes it back; null where nothing changed.</returns>
    public Task<Result<ChangeSetId?>> Save(Gateway gateway, UserId? by, CancellationToken ct) => settings.Change<GatewayBook>(GatewayBook.Key, ChannelDeeds.Kinds + "gateway", new([]), book =>
    {
        var others = book.Gateways.Where(g => g.Channel != gateway.Channel);
        if (gateway.Url.Trim().Length == 0) return new GatewayBook([.. others]);
        var present = book.Gateways.FirstOrDefault(g => g.Channel == gateway.Channel);
        var probe = GatewayWords.Put(gateway.Url.Trim(), GatewayWords.All.ToDictionary(w => w, _ => "x"), v => v);
        if (!Uri.TryCreate(probe, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || HostHoldsWords(gateway.Url.Trim())) return new BadUrl();
        if (gateway.Headers is { Length: > 0 } lines && Lines(lines).Any(h => h.Name.Length == 0 || h.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))) return new BadHeaders();
        return new GatewayBook([.. others, gateway with
        {
            Url = gateway.Url.Trim(), Headers = string.IsNullOrWhiteSpace(gateway.Headers) ? present?.Headers : seal.Protect(gateway.Headers),
            Secret = string.IsNullOrWhiteSpace(gateway.Secret) ? present?.Secret : seal.Protect(gateway.Secret),
        }]);
    }, by, ct);

    /// <summary>A customer's value must not say where a message goes.</summary>
    private static bool HostHoldsWords(string url)
    {
        var host = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return host.AsSpan(0, host.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? end : host.Length).Contains('{');
    }

    private static IEnumerable<(string Name, string Value)> Lines(string headers) =>
        headers.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => l.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (l[..at].Trim(), l[(at + 1)..].Trim()) : ("", l));

    internal static string Signature(string secret, string body, DateTimeOffset at)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }
}
