using Patron.Experiments.Contracts;
using Patron.Experiments.ShowTests;
using Patron.Kernel;
using Patron.Tests.Campaigns;

namespace Patron.Tests.Experiments;

/// <summary>What the page of experiments says of the health of tests.</summary>
public sealed class TestHealthTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whoever_was_in_another_test_at_the_same_time_overlaps_though_both_have_ended(Database kind)
    {
        await using var app = await Shop.Start(kind, Shop.People(30, n => [n]));
        var (tests, now) = (app.Get<ITests>(), app.Clock.Now);
        await using (var session = await app.Session())
        {
            // 1 runs to the tenth day, 2 from the fifth on, 3 began after 1 had ended.
            foreach (var (id, begins, ends) in ((long, int, int?)[])[(1, 0, 10), (2, 5, null), (3, 11, 12)])
            {
                await tests.Begin(session, new(id, "campaign", "key " + id, "Test " + id, "/", [new("", .5), new("A", .5)], 7, .9), default, now.AddDays(begins));
                if (ends is { } end) await tests.End(session, id, default, now.AddDays(end));
            }
            tests.Assign(session, 1, [.. Enumerable.Range(1, 20).Select(n => (new CustomerId(n), n % 2))]);
            tests.Assign(session, 2, [.. Enumerable.Range(16, 10).Select(n => (new CustomerId(n), n % 2))]);
            tests.Assign(session, 3, [.. Enumerable.Range(1, 17).Select(n => (new CustomerId(n), 1))]);
            await session.Commit(default);
        }
        var health = (await app.Get<TestReads>().Health(default)).OrderBy(h => h.Test.Id).ToArray();
        // 16 and 17 were in all three and count once.
        Assert.Equal([5, 5, 2], health.Select(h => h.Overlap));
        Assert.Equal([true, true, false], health.Select(h => h.IsFair));
    }

    [Fact]
    public void A_control_group_of_another_size_than_set_is_not_as_drawn()
    {
        Assert.True(ControlQuarter.Split(new(2026, 1, false, 9_500, 500, null), 5) > .99);
        Assert.True(ControlQuarter.Split(new(2026, 1, false, 9_700, 300, null), 5) < TestHealth.LeastRatio);
        Assert.Null(ControlQuarter.Split(new(2026, 1, false, 0, 0, null), 5));
    }
}
