using System.Text.RegularExpressions;

namespace Patron.Messaging.TrackResponses;

/// <summary>
/// Tells what follows links before a person does: mail gateways that look behind every link, previews, proxies that fetch all pictures on arrival. It errs on the side of machines:
/// a click that is not counted hides a response, one that is counted wrongly invents one.
/// </summary>
internal static partial class Scanners
{
    /// <summary>Nobody reads and clicks so soon after a message was handed over.</summary>
    public static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(5);

    /// <summary>So many different links of one message within <see cref="Burst"/> are followed by no person.</summary>
    public const int ManyLinks = 3;
    public static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);

    /// <param name="method">A HEAD looks, it does not read.</param>
    /// <param name="agent">The header User-Agent; null or empty: a program that does not say what it is.</param>
    /// <param name="sinceSent">Null: it is not known when the message was sent, or it was not.</param>
    public static bool IsMachine(string method, string? agent, TimeSpan? sinceSent) =>
        HttpMethods.IsHead(method) || string.IsNullOrWhiteSpace(agent) || sinceSent < TooSoon || Programs().IsMatch(agent) || agent.Trim() == "Mozilla/5.0";

    [GeneratedRegex(@"bot\b|crawl|spider|scan|preview|slurp|monitor|headless|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|barracuda|mimecast|proofpoint|ironport|trendmicro|messagelabs|safelinks|urldefense|facebookexternalhit|whatsapp|telegram|slack|kakaotalk-scrap|yeti", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Programs();
}
