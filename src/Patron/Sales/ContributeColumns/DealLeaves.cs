using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.ContributeColumns;

/// <summary>Deals and leads in the language of segments. Stages and sources are written by their names.</summary>
internal sealed class DealLeaves : ISegmentLeaves
{
    private readonly SegmentLeaf[] all;

    public DealLeaves(Lazy<ICustomerBase> customers, SalesWords words)
    {
        var deals = new FactLeaves(customers, DealColumn.Deals, LeafGroup.Sales, new FactPart("state") { OnlyToday = true }, new FactPart("stage") { OnlyToday = true, Spoken = words.Stage });
        var leads = new FactLeaves(customers, LeadColumn.Leads, LeafGroup.Sales, new FactPart("state") { OnlyToday = true }, new FactPart("source") { Spoken = words.Source });
        all =
        [
            deals.Leaf(new("deals", LeafKind.Count)), deals.Leaf(new("open_deals", LeafKind.Count) { Standing = true }),
            deals.Leaf(new("open_deal_value", LeafKind.Money, FactMeasure.Sum) { Standing = true, Scale = Micros.PerUnit, KnowsPast = false }),
            leads.Leaf(new("leads", LeafKind.Count)),
        ];
    }

    public IEnumerable<SegmentLeaf> All() => all;
}

/// <summary>What stages and lead sources are called in queries, a few seconds old at most: a ready-made stage by its key, any other by its name.</summary>
internal sealed class SalesWords(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private volatile Known? known;

    private sealed record Known(Pipelines Pipelines, LeadSources Sources, DateTimeOffset Until);

    public string Stage(string number) => Now().Pipelines.Stage(Read(number)) is var (_, stage) ? stage.Name ?? stage.Key ?? number : number;

    public string Source(string number) => Now().Sources.All.FirstOrDefault(s => s.Id == Read(number))?.Name ?? number;

    private static int Read(string number) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private Known Now()
    {
        var now = clock.GetUtcNow();
        if (known is { } kept && now < kept.Until) return kept;
        using var db = contexts.CreateDbContext();
        var settings = db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == Pipelines.Key || s.Key == LeadSources.Key).ToDictionary(s => s.Key, s => s.Value);
        return known = new(
            settings.TryGetValue(Pipelines.Key, out var ways) ? JsonSerializer.Deserialize<Pipelines>(ways)! : Pipelines.Default,
            settings.TryGetValue(LeadSources.Key, out var sources) ? JsonSerializer.Deserialize<LeadSources>(sources)! : LeadSources.None, now + Fresh);
    }
}
