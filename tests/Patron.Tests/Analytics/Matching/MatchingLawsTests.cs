using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Matching;
using Patron.Benchmarks;

namespace Patron.Tests.Analytics.Matching;

public sealed class MatchingLawsTests
{
    private static readonly LinkSet People = new LinkPeople(21).Febrl(800);
    private static readonly MatchModel Model = MatchTraining.Learn(People.Table, null, new() { Nicknames = [["robert", "rob", "bob"]] });
    private static readonly MatchField[] Fields = [.. People.Table.Fields];

    [Fact]
    public void The_order_of_the_records_changes_nothing()
    {
        var order = Enumerable.Range(0, People.Table.Count).ToArray();
        new Random(3).Shuffle(order);
        var shuffled = new MatchTable(Fields);
        foreach (var record in order) shuffled.Append(Row(record));

        var model = MatchTraining.Learn(shuffled);
        var before = MatchTraining.Learn(People.Table);
        Assert.Equal(before.PriorBits, model.PriorBits, 9);
        var (first, second) = (Linkage.Run(People.Table, before), Linkage.Run(shuffled, model));
        Assert.Equal(Pairs(first.Clusters, r => r), Pairs(second.Clusters, r => order[r]));
    }

    [Fact]
    public void Weights_are_symmetric_and_a_household_only_takes_from_their_sum() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var (a, b) = (Row(random.Next(People.Table.Count)), Row(random.Next(People.Table.Count)));
        var (there, back) = (Model.Compare(a, b), Model.Compare(b, a));
        Assert.Equal(there.Bits, back.Bits, tolerance: 1e-3);
        Assert.Equal(there.Fields.Select(f => f.Level), back.Fields.Select(f => f.Level));
        Assert.True(there.HouseholdBits > -1e-3);
        Assert.Equal(1 / (1 + Math.Pow(2, -(there.Bits + there.PriorBits))), there.Probability, tolerance: 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_missing_weighs_nothing()
    {
        var (whole, empty) = (Row(0), new string?[Fields.Length]);
        var evidence = Model.Compare(whole, empty);
        Assert.All(evidence.Fields, f => Assert.Equal((Agreement.Missing, 0d), (f.Level, f.Bits)));
        for (var f = 0; f < Fields.Length; f++)
        {
            var without = (string?[])whole.Clone();
            without[f] = null;
            Assert.Equal(Model.Compare(whole, whole).Bits - Model.Compare(whole, whole).Fields[f].Bits, Model.Compare(whole, without).Bits, tolerance: 1e-3);
        }
    }

    [Fact]
    public void A_rarer_value_weighs_more()
    {
        var family = Enumerable.Range(0, People.Table.Count).Select(r => People.Table.Text(r, 1)).OfType<string>().CountBy(n => n).OrderByDescending(n => n.Value).ToArray();
        Assert.True(Weight(1, family[^1].Key, family[^1].Key) > Weight(1, family[0].Key, family[0].Key) + 1);
    }

    [Theory]
    [InlineData(0, "robert", "bob", Agreement.Equivalent)]
    [InlineData(0, "catherine", "cahterine", Agreement.Slip)]
    [InlineData(0, "catherine", "kathrine", Agreement.Near)]
    [InlineData(0, "catherine", "c", Agreement.Partial)]
    [InlineData(0, "catherine", "olav", Agreement.Different)]
    [InlineData(0, "민수", "민주", Agreement.Different)]
    [InlineData(3, "12 light street", "12 light setreet", Agreement.Slip)]
    [InlineData(3, "light street", "street light", Agreement.Equivalent)]
    [InlineData(3, "pridhamstreet", "pridham street", Agreement.Equivalent)]
    [InlineData(6, "2010", "2011", Agreement.Slip)]
    [InlineData(8, "1971-06-24", "19710624", Agreement.Equivalent)]
    [InlineData(8, "1971-06-04", "1971-04-06", Agreement.Swapped)]
    [InlineData(8, "1971-06-24", "1971-06-25", Agreement.Slip)]
    [InlineData(8, "1971-06-24", "1971-06-12", Agreement.Near)]
    [InlineData(8, "1971", "1971-06-24", Agreement.Near)]
    [InlineData(8, "1971-01-01", "1971-06-24", Agreement.Near)]
    [InlineData(8, "1971-05", "1971-06-24", Agreement.Partial)]
    [InlineData(8, "1971-06-24", "1980-11-02", Agreement.Different)]
    [InlineData(9, "5304218", "5304281", Agreement.Slip)]
    public void Each_role_knows_how_its_values_go_wrong(int field, string a, string b, Agreement expected) => Assert.Equal(expected, Level(Model, field, a, b));

    [Theory]
    [InlineData(FieldRole.Email, "kim.min+news@example.org", "kimmin@example.org", Agreement.Equivalent)]
    [InlineData(FieldRole.Email, "kim.min@example.org", "kim.min@example.com", Agreement.Near)]
    [InlineData(FieldRole.Email, "kim.min@example.org", "lee.sora@example.org", Agreement.Different)]
    [InlineData(FieldRole.Phone, "+82 10-1234-5678", "010 1234 5678", Agreement.Equivalent)]
    [InlineData(FieldRole.Phone, "010 1234 5678", "010 1234 5687", Agreement.Slip)]
    [InlineData(FieldRole.Organisation, "hart trading", "trading hart", Agreement.Equivalent)]
    [InlineData(FieldRole.FullName, "thomas clifford of chudleigh", "clifford thomas", Agreement.Near)]
    public void Other_roles_too(FieldRole role, string a, string b, Agreement expected)
    {
        var table = new MatchTable(new MatchField(role, "only"));
        foreach (var text in new[] { a, b, "quite another one" }) table.Append(text);
        Assert.Equal(expected, Level(MatchTraining.Learn(table), 0, a, b));
    }

    [Fact]
    public void Names_that_changed_places_speak_for_one_person()
    {
        var (a, b) = (new string?[Fields.Length], new string?[Fields.Length]);
        (a[0], a[1], b[0], b[1]) = ("hanna", "okafor", "okafor", "hanna");
        Assert.All(Model.Compare(a, b).Fields.Take(2), f => Assert.Equal((Agreement.Swapped, true), (f.Level, f.Bits > 0)));
    }

    private static double Weight(int field, string a, string b) => Compare(Model, field, a, b).Bits;

    private static Agreement Level(MatchModel model, int field, string a, string b) => Compare(model, field, a, b).Fields[field].Level;

    private static MatchEvidence Compare(MatchModel model, int field, string a, string b)
    {
        var (x, y) = (new string?[model.Fields.Count], new string?[model.Fields.Count]);
        (x[field], y[field]) = (a, b);
        return model.Compare(x, y);
    }

    private static string?[] Row(int record) => [.. Enumerable.Range(0, Fields.Length).Select(f => People.Table.Text(record, f))];

    private static (int, int)[] Pairs(int[] clusters, Func<int, int> original) =>
        [.. clusters.Select((c, r) => (Cluster: c, Record: original(r))).GroupBy(c => c.Cluster, c => c.Record)
            .SelectMany(g => from x in g from y in g where x < y select (x, y)).Order()];
}
