using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics.Base;

public sealed class FactTests
{
    private static readonly FactKey Key = new("facts");

    /// <summary>What becomes of one customer in a batch: its facts, or null: it is removed.</summary>
    private sealed record Change(long Customer, Fact[]? Facts);

    private static readonly Gen<Fact> OneFact =
        from day in Gen.Choose(100, 120)
        from code in Gen.Choose(1, 4)
        from lasts in Gen.Choose(0, 12)
        from amount in Gen.Choose(-2, 9)
        select new Fact(day == 100 ? Fact.Always : day, code, lasts > 8 ? day + lasts : Fact.Open, amount < 0 ? NumberKey.Missing : amount);

    private static readonly Gen<Change> OneChange =
        from customer in Gen.Choose(1, 12)
        from facts in OneFact.ListOf()
        from removed in Gen.Choose(0, 9)
        select new Change(customer, removed == 0 ? null : [.. facts.Take(6)]);

    [Fact]
    public void After_any_batches_a_customer_has_the_facts_of_the_last_one_and_older_snapshots_stay() => Prop.ForAll(OneChange.ListOf().ListOf().ToArbitrary(), batches =>
    {
        var (writer, model, kept) = (Writer(), new Dictionary<long, Fact[]>(), new List<(CustomerBaseSnapshot Snapshot, Dictionary<long, Fact[]> Model)>());
        foreach (var changes in batches)
        {
            var batch = new BaseBatch();
            foreach (var change in changes)
            {
                if (change.Facts is { } facts) batch.Upsert(new CustomerRow(change.Customer, true).Facts(Key, facts));
                else batch.Remove(change.Customer);
                if (change.Facts is { } now) model[change.Customer] = now; else model.Remove(change.Customer);
            }
            kept.Add((writer.Apply(batch), new(model)));
        }
        return kept.All(k => k.Model.All(m => k.Snapshot.TryIndex(m.Key, out var at) && k.Snapshot[Key].Of(at).SequenceEqual(m.Value)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_test_says_what_a_look_at_each_fact_says() => Prop.ForAll(
        (from facts in OneFact.ListOf()
         from asOf in Gen.Choose(105, 125)
         from window in Gen.Choose(0, 20)
         from standing in Gen.Elements(true, false)
         from wanted in Gen.Elements<bool[]?>(null, [false, true, false, true], [false, false, false, false, true])
         from measure in Gen.Elements(Enum.GetValues<FactMeasure>())
         select (facts, asOf, window, standing, wanted, measure)).ToArbitrary(), asked =>
    {
        var snapshot = Writer().Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Facts(Key, [.. asked.facts])));
        int? from = asked.window == 0 ? null : asked.asOf - asked.window;
        Fact[] those = [.. asked.facts.Where(f => f.Day <= asked.asOf && (from is null || f.Day >= from) && (asked.wanted is null || f.Code < asked.wanted.Length && asked.wanted[f.Code]) && (!asked.standing || f.Until > asked.asOf))];
        Fact[] dated = [.. those.Where(f => f.Day != Fact.Always)];
        var expected = asked.measure switch
        {
            FactMeasure.Count => those.Length,
            FactMeasure.Sum => those.Where(f => f.Amount != NumberKey.Missing).Sum(f => f.Amount),
            FactMeasure.Value => those is [.., var last] ? last.Amount : NumberKey.Missing,
            FactMeasure.DaysSinceLast => dated.Length == 0 ? NumberKey.Missing : asked.asOf - dated.Max(f => f.Day),
            // What was always so began before every day.
            _ => those.Length == 0 || those.Length > dated.Length ? NumberKey.Missing : asked.asOf - dated.Min(f => f.Day),
        };
        return new FactTest(asked.measure, long.MinValue + 1, long.MaxValue, asked.wanted, from, null, asked.standing).Measure(snapshot[Key], 0, asked.asOf) == expected;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Facts_are_loaded_in_the_order_of_their_customers_and_no_other()
    {
        var writer = Writer();
        var load = new FactLoad(3);
        load.Add(0, new(10, writer.Codes(Key).Code("a")));
        load.Add(2, new(11, writer.Codes(Key).Code("b")));
        load.Add(2, new(12, 1));
        Assert.Throws<ArgumentException>(() => load.Add(1, new(1, 1)));
        var snapshot = writer.Load(new() { Ids = [5, 6, 7], Known = Bitmap.All(3), Facts = { [Key] = load } });
        Assert.Equal([1, 0, 2], Enumerable.Range(0, 3).Select(snapshot[Key].Count));
        Assert.Equal([0], snapshot.Select(new CustomerQuery.OfFacts(Key, new(FactMeasure.Count, 1, 9, [false, true])), null, 10).ToIndexes());
        Assert.Equal([0, 2], snapshot.Select(new CustomerQuery.OfFacts(Key, new(FactMeasure.Count, 1, 9)), null, 12).ToIndexes());
    }

    private static BaseWriter Writer()
    {
        var writer = new BaseWriter(Key);
        foreach (var word in (string[])["a", "b", "c", "d"]) writer.Codes(Key).Code(word);
        return writer;
    }
}
