using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

public sealed class BaseWriterTests
{
    [Fact]
    public void Batches_one_by_one_give_what_one_load_of_the_end_state_gives_and_old_snapshots_stand() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var state = new SortedDictionary<long, ModelCustomer>();
        for (var i = 0; i < random.Next(20); i++) state[random.Next(1, 40)] = Model.Customer(random, 0);
        foreach (var id in state.Keys.ToArray()) state[id] = state[id] with { Id = id };
        var writer = Model.Writer();
        var history = new List<(CustomerBaseSnapshot Snapshot, SortedDictionary<long, string> Said)> { Remember(Model.Load(writer, [.. state.Values])) };
        for (var batch = 0; batch < 12; batch++) history.Add(Remember(writer.Apply(RandomBatch(random, state))));

        var loaded = Model.Describe(Model.Load(Model.Writer(), [.. state.Values]));
        Assert.Equal(loaded, history[^1].Said);
        foreach (var (snapshot, said) in history) Assert.Equal(said, Model.Describe(snapshot));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_summary_carried_over_batches_is_the_one_reckoned_anew() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var state = new SortedDictionary<long, ModelCustomer>();
        var writer = Model.Writer();
        int? from = random.Next(2) == 0 ? null : Model.Today - 10;
        for (var batch = 0; batch < 25; batch++)
        {
            var snapshot = writer.Apply(RandomBatch(random, state));
            if (random.Next(3) == 0) continue;
            var (carried, anew) = (snapshot.Summary(Model.Today, from), Model.Load(Model.Writer(), [.. state.Values]).Summary(Model.Today, from));
            foreach (var (id, place) in state.Keys.Select((id, place) => (id, place)))
            {
                Assert.True(snapshot.TryIndex(id, out var index));
                Assert.Equal((anew.FirstDay[place], anew.LastDay[place], anew.Orders[place], anew.Lines[place], anew.Spent[place], anew.Returned[place]),
                    (carried.FirstDay[index], carried.LastDay[index], carried.Orders[index], carried.Lines[index], carried.Spent[index], carried.Returned[index]));
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_customer_keeps_its_index_even_when_it_went_and_came_back()
    {
        var writer = Model.Writer();
        writer.Apply(new BaseBatch().Upsert(new(7, true)).Upsert(new(8, true)));
        writer.Apply(new BaseBatch().Remove(7));
        Assert.False(writer.Current.TryIndex(7, out _));

        writer.Apply(new BaseBatch().Upsert(new(9, true)).Upsert(new(7, true)));

        Assert.True(writer.Current.TryIndex(7, out var index));
        Assert.Equal(0, index);
        Assert.Equal(3, writer.Current.Size);
    }

    [Fact]
    public void What_was_said_of_a_removed_customer_is_gone()
    {
        var writer = Model.Writer();
        writer.Apply(new BaseBatch().Upsert((Model.Customer(new(3), 7) with { Text = "Anna", Number = 5 }).ToRow()));
        writer.Apply(new BaseBatch().Remove(7));
        var after = writer.Apply(new BaseBatch().Upsert(new(7, true)));

        Assert.Equal(NumberKey.Missing, after[Model.Number][0]);
        Assert.Equal("", after[Model.Text][0]);
        Assert.Empty(after.Purchases.Of(0));
        Assert.Equal(0, after.SearchIndex.Search("anna").Hits.Count());
    }

    [Fact]
    public void Columns_that_a_batch_does_not_touch_are_shared()
    {
        var writer = Model.Writer();
        var before = Model.Load(writer, [Model.Customer(new(1), 1), Model.Customer(new(2), 2)]);

        var after = writer.Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Number(Model.Number, 77)));

        Assert.Same(before[Model.Text], after[Model.Text]);
        Assert.Same(before.Purchases, after.Purchases);
        Assert.NotSame(before[Model.Number], after[Model.Number]);
        Assert.Equal(77, after[Model.Number][0]);
        Assert.Equal(before.Version + 1, after.Version);
    }

    [Fact]
    public void A_column_registered_later_is_missing_for_all_until_it_is_set()
    {
        var writer = Model.Writer();
        Model.Load(writer, [Model.Customer(new(1), 1)]);
        var late = new NumberKey("late");

        Assert.Throws<ArgumentException>(() => writer.Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Number(late, 1))));
        Assert.Equal(NumberKey.Missing, writer.Register(late)[late][0]);
        Assert.Equal(1, writer.Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Number(late, 1)))[late][0]);
    }

    [Fact]
    public void A_batch_that_is_refused_leaves_no_trace()
    {
        var writer = Model.Writer();
        writer.Apply(new BaseBatch().Upsert(new(1, true)));
        var before = writer.Current;
        Assert.Throws<ArgumentException>(() => writer.Apply(new BaseBatch().Upsert(new CustomerRow(2, true).Number(Model.Number, 5).Number(new("no such"), 1))));
        Assert.Same(before, writer.Current);
        Assert.Equal(NumberKey.Missing, writer.Apply(new BaseBatch().Upsert(new(3, true)))[Model.Number][1]);
    }

    [Fact]
    public void Readers_see_their_snapshot_unchanged_while_the_writer_goes_on()
    {
        var random = new Random(5);
        var writer = Model.Writer();
        var snapshot = Model.Load(writer, [.. Enumerable.Range(1, 300).Select(id => Model.Customer(random, id))]);
        var said = Model.Describe(snapshot);
        var state = new SortedDictionary<long, ModelCustomer>();
        var writing = Task.Run(() =>
        {
            for (var batch = 0; batch < 300; batch++) writer.Apply(RandomBatch(random, state));
        }, TestContext.Current.CancellationToken);
        do Assert.Equal(said, Model.Describe(snapshot));
        while (!writing.IsCompleted);
        Assert.True(writing.IsCompletedSuccessfully);
    }

    [Fact]
    public void The_same_id_twice_in_a_load_is_refused() =>
        Assert.Throws<ArgumentException>(() => Model.Load(Model.Writer(), [Model.Customer(new(1), 5), Model.Customer(new(2), 5)]));

    [Fact]
    public void Lines_of_a_customer_stand_by_day_and_lines_of_an_order_together()
    {
        var snapshot = Model.Load(Model.Writer(), [.. Enumerable.Range(1, 200).Select(id => Model.Customer(new(id), id))]);
        for (var c = 0; c < snapshot.Size; c++)
        {
            var lines = snapshot.Purchases.Of(c);
            Assert.Equal(lines.Select(l => (l.Day, l.Order)).Order(), lines.Select(l => (l.Day, l.Order)));
        }
    }

    private static (CustomerBaseSnapshot, SortedDictionary<long, string>) Remember(CustomerBaseSnapshot snapshot) => (snapshot, Model.Describe(snapshot));

    private static BaseBatch RandomBatch(Random random, SortedDictionary<long, ModelCustomer> state)
    {
        var batch = new BaseBatch();
        for (var change = random.Next(6); change >= 0; change--)
        {
            var id = random.Next(1, 40);
            if (random.Next(4) == 0)
            {
                batch.Remove(id);
                state.Remove(id);
            }
            else if (random.Next(3) == 0 && state.TryGetValue(id, out var old))
            {
                state[id] = old with { Number = random.Next(100), Known = true };
                batch.Upsert(new CustomerRow(id, true).Number(Model.Number, state[id].Number));
            }
            else
            {
                state[id] = Model.Customer(random, id);
                batch.Upsert(state[id].ToRow());
            }
        }
        return batch;
    }
}
