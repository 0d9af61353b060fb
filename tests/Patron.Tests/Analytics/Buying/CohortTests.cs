using Patron.Analytics.Buying;
using Patron.Analytics.Retention;

namespace Patron.Tests.Analytics.Buying;

public sealed class CohortTests
{
    private static int Day(int month, int day) => new DateOnly(2026, month, day).DayNumber;

    [Fact]
    public void Cohorts_hold_who_came_first_when_and_who_came_again()
    {
        var days = BuyingDays.Of(3, [0, 0, 0, 1, 2, 2], [Day(1, 31), Day(3, 1), Day(3, 9), Day(1, 1), Day(2, 28), Day(4, 1)], [1, 2, 4, 8, 16, 32]);

        var table = CohortTable.Of(days, Day(3, 31));

        Assert.Equal(2026 * 12, table.FirstMonth);
        Assert.Equal([[2, 0, 1], [1, 0], [0]], table.Active);
        Assert.Equal([[9, 0, 6], [16, 0], [0]], table.Amount);
        Assert.Equal(.5, table.Retention(0, 2));
        Assert.Null(table.Retention(2, 0));
        Assert.Empty(CohortTable.Of(days, Day(1, 1) - 1).Active);
    }

    [Fact]
    public void Every_customer_is_in_one_cohort_and_every_amount_in_one_cell()
    {
        var random = new Random(4);
        int[] who = [.. Enumerable.Range(0, 500).Select(_ => random.Next(60))];
        var days = BuyingDays.Of(60, who, [.. who.Select(_ => Day(1, 1) + random.Next(400))], [.. who.Select(_ => (long)random.Next(100))]);

        var table = CohortTable.Of(days, days.LastDay!.Value);

        Assert.Equal(days.Buyers, table.Active.Sum(c => c[0]));
        Assert.Equal(Enumerable.Range(0, 60).Sum(c => days.AmountsOf(c).ToArray().Sum()), table.Amount.Sum(c => c.Sum()));
        Assert.All(table.Active, c => Assert.True(c.All(n => n <= c[0])));
    }

    [Fact]
    public void Moves_are_counted_by_where_from_and_where_to()
    {
        var moves = TransitionMatrix.Of([0, 0, 1, 2, -1, 2], [1, 0, 1, 0, 2, -1], 3);

        Assert.Equal((1L, 1L, 2L), (moves.Up, moves.Down, moves.Stayed));
        Assert.Equal(.5, moves.Share(0, 1));
        Assert.Equal(1, moves[2, 0]);
        Assert.Null(TransitionMatrix.Of([], [], 2).Share(1, 1));
    }
}
