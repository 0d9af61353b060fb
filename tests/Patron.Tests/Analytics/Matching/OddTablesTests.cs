using Patron.Analytics.Matching;
using Patron.Benchmarks;

namespace Patron.Tests.Analytics.Matching;

public sealed class OddTablesTests
{
    private static readonly MatchField[] Fields = [new(FieldRole.GivenName, "given"), new(FieldRole.FamilyName, "family"), new(FieldRole.BirthDate, "born"), new(FieldRole.Email, "mail")];

    [Theory, InlineData(0), InlineData(1)]
    public void A_table_without_pairs_has_no_links(int records)
    {
        var table = new MatchTable(Fields);
        for (var i = 0; i < records; i++) table.Append("ann", "okafor", "1970-01-02", null);
        var found = Linkage.Run(table, MatchTraining.Learn(table));
        Assert.Empty(found.Pairs);
        Assert.Equal(records, found.ClusterCount);
        Assert.Empty(new MatchIndex(new MatchTable(Fields), MatchTraining.Learn(table)).Candidates(["ann", "okafor", null, null], .5));
    }

    [Fact]
    public void Two_records_that_differ_are_two_and_two_tables_of_one_record_each_as_well()
    {
        MatchTable Of(params string[][] rows)
        {
            var table = new MatchTable(Fields);
            foreach (var row in rows) table.Append(row);
            return table;
        }

        string[] ann = ["ann", "okafor", "1970-01-02", "ann@example.org"], bo = ["bo", "diaz", "1981-11-30", "bo@example.org"];
        Assert.Equal(2, Linkage.LearnAndRun(Of(ann, bo)).Result.ClusterCount);
        Assert.Empty(Linkage.Run(Of(ann), Of(bo), MatchTraining.Learn(Of(ann), Of(bo))).Pairs);
    }

    [Fact]
    public void Records_without_any_value_are_nobody_else()
    {
        var table = new MatchTable(Fields);
        for (var i = 0; i < 3_000; i++) table.Append(null, "", null, null);
        var found = Linkage.Run(table, MatchTraining.Learn(table));
        Assert.Empty(found.Pairs);
        Assert.Equal(3_000, found.ClusterCount);
    }

    [Fact]
    public void Thousands_of_equal_records_end_as_they_began_without_comparing_all_with_all()
    {
        var table = new MatchTable(Fields);
        for (var i = 0; i < 20_000; i++) table.Append("ann", "okafor", "1970-01-02", "ann@example.org");
        var found = Linkage.Run(table, MatchTraining.Learn(table));
        Assert.InRange(found.CandidatePairs, 0, 10_000_000);
        Assert.Contains(found.ClusterCount, new[] { 1, 20_000 });
    }

    /// <summary>"Unknown, unknown" in every third row, or in every twentieth: such files come from forms that want every field filled. Everybody else is found as without them.</summary>
    [Theory, InlineData(2), InlineData(19)]
    public void A_crowd_of_equal_records_hides_nobody(int every)
    {
        var people = new LinkPeople(35).Febrl(6_000);
        var table = new MatchTable(people.Table.Fields);
        for (var record = 0; record < people.Table.Count; record++)
        {
            table.Append(Row(people.Table, record));
            if (record % every == 0) table.Append("unknown", "unknown", "1", "none street", "none", "none", "0000", "nsw", "1900-01-01", "0000000");
        }
        var found = Linkage.LearnAndRun(table).Result;
        int[] ofPeople = [.. Enumerable.Range(0, table.Count).Where(r => table.Text(r, 0) != "unknown" || table.Text(r, 8) != "1900-01-01")];
        Assert.InRange(Agreeing.Clusters([.. ofPeople.Select(r => found.Clusters[r])], people.Truth).F1, .9995, 1);
        Assert.InRange(found.CandidatePairs, 0, 2_000_000);
    }

    [Fact]
    public void A_value_that_everyone_shares_hides_nobody()
    {
        var people = new LinkPeople(31).Febrl(3_000);
        var table = new MatchTable([.. people.Table.Fields, new MatchField(FieldRole.Phone, "switchboard"), new MatchField(FieldRole.Country, "country")]);
        for (var record = 0; record < people.Table.Count; record++)
            table.Append([.. Enumerable.Range(0, people.Table.Fields.Count).Select(f => people.Table.Text(record, f)), "02 9999 0000", "au"]);
        var found = Linkage.Run(table, MatchTraining.Learn(table));
        Assert.InRange(Agreeing.Clusters(found, people.Truth).F1, .99, 1);
        Assert.InRange(found.CandidatePairs, 0, 1_000_000);
    }

    [Fact]
    public void Columns_of_different_length_are_refused()
    {
        var table = new MatchTable(Fields);
        table.Column(0).Append("ann");
        Assert.Throws<InvalidOperationException>(() => table.Count);
    }

    [Fact]
    public void A_new_record_finds_its_person_in_the_index_and_a_removed_one_is_not_found()
    {
        var people = new LinkPeople(32).Febrl(3_000);
        var row = Row(people.Table, 7);
        var index = new MatchIndex(people.Table, MatchTraining.Learn(people.Table));
        Assert.Equal(7, index.Candidates(row, .9)[0].Record);
        var copy = (string?[])row.Clone();
        (copy[3], copy[9]) = (null, null);
        var added = index.Add(copy);
        Assert.Contains(index.Candidates(row, .9), c => c.Record == added);
        index.Remove(added);
        Assert.DoesNotContain(index.Candidates(row, .01), c => c.Record == added);
        Assert.Equal(3_001, index.Count);
    }

    [Fact]
    public void An_index_that_grew_record_by_record_finds_what_one_built_at_once_finds()
    {
        var people = new LinkPeople(33).Febrl(2_500);
        var model = MatchTraining.Learn(people.Table);
        var (grown, built) = (new MatchIndex(new MatchTable(people.Table.Fields), model), new MatchIndex(people.Table, model));
        for (var record = 0; record < people.Table.Count; record++) grown.Add(Row(people.Table, record));
        for (var record = 0; record < people.Table.Count; record += 50)
            Assert.Equal(Sure(built, Row(people.Table, record)), Sure(grown, Row(people.Table, record)));
    }

    private static int[] Sure(MatchIndex index, string?[] row) => [.. index.Candidates(row, .99).Select(c => c.Record).Order()];

    private static string?[] Row(MatchTable table, int record) => [.. Enumerable.Range(0, table.Fields.Count).Select(f => table.Text(record, f))];
}
