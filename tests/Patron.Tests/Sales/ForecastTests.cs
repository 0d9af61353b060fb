using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Forecasting;

namespace Patron.Tests.Sales;

/// <summary>Laws of forecasts and of what moved; no number is compared with our own.</summary>
public sealed class ForecastTests
{
    [Fact]
    public void Opening_and_all_moves_make_closing() => Prop.ForAll(Pairs.ToArbitrary(), deals =>
    {
        var before = deals.Select((d, at) => d.Then is { } then ? then with { Deal = at } : (DealAt?)null).OfType<DealAt>().ToArray();
        var after = deals.Select((d, at) => d.Now with { Deal = at }).Where(d => d.Standing == DealStanding.Open || !before.Any(b => b.Deal == d.Deal && b.Standing != DealStanding.Open)).ToArray();
        // A deal that had ended and did not come back is none of either day.
        before = [.. before.Where(b => after.Any(a => a.Deal == b.Deal) || b.Standing != DealStanding.Open)];
        foreach (var last in (int?[])[null, 5])
        {
            var bridge = DealMoves.Between(before, after, last);
            Assert.Equal(bridge.Closing, bridge.Opening + bridge.Moves.Sum(m => m.Change));
            Assert.Equal(bridge.Closing, after.Where(d => d.Standing == DealStanding.Open && (last is null || d.Expected <= last)).Sum(d => d.Value));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_kind_of_move_is_told_by_its_name()
    {
        DealAt Open(long deal, long value, int? expected = 3) => new(deal, DealStanding.Open, value, expected);
        var bridge = DealMoves.Between(
            [Open(1, 100), Open(2, 100), Open(3, 100), Open(4, 100), Open(5, 100), Open(6, 100), new(7, DealStanding.Lost, 0, null), Open(8, 40, expected: 9)],
            [Open(1, 130), Open(2, 60), new(3, DealStanding.Won, 90, 3), new(4, DealStanding.Lost, 0, 3), Open(5, 100, expected: 20), Open(6, 100), Open(7, 70), Open(8, 40), Open(9, 55), new(10, DealStanding.Won, 10, 3)], lastDay: 5);

        Assert.Equal(
            [(MoveKind.Up, 30), (MoveKind.Down, -40), (MoveKind.Down, -10), (MoveKind.Won, -90), (MoveKind.Lost, -100), (MoveKind.Slipped, -100), (MoveKind.Reopened, 70), (MoveKind.PulledIn, 40), (MoveKind.New, 55), (MoveKind.New, 10), (MoveKind.Won, -10)],
            bridge.Moves.Select(m => (m.Kind, m.Change)));
        Assert.Equal((600, 455), (bridge.Opening, bridge.Closing));
    }

    [Fact]
    public void A_chance_grows_with_the_days_and_is_the_share_of_many_like_it()
    {
        StageVisits[] visits = [new(1, 10, 10, true, 6_000), new(1, 20, 20, true, 3_000), new(1, 20, 20, false, 1_000)];
        var model = new DealHistoryModel(visits, []);

        Assert.Equal(0.6, model.Chance(1, 0, 0, 10)!.Value, 2);
        Assert.Equal(0.9, model.Chance(1, 0, 0, 20)!.Value, 2);
        // Who is past the tenth day is likened to those that stayed longer: three of four won.
        Assert.Equal(0.75, model.Chance(1, 0, 10, 10)!.Value, 2);
        Assert.Null(model.Chance(2, 0, 0, 10));
        Assert.All(Enumerable.Range(1, 40), days => Assert.True(model.Chance(1, 0, 3, days) >= model.Chance(1, 0, 3, days - 1)));
    }

    [Fact]
    public void An_owner_who_wins_more_is_expected_to_win_more()
    {
        var model = new DealHistoryModel([new(1, 10, 10, true, 50), new(1, 10, 10, false, 50)], [new(1, 45, 5), new(2, 5, 45), new(3, 0, 0)]);

        Assert.True(model.Chance(1, 1, 0, 30) > model.Chance(1, 3, 0, 30) && model.Chance(1, 3, 0, 30) > model.Chance(1, 2, 0, 30));
        Assert.Equal(model.Chance(1, 99, 0, 30)!.Value, model.Chance(1, 3, 0, 30)!.Value, 6);
    }

    [Fact]
    public void Nine_of_ten_outcomes_lie_within_the_interval()
    {
        // History and future are drawn from one truth: 40 of 100 deals are won.
        var random = new Random(11);
        var inside = 0;
        const int worlds = 400;
        for (var world = 0; world < worlds; world++)
        {
            var won = Enumerable.Range(0, 200).Count(_ => random.NextDouble() < 0.4);
            var model = new DealHistoryModel([new(1, 10, 10, true, won), new(1, 10, 10, false, 200 - won)], []);
            var range = model.Forecast([.. Enumerable.Range(0, 120).Select(at => new PendingDeal(1, 0, 0, 10 + at % 7))], 30);
            var came = Enumerable.Range(0, 120).Sum(at => random.NextDouble() < 0.4 ? 10 + at % 7 : 0);
            if (came >= range.Low && came <= range.High) inside++;
        }
        Assert.InRange(inside / (double)worlds, 0.86, 0.95);
    }

    private static Gen<(DealAt? Then, DealAt Now)[]> Pairs
    {
        get
        {
            var at = from standing in Gen.Elements(DealStanding.Open, DealStanding.Open, DealStanding.Won, DealStanding.Lost)
                     from value in Gen.Choose(0, 1_000)
                     from expected in Gen.Choose(-1, 10)
                     select new DealAt(0, standing, value, expected < 0 ? null : expected);
            return (from was in Gen.OneOf(Gen.Constant<DealAt?>(null), at.Select(a => (DealAt?)a)) from now in at select (was, now)).ArrayOf();
        }
    }
}
