using System.Text.Json;
using Patron.Analytics.Matching;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.MatchRecords;

namespace Patron.IdentityResolution.TrainModel;

/// <summary>A model that was learnt, and how it compares.</summary>
/// <param name="Answers">Of how many pairs people's answers were there to learn from.</param>
internal sealed record Learnt(StoredModel Model, int Answers, ModelComparison? Comparison);

/// <summary>
/// Learns from records without labels, and then from the answers of people: pairs that they call one are counted to the levels of agreement of
/// records of one person (m), beside what was learnt of all records.
/// </summary>
internal static class Training
{
    /// <summary>What was learnt of all records counts as much as so many answers.</summary>
    private const double Weight = 50;

    public static Learnt Learn(PreparedRecords records, IReadOnlyList<PairAnswer> answers, ModelVersion? inUse, MatchSettings lines)
    {
        var learnt = records.Count < PriorModel.FewRecords
            ? PriorModel.Of(records.Table.Fields, records.Count)
            : PriorModel.Blend(MatchTraining.Learn(records.Table, null, new TrainingOptions { Nicknames = Nicknames.All }), records.Count);
        var known = Known(records, answers);
        var model = StoredModel.Of(records.Layout, Cautions.Heeded(With(learnt, known)));
        return new(model, known.Count, inUse is null || inUse.Model.Layout != records.Layout || known.Count == 0 ? null : Compare(records, learnt, known, inUse, lines));
    }

    /// <summary>Adds answers to what was learnt.</summary>
    private static MatchModel With(MatchModel learnt, IReadOnlyList<Answered> answers)
    {
        var counts = learnt.Fields.Select(_ => new double[(int)Agreement.Different + 1]).ToArray();
        var bare = learnt with { Fields = [.. learnt.Fields.Select(f => f with { Frequent = [], Words = [] })] };
        foreach (var answer in answers.Where(a => a.Same))
            foreach (var (field, evidence) in bare.Compare(answer.One, answer.Other).Fields.Index()) counts[field][(int)evidence.Level]++;
        return learnt with { Fields = [.. learnt.Fields.Select((f, at) => f with { Levels = Added(f.Levels, counts[at]) })] };
    }

    private static LevelModel[] Added(IReadOnlyList<LevelModel> levels, double[] counts)
    {
        var all = Weight + levels.Sum(l => counts[(int)l.Level]);
        return [.. levels.Select(l => l with { M = (l.M * Weight + counts[(int)l.Level]) / all })];
    }

    /// <summary>Each half of the answers is judged by a model that has learnt from the other half.</summary>
    private static ModelComparison Compare(PreparedRecords records, MatchModel learnt, IReadOnlyList<Answered> answers, ModelVersion inUse, MatchSettings lines)
    {
        var (before, after) = (new Tally(lines), new Tally(lines));
        for (var half = 0; half < 2; half++)
        {
            var own = answers.Where((_, at) => at % 2 == half).ToArray();
            var other = StoredModel.Of(records.Layout, Cautions.Heeded(With(learnt, [.. answers.Where((_, at) => at % 2 != half)])));
            foreach (var answer in own)
            {
                before.Add(answer.Same, inUse.Model.Compare(answer.One, answer.Other).Probability);
                after.Add(answer.Same, other.Compare(answer.One, answer.Other).Probability);
            }
        }
        return new(inUse.Row.Version, before.Of(true), after.Of(true), before.Of(false), after.Of(false));
    }

    public static string? Write(ModelComparison? comparison) => comparison is null ? null : JsonSerializer.Serialize(comparison, JsonSerializerOptions.Web);

    public static ModelComparison? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ModelComparison>(json, JsonSerializerOptions.Web);

    private static List<Answered> Known(PreparedRecords records, IReadOnlyList<PairAnswer> answers)
    {
        var (wanted, place) = (answers.SelectMany(a => (long[])[a.One, a.Other]).ToHashSet(), new Dictionary<long, int>());
        for (var at = 0; at < records.Count; at++)
            if (wanted.Contains(records.Records[at])) place.Add(records.Records[at], at);
        return [.. from a in answers where place.ContainsKey(a.One) && place.ContainsKey(a.Other) select new Answered(records.Texts(place[a.One]), records.Texts(place[a.Other]), a.Same)];
    }

    private sealed record Answered(string?[] One, string?[] Other, bool Same);

    private sealed class Tally(MatchSettings lines)
    {
        private readonly int[] counts = new int[6];

        public void Add(bool same, double probability) => counts[(same ? 0 : 3) + (probability >= lines.Join ? 0 : probability >= lines.Ask ? 1 : 2)]++;

        public Judged Of(bool same) => same ? new(counts[0], counts[1], counts[2]) : new(counts[3], counts[4], counts[5]);
    }
}
