using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Patron.Messaging.LayOnDesks;
using Patron.Messaging.SendMessages;

namespace Patron.Messaging.CallGateways;

/// <summary>
/// SMS and webhooks by HTTP. Every request has an Idempotency-Key, the message's id, and where a secret is set a Patron-Signature: t=SECONDS,v1=HMAC-SHA-256 of "SECONDS.BODY" in hex.
/// 2xx is sent; 429 and 503 wait as long as Retry-After says; redirects and other 4xx refuse for good; 408, other 5xx, a lost connection and a missing answer are unknown, unless the
/// gateway knows a key that it was told before: then they are told again.
/// </summary>
internal sealed class HttpChannel : IWireChannel, IDisposable
{
    private const int AtOnce = 8, LongestAnswer = 64_000;
    private readonly string name;
    private readonly Gateways gateways;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    /// <param name="patience">How long a whole answer is waited for; a third of it for the connection. Null: half a minute.</param>
    public HttpChannel(string name, Gateways gateways, TimeProvider clock, TimeSpan? patience = null)
    {
        (this.name, this.gateways, this.clock) = (name, gateways, clock);
        var whole = patience ?? TimeSpan.FromSeconds(30);
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectCallback = (context, ct) => Reach.Connect(context.DnsEndPoint, whole / 3, clock, ct) }) { Timeout = whole };
    }

    public string Name => name;

    /// <summary>Of a webhook its settings say how the other side contacts the customer.</summary>
    public async Task<AskedOf> Asks(CancellationToken ct) => name == OwnChannels.Webhook ? new((await gateways.Of(name, ct))?.Contact, ByUs: false) : new(name, ByUs: true);

    public async Task<bool> IsReady(CancellationToken ct) => await gateways.Of(name, ct) is not null;

    public async Task Deliver(IReadOnlyList<Outgoing> messages, Delivery[] fates, CancellationToken ct)
    {
        if (await gateways.Of(name, CancellationToken.None) is not { } gateway) return;
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, messages.Count)).Select(async _ =>
        {
            while (!ct.IsCancellationRequested && Interlocked.Increment(ref next) is var at && at < messages.Count) fates[at] = await Send(gateway, messages[at]);
        }));
    }

    private async Task<Delivery> Send(Gateway gateway, Outgoing message)
    {
        var phone = message.Customer.Golden.Phone;
        if (name != OwnChannels.Webhook && phone is null) return Delivery.Failed(Why.Address);
        using var request = Request(gateway, message, phone ?? "");
        var unsure = gateway.Idempotent ? Delivery.Again(Why.Lost) : Delivery.Unknown(Why.Lost);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (gateway.FailsWhen.Length > 0 && (await Beginning(answer)).Contains(gateway.FailsWhen, StringComparison.Ordinal)) return Delivery.Failed(Why.Refused);
            return (int)answer.StatusCode switch
            {
                >= 200 and < 300 => Delivery.Sent,
                429 or 503 => Delivery.Again(Why.Rejected, After(answer.Headers.RetryAfter)),
                408 or >= 500 => unsure,
                _ => Delivery.Failed(Why.Refused),
            };
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError && e.InnerException is SocketException or TimeoutException or System.Security.Authentication.AuthenticationException)
        {
            // No connection, so nothing was told.
            return Delivery.Again(Why.Unreachable);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return unsure;
        }
    }

    /// <summary>As much of the answer as is looked at; the rest is never fetched.</summary>
    private static async Task<string> Beginning(HttpResponseMessage answer)
    {
        await using var body = await answer.Content.ReadAsStreamAsync();
        var bytes = new byte[LongestAnswer];
        return Encoding.UTF8.GetString(bytes, 0, await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private HttpRequestMessage Request(Gateway gateway, Outgoing message, string to)
    {
        var values = new Dictionary<string, string>
        {
            ["to"] = to, ["name"] = message.Customer.Golden.Name ?? "", ["subject"] = message.Text.Subject, ["text"] = message.Text.Text, ["id"] = message.Message.Id.ToString(), ["customer"] = message.Message.Customer.ToString(),
        };
        var body = GatewayWords.Put(gateway.Body, values, gateway.MediaType == "application/json" ? GatewayWords.Json : WebUtility.UrlEncode!);
        var request = new HttpRequestMessage(new HttpMethod(gateway.Method), GatewayWords.Put(gateway.Url, values, Uri.EscapeDataString));
        if (gateway.Method != "GET") request.Content = new StringContent(body, Encoding.UTF8, gateway.MediaType);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Message.Id.ToString());
        foreach (var (header, value) in gateways.Headers(gateway)) request.Headers.TryAddWithoutValidation(header, value);
        if (gateways.Secret(gateway) is { } secret) request.Headers.TryAddWithoutValidation("Patron-Signature", Gateways.Signature(secret, gateway.Method == "GET" ? "" : body, clock.GetUtcNow()));
        return request;
    }

    private TimeSpan? After(RetryConditionHeaderValue? retry) => retry?.Delta ?? (retry?.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null);

    public void Dispose() => http.Dispose();
}
