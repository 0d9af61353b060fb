using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.Contracts;
using Patron.Web.Contracts;

namespace Patron.Sales.ShowDeals;

/// <summary>One entry for each time that a deal began, came into another stage or ended; changes within a stage are on the deal's page.</summary>
internal sealed class DealTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (pipelines, organisation) = (await Pipelines.Read(db, ct), await db.Organisation(ct));
        var steps = await Entries(db, customer).Join(db.Opportunities, s => new { s.CustomerId, Id = s.OpportunityId }, d => new { d.CustomerId, d.Id }, (s, d) => new { s.Id, s.Day, s.At, s.State, s.Stage, s.Amount, s.Currency, s.OpportunityId, d.Name, d.Number })
            .AsNoTracking().OrderByDescending(s => s.Day).ThenByDescending(s => s.Id).ToListAsync(ct);
        return
        [
            .. steps.Select(s => (Step: s, At: Moment(s.Day, s.At, organisation.Zone))).Where(s => before is not { } point || new TimelinePoint(s.At, s.Step.Id) < point).OrderByDescending(s => s.At).ThenByDescending(s => s.Step.Id).Take(count)
                .Select(s => new TimelineEntry(s.At, s.Step.Id, "buy", s.Step.State switch { DealState.Won => "trophy", DealState.Lost => "circle-x", _ => "briefcase" },
                    sentences.Html("sales.timeline", new { state = s.Step.State.ToString().ToLowerInvariant(), stage = pipelines.StageCalled(s.Step.Stage, sentences), url = SalesUrls.Deal(s.Step.OpportunityId), name = s.Step.Name ?? s.Step.Number ?? s.Step.OpportunityId.ToString() }),
                    null, s.Step.Amount is { } amount ? sentences.Formats.Money(amount, s.Step.Currency) : null)),
        ];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Entries(db, customer).LongCountAsync(ct);
    }

    private static IQueryable<DealStep> Entries(PatronDb db, CustomerId customer) => db.DealSteps.Where(s => s.CustomerId == customer && (s.Day == s.Since || s.State != DealState.Open));

    /// <summary>A step that a file told of later stands at noon of its day.</summary>
    private static DateTimeOffset Moment(DateOnly day, DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        if (DateOnly.FromDateTime(local.DateTime) == day) return at;
        var noon = day.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(noon, zone.GetUtcOffset(noon)).ToUniversalTime();
    }
}
