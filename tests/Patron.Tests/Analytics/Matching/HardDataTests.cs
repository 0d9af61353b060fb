using Patron.Analytics.Matching;
using Patron.Benchmarks;

namespace Patron.Tests.Analytics.Matching;

/// <summary>Up to dozens of records a person, half of the fields missing, relatives who share names and places; organisations under several names.</summary>
public sealed class HardDataTests
{
    private static readonly LinkSet People = new LinkPeople(11).Historical(400);
    private static readonly Lazy<MatchModel> Model = new(() => MatchTraining.Learn(People.Table));

    [Theory, InlineData(.001), InlineData(.01), InlineData(.1), InlineData(.5), InlineData(.9), InlineData(.99)]
    public void There_is_no_threshold_at_which_precision_collapses(double threshold) =>
        Assert.InRange(Agreeing.Clusters(Linkage.Run(People.Table, Model.Value, threshold), People.Truth).Precision, .8, 1);

    [Fact]
    public void People_with_half_of_their_fields_missing_are_found()
    {
        var found = Agreeing.Clusters(Linkage.Run(People.Table, Model.Value), People.Truth);
        Assert.InRange(found.Precision, .95, 1);
        Assert.InRange(found.F1, .88, 1);
    }

    /// <summary>More relatives and namesakes, more slips, less in each record, fewer and more records a person: none of it was looked at to set a number.</summary>
    [Theory]
    [InlineData(51, 10, 12, 8, 10, 9)]
    [InlineData(52, 10, 12, 18, 0, 9)]
    [InlineData(53, 25, 12, 8, 0, 9)]
    [InlineData(54, 10, 40, 8, 0, 9)]
    [InlineData(55, 10, 12, 8, 0, 20)]
    [InlineData(56, 10, 12, 8, 0, 4)]
    public void People_are_found_however_hard_it_is_made(int seed, int relatives, int namesakes, int mistyped, int moreMissing, int records)
    {
        var set = new LinkPeople(seed).Historical(180, new(relatives, namesakes, mistyped, moreMissing, records));
        var found = Agreeing.Clusters(Linkage.LearnAndRun(set.Table).Result, set.Truth);
        Assert.InRange(found.Precision, .95, 1);
        Assert.InRange(found.F1, .88, 1);
    }

    /// <summary>Other faults, a quarter more missing, no column with the whole name; ten seeds of each are in the benchmark "link-hard".</summary>
    [Theory, InlineData(1, 11, 12), InlineData(2, 11, 30), InlineData(3, 25, 12)]
    public void People_are_found_whoever_made_the_faults(int seed, int records, int relatives)
    {
        var set = new LinkHardPeople(seed).Make(110, records: records, relatives: relatives);
        var found = Agreeing.Clusters(Linkage.LearnAndRun(set.Table).Result, set.Truth);
        Assert.InRange(found.Precision, .95, 1);
        Assert.InRange(found.F1, .9, 1);
    }

    /// <summary>Two homes, each with records of its own, are one person's where nothing but the homes tells them apart.</summary>
    [Theory, InlineData(1, 20), InlineData(2, 10)]
    public void Who_has_moved_is_one_person(int seed, int records)
    {
        var set = new LinkPeople(seed).Movers(120, records);
        var found = Agreeing.Clusters(Linkage.LearnAndRun(set.Table).Result, set.Truth);
        Assert.InRange(found.Precision, .95, 1);
        Assert.InRange(found.F1, .9, 1);
    }

    [Fact]
    public void Learning_and_linking_at_once_is_learning_and_then_linking()
    {
        var (model, result) = Linkage.LearnAndRun(People.Table, threshold: .8);
        var apart = Linkage.Run(People.Table, MatchTraining.Learn(People.Table), .8);
        Assert.Equal(apart.Clusters, result.Clusters);
        Assert.Equal(apart.Pairs.Length, result.Pairs.Length);
        Assert.Equal(Model.Value.PriorBits, model.PriorBits);
    }

    [Fact]
    public void Organisations_are_found_under_other_legal_forms_and_abbreviations()
    {
        var set = new LinkPeople(12).Organisations(500);
        var found = Agreeing.Clusters(Linkage.Run(set.Table, MatchTraining.Learn(set.Table)), set.Truth);
        Assert.InRange(found.Precision, .93, 1);
        Assert.InRange(found.F1, .85, 1);
    }

    [Fact]
    public void One_record_with_little_in_it_does_not_join_two_people()
    {
        var table = new MatchTable(People.Table.Fields);
        for (var record = 0; record < People.Table.Count; record++) table.Append(Row(People.Table, record));
        for (var copy = 0; copy < 5; copy++)
        {
            table.Append("zuvo marrock", "zuvo", "marrock", "1801-03-07", "stelling", "ab1 234", "male", "judge");
            table.Append("zuvo marrock", "zuvo", "marrock", "1899-11-25", "vanhurst", "xy9 876", "male", "painter");
        }
        table.Append("zuvo marrock", "zuvo", "marrock", null, null, null, null, null);
        var clusters = Linkage.Run(table, MatchTraining.Learn(table), .1).Clusters;
        Assert.NotEqual(clusters[^2], clusters[^3]);
    }

    /// <summary>Surname, town and postcode fit both of two relatives alike: whichever it came to, it would be wrong as often as right.</summary>
    [Fact]
    public void What_fits_two_relatives_alike_is_left_to_neither()
    {
        var table = new MatchTable(People.Table.Fields);
        for (var record = 0; record < People.Table.Count; record++) table.Append(Row(People.Table, record));
        for (var copy = 0; copy < 6; copy++)
        {
            table.Append("zuvo marrock", "zuvo", "marrock", "1801-03-07", "stelling", "ab1 234", "male", "judge");
            table.Append("tella marrock", "tella", "marrock", "1832-11-25", "stelling", "ab1 234", "female", "painter");
        }
        table.Append(null, null, "marrock", null, "stelling", "ab1 234", null, null);
        var clusters = Linkage.Run(table, MatchTraining.Learn(table)).Clusters;
        Assert.Equal(clusters[^3], clusters[^13]);
        Assert.Equal(clusters[^2], clusters[^12]);
        Assert.Equal(3, clusters[^3..].Distinct().Count());
    }

    private static string?[] Row(MatchTable table, int record) => [.. Enumerable.Range(0, table.Fields.Count).Select(f => table.Text(record, f))];
}
