using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Customers.Contracts;
using Patron.Insights.Contracts;
using Patron.Segments.Contracts;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>By what the people of a campaign are told apart; always by what was known on the day before it began, for what they did since may be its effect.</summary>
internal enum SplitBy { Bought, Rfm, Ladder, Value, Segment, Country, Language }

/// <summary>For whom an arm worked.</summary>
/// <param name="Names">Words of the parts, by their number.</param>
/// <param name="Differences">Whether they differ; null where fewer than two can be compared.</param>
/// <param name="P">Of that, corrected for all the ways in which the report splits; of segments for all segments.</param>
/// <param name="Each">P of each part against all others, corrected; empty but for segments, which overlap.</param>
internal sealed record PartSplit(SplitBy By, IReadOnlyList<PartOutcome> Parts, IReadOnlyList<string> Names, EffectDifferences? Differences, double? P, IReadOnlyList<double?> Each)
{
    private const double Alpha = 0.05;

    public bool Differ => P < Alpha;
}

/// <summary>Splits an arm's effect.</summary>
internal sealed class ReportParts(IStandings standings, ISegments segments)
{
    /// <summary>Words of the parts by what was bought before.</summary>
    public const string Never = "never", Once = "once", Often = "often";

    private const int MostParts = 8, MostSegments = 20, Tenths = 10;

    /// <summary>The splits whose parts do not overlap.</summary>
    private static readonly SplitBy[] Apart = [.. Enum.GetValues<SplitBy>().Where(s => s is not SplitBy.Segment)];

    public PartSplit Of(CustomerBaseSnapshot snapshot, ReportRows rows, CampaignOutcome outcome, int arm, SplitBy by)
    {
        var day = DateOnly.FromDayNumber(rows.Since.Min() - 1);
        if (by is SplitBy.Segment) return BySegment(snapshot, rows, outcome, arm, day);
        var all = Apart.Select(one => Split(snapshot, rows, outcome, arm, one, day)).ToArray();
        double[] ps = [.. all.Where(s => s.Differences is not null).Select(s => s.Differences!.P)];
        var corrected = ManyTests.Holm(ps);
        var chosen = all.First(s => s.By == by);
        return chosen.Differences is null ? chosen : chosen with { P = corrected[all.Where(s => s.Differences is not null).TakeWhile(s => s.By != by).Count()] };
    }

    private PartSplit Split(CustomerBaseSnapshot snapshot, ReportRows rows, CampaignOutcome outcome, int arm, SplitBy by, DateOnly day)
    {
        var (of, names) = by switch
        {
            SplitBy.Country => Words(rows, i => snapshot[CustomerColumns.Country][i]),
            SplitBy.Language => Words(rows, i => snapshot[CustomerColumns.Language][i]),
            SplitBy.Rfm => Standing(snapshot, rows, StandingKind.Rfm, day),
            SplitBy.Ladder => Standing(snapshot, rows, StandingKind.Ladder, day),
            SplitBy.Value => Value(snapshot.Summary(day.DayNumber), rows),
            _ => Bought(snapshot.Summary(day.DayNumber), rows),
        };
        var parts = outcome.Parts(arm, of);
        return new(by, parts, names, Compared(parts), null, []);
    }

    private static (int[] Of, IReadOnlyList<string> Names) Words(ReportRows rows, Func<int, string> word)
    {
        var words = Array.ConvertAll(rows.Index, i => word(i));
        string[] names = [.. words.Where(w => w.Length > 0).CountBy(w => w).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Take(MostParts).Select(w => w.Key)];
        var places = names.Index().ToDictionary(n => n.Item, n => n.Index);
        return ([.. words.Select(w => places.GetValueOrDefault(w, -1))], names);
    }

    private (int[] Of, IReadOnlyList<string> Names) Standing(CustomerBaseSnapshot snapshot, ReportRows rows, StandingKind kind, DateOnly day)
    {
        var standing = standings.On(kind, snapshot, day);
        return (Array.ConvertAll(rows.Index, i => standing.Of[i]), standing.Words);
    }

    private static (int[] Of, IReadOnlyList<string> Names) Bought(PurchaseSummary before, ReportRows rows) =>
        (Array.ConvertAll(rows.Index, i => before.Orders[i] switch { 0 => 0, 1 => 1, _ => 2 }), [Never, Once, Often]);

    /// <summary>Tenths by what was spent before, the most first; who spent nothing is in none. Of equal sums the smaller index is the better one.</summary>
    private static (int[] Of, IReadOnlyList<string> Names) Value(PurchaseSummary before, ReportRows rows)
    {
        var of = new int[rows.Count];
        Array.Fill(of, -1);
        int[] spenders = [.. Enumerable.Range(0, rows.Count).Where(p => before.Spent[rows.Index[p]] > 0).OrderByDescending(p => before.Spent[rows.Index[p]]).ThenBy(p => rows.Index[p])];
        for (var rank = 0; rank < spenders.Length; rank++) of[spenders[rank]] = (int)((long)rank * Tenths / spenders.Length);
        return (of, [.. Enumerable.Range(1, Tenths).Select(t => t.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }

    /// <summary>Segments overlap: each is compared with everybody else.</summary>
    private PartSplit BySegment(CustomerBaseSnapshot snapshot, ReportRows rows, CampaignOutcome outcome, int arm, DateOnly day)
    {
        var found = new List<(string Name, PartOutcome In, double? P)>();
        foreach (var segment in segments.All.Take(MostSegments))
        {
            if (segments.Members(segment.Id, snapshot, null, day) is not { } members) continue;
            var parts = outcome.Parts(arm, Array.ConvertAll(rows.Index, i => members.Get(i) ? 0 : 1));
            if (parts.Any(p => p.Part == 0)) found.Add((segment.Name, parts.First(p => p.Part == 0), Compared(parts)?.P));
        }
        var corrected = ManyTests.Holm([.. found.Select(f => f.P).OfType<double>()]);
        var (next, each) = (0, new List<double?>());
        foreach (var one in found) each.Add(one.P is null ? null : corrected[next++]);
        return new(SplitBy.Segment, [.. found.Select((f, at) => f.In with { Part = at })], [.. found.Select(f => f.Name)], null, each.Min(), each);
    }

    private static EffectDifferences? Compared(IReadOnlyList<PartOutcome> parts)
    {
        PartEffect[] sure = [.. parts.Where(p => p.Error > 0).Select(p => new PartEffect(p.Effect, p.Error))];
        return sure.Length > 1 ? EffectDifferences.Of(sure) : null;
    }
}
