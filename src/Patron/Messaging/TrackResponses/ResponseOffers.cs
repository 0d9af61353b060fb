using Patron.Reasons.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Messaging.TrackResponses;

/// <summary>What the response page offers.</summary>
internal sealed class ResponseOffers(IReasons reasons, IBusinessHours hours, TimeProvider clock)
{
    /// <summary>Why not: the top of the tree.</summary>
    public async Task<IReadOnlyList<ReasonInfo>> Reasons(CancellationToken ct) => [.. (await reasons.All(ct)).Where(r => r is { Kind: ReasonKind.NotBuying, Parent: null, Retired: false })];

    /// <summary>When to call.</summary>
    public async Task<IReadOnlyList<CallTime>> Times(CancellationToken ct) => CallTimes.Next(await hours.Calendar(ct), clock.GetUtcNow());
}
