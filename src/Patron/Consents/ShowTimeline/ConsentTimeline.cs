using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Consents;

/// <summary>What the customer said about being contacted.</summary>
internal sealed class ConsentTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (ledger, at, id) = (db.ConsentLedger, before?.At, before?.Id ?? 0);
        var latest = await ledger.AsNoTracking().Where(e => e.CustomerId == customer && (at == null || e.At < at || (e.At == at && e.Id < id)))
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(count).ToListAsync(ct);
        return [.. latest.Select(e => Entry(e, sentences))];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ConsentLedger.LongCountAsync(e => e.CustomerId == customer, ct);
    }

    private static TimelineEntry Entry(ConsentEntry entry, Sentences sentences) => new(
        entry.At, entry.Id, "data", entry.Given ? "shield-check" : "shield-x",
        sentences.Html(entry.Given ? "consents.timeline.given" : "consents.timeline.refused", new { channel = entry.Channel.ToLowerInvariant(), name = entry.Channel, purpose = entry.Purpose.ToLowerInvariant(), aim = entry.Purpose }),
        ConsentEntry.ShownEvidence(entry.Evidence, sentences), null);
}
