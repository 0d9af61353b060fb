using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Reports.Contracts;

namespace Patron.Reports.StoreIndicators;

/// <summary>Key indicators month by month as they were stored, with the change of the last whole month. They are of the whole organisation, so whoever sees a part of it alone sees none.</summary>
internal sealed class IndicatorReport(IEnumerable<IIndicators> rooms, IVisibility visibility, IReckoningDay reckoning, IDbContextFactory<PatronDb> contexts) : IReport
{
    private const int MostMonths = 6;

    public string Key => "indicators";
    public string Title => "reports.indicators.title";
    public int Order => 90;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        if (visibility.For(scope.Asker) != Visibility.Everyone) return new(text["reports.indicators.whole"], []);
        var last = IndicatorJob.NumberOf(scope.To);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var stored = await db.Indicators.AsNoTracking().Where(i => i.Month <= last).OrderByDescending(i => i.Month).ToListAsync(ct);
        int[] months = [.. stored.Select(i => i.Month).Distinct().Take(MostMonths).Order()];
        var values = stored.ToDictionary(i => (i.Month, i.Key), i => i.Value);
        var present = IndicatorJob.NumberOf(reckoning.AsOf);
        int[] whole = [.. months.Where(m => m < present)];
        if (months.Length == 0) return new(text["reports.indicators.none"], [new("indicators", text["reports.indicators.title"], [new("indicator", text["reports.indicators.indicator"], ReportUnit.Text)], [])]);
        var known = new List<Indicator>();
        // What an indicator is called and counted in, its room says.
        foreach (var room in rooms) known.AddRange(await room.Of(scope, ct));
        var unknown = known.FindAll(i => i.Value is null);
        return new(text.Get("reports.indicators.says", new { n = months.Length }),
        [
            .. known.GroupBy(i => i.Unit).OrderBy(g => g.Key).Select(Table),
            .. unknown.Count == 0 ? (ReportTable[])[] : [new("unknown", text["reports.indicators.unknown"], [new("indicator", text["reports.indicators.indicator"], ReportUnit.Text), new("because", text["reports.indicators.because"], ReportUnit.Text)],
                [.. unknown.Select(i => new ReportLine([text[i.Title], text[i.Because ?? "reports.indicators.nothing"]]))])],
        ]);

        ReportTable Table(IGrouping<ReportUnit, Indicator> of) => new(of.Key.ToString().ToLowerInvariant(), text.Get("reports.indicators.unit", new { unit = of.Key.ToString().ToLowerInvariant() }),
            [
                new("indicator", text["reports.indicators.indicator"], ReportUnit.Text),
                .. months.Select(m => new ReportColumn(Plain(m), text.Formats.MonthShort(m / 100, m % 100), of.Key)),
                .. whole.Length > 1 ? (ReportColumn[])[new("change", text.Get("reports.indicators.change", new { month = text.Formats.MonthShort(whole[^1] / 100, whole[^1] % 100) }), of.Key == ReportUnit.Share ? ReportUnit.Points : of.Key)] : [],
            ],
            [.. of.Select(i => new ReportLine([text[i.Title], .. months.Select(m => Shown(of.Key, values.GetValueOrDefault((m, i.Key)))), .. whole.Length > 1 ? (object?[])[Shown(of.Key, Change(i.Key))] : []]))]);

        long? Change(string key) => values.GetValueOrDefault((whole[^1], key)) - values.GetValueOrDefault((whole[^2], key));
    }

    private static string Plain(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 100}-{month % 100:00}");

    private static object? Shown(ReportUnit unit, long? value) => (unit, value) switch { (_, null) => null, (ReportUnit.Share, { } share) => share / 1_000_000.0, (_, { } number) => number };
}
