using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.Analytics.Rfm;
using Patron.CustomerBase.Contracts;
using Patron.Insights.Contracts;
using Patron.Insights.FindCustomers;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ReckonLadder;
using Patron.Kernel.Texts;

namespace Patron.Insights.StandOnDay;

/// <summary>By the same rules as the pages of insights, as of another day.</summary>
internal sealed class Standings(NumbersCache numbers, LadderColumns ladder, IReckoningDay reckoning, RuleBook rules) : IStandings
{
    private static readonly RfmSegment[] Cells = Enum.GetValues<RfmSegment>();
    private static readonly LadderStep[] Steps = [.. Enum.GetValues<LadderStep>().OrderDescending()];

    public Standing On(StandingKind kind, CustomerBaseSnapshot snapshot, DateOnly day)
    {
        if (kind is StandingKind.Ladder)
        {
            var model = ladder.Model ?? new(reckoning.AsOf, rules.Read(LadderSetting.Key, LadderRules.Usual), 0, null);
            var steps = (model with { AsOf = day }).Steps(snapshot).All();
            return new([.. steps.Select(s => Array.IndexOf(Steps, s))], [.. Steps.Select(s => s.ToString())]);
        }
        var (limits, summary) = (numbers.Limits(), snapshot.Summary(day.DayNumber));
        return new(RfmSegments.Of(limits is null ? RfmScores.Of(summary, snapshot.Known) : RfmScores.Of(summary, snapshot.Known, limits)), [.. Cells.Select(RfmSegments.WordOf)]);
    }

    public string Label(StandingKind kind, string word, Sentences sentences) => sentences[kind is StandingKind.Ladder ? $"insights.step.{word}" : $"insights.cell.{word}"];
}
