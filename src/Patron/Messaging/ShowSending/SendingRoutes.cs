using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Messaging.Decide;

namespace Patron.Messaging.ShowSending;

internal static class SendingRoutes
{
    public static void MapSending(this IEndpointRouteBuilder app)
    {
        var sending = app.MapGroup(MessagingUrls.Sending).RequirePermission(Permissions.ManageCampaigns);
        sending.MapPost("/{message}/sent", (string message, Decisions decisions, ICurrentUser who, CancellationToken ct) => Decide(message, again: false, decisions, who, ct));
        sending.MapPost("/{message}/again", (string message, Decisions decisions, ICurrentUser who, CancellationToken ct) => Decide(message, again: true, decisions, who, ct));
    }

    private static async Task<IResult> Decide(string message, bool again, Decisions decisions, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<MessageId>(message, out var id)) return TypedResults.NotFound();
        var done = await decisions.Decide(id, again, who.Id, ct);
        return TypedResults.Redirect(MessagingUrls.Sending + (done.Refusal is null ? "?decided=1" : "?late=1"));
    }
}
