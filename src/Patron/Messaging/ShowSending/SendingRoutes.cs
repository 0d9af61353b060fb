using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.Decide;

namespace Patron.Messaging.ShowSending;

internal static class SendingRoutes
{
    /// <summary>What is said on the page Sending after a decision: done, decided by somebody else before, or how many there were.</summary>
    public const string Decided = "decided", Late = "late", All = "all";

    /// <summary>The end of the year 9999, in microseconds since 1970: later instants cannot be written.</summary>
    private const long EndOfTime = 253_402_300_799_999_999;

    public static void MapSending(this IEndpointRouteBuilder app)
    {
        var sending = app.MapGroup(MessagingUrls.Sending).RequirePermission(Permissions.ManageCampaigns);
        sending.MapPost("/{message}/sent", (string message, Decisions decisions, ICurrentUser who, CancellationToken ct) => Decide(message, again: false, decisions, who, ct));
        sending.MapPost("/{message}/again", (string message, Decisions decisions, ICurrentUser who, CancellationToken ct) => Decide(message, again: true, decisions, who, ct));
        sending.MapPost("/doubt/{campaign}/sent", (string campaign, [FromForm] long until, Decisions decisions, ICurrentUser who, CancellationToken ct) => DecideAll(campaign, until, again: false, decisions, who, ct));
        sending.MapPost("/doubt/{campaign}/again", (string campaign, [FromForm] long until, Decisions decisions, ICurrentUser who, CancellationToken ct) => DecideAll(campaign, until, again: true, decisions, who, ct));
    }

    private static async Task<IResult> Decide(string message, bool again, Decisions decisions, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<MessageId>(message, out var id)) return TypedResults.NotFound();
        var done = await decisions.Decide(id, again, who.Id, ct);
        return TypedResults.Redirect($"{MessagingUrls.Sending}?{(done.Refusal is null ? Decided : Late)}=1");
    }

    /// <param name="until">Microseconds since 1970: the last of those that were looked at.</param>
    private static async Task<IResult> DecideAll(string campaign, long until, bool again, Decisions decisions, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CampaignId>(campaign, out var id) || until is < 0 or > EndOfTime) return TypedResults.NotFound();
        var done = await decisions.DecideAll(new("campaign", id.Value), Instants.FromMicroseconds(until), again, who.Id, ct);
        return TypedResults.Redirect(MessagingUrls.Sending + (done.Refusal is null ? $"?{All}={done.Value}" : $"?{Late}=1"));
    }
}
