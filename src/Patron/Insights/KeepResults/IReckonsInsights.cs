using Patron.Analytics.Base;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.KeepResults;

/// <summary>What a reckoning may look at: one state of the base and the day it is as of.</summary>
internal sealed record ReckonScope(CustomerBaseSnapshot Snapshot, DateOnly AsOf, Organisation Organisation);

/// <summary>
/// Something that takes too long for a request: fitted, mined or swept by <see cref="ReckonInsightsJob"/> every night, after each import and when its settings change.
/// Registered as a singleton; run in the order of <see cref="Order"/>.
/// </summary>
internal interface IReckonsInsights
{
    /// <summary>The kind of its <see cref="InsightResult"/>.</summary>
    string Kind { get; }
    int Order { get; }

    /// <summary>Number of the way of reckoning: raised when the same facts give other results than before. What was kept by another way is reckoned anew when the program starts.</summary>
    int Method => 1;

    /// <summary>Reckons without a transaction and answers how to write it down; null where there is nothing to keep. Run again at once it must write the same.</summary>
    Task<Func<BulkSession, CancellationToken, Task>?> Reckon(ReckonScope scope, CancellationToken ct);

    /// <summary>Called after what was written is committed, and once at a server's start.</summary>
    Task Kept(CancellationToken ct) => Task.CompletedTask;
}
