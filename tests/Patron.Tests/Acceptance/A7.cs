using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.Catalog.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Segments;
using Patron.Segments.Measure;
using Patron.Segments.ReadyMade;
using Patron.Tests.Insights;

namespace Patron.Tests.Acceptance;

/// <summary>A7: four segments with their goals (requirements 2.4); one customer each, and one who did nothing more.</summary>
public sealed class A7
{
    private const int Book = 1, Video = 2, Dvd = 3;
    private static readonly DateOnly From = new(2025, 1, 1), To = new(2026, 1, 31);

    private sealed class Shelf : IProductStream
    {
        public IEnumerable<ProductInfo> Read(System.Data.Common.DbConnection connection) =>
            [new(new(Book), "B1", "Cats", "Book", null, null), new(new(Video), "V1", "Cats on tape", "Video", null, null), new(new(Dvd), "D1", "Cats on disc", "DVD", null, null)];
    }

    [Theory]
    [InlineData("first-time", null, null, new[] { "2025-03-01 1", "2025-04-10 1" }, "2025-04-10")]
    [InlineData("quarterly", null, null, new[] { "2025-01-15 1", "2025-04-15 1", "2025-07-15 1", "2025-10-15 1", "2025-11-15 1", "2025-12-15 1", "2026-01-15 1" }, "2025-12-15")]
    [InlineData("cross-sell", "Book", "Video", new[] { "2025-02-01 1", "2025-05-01 2" }, "2025-05-01")]
    [InlineData("up-sell", "Cats on tape", "Cats on disc", new[] { "2025-02-01 2", "2025-06-01 3" }, "2025-06-01")]
    public async Task Who_did_it_counts_on_that_day_and_the_control_does_not(string ready, string? a, string? b, string[] bought, string reached)
    {
        string[] control = ready == "quarterly" ? bought[..4] : bought[..1];
        var history = await Start(bought, control);
        await using var patron = history.Patron;
        var (node, goal, within) = Of(patron, ready, a, b);

        var did = history.History.Follow(node, goal, within, history.Snapshot, Bitmap.Of(2, [0]), From, To);
        var alone = history.History.Follow(node, goal, within, history.Snapshot, Bitmap.Of(2, [1]), From, To);

        Assert.Equal((1, 1, 0, 1d), (did.All.Entered, did.All.Reached, did.All.Open, did.All.Share));
        Assert.Equal(DateOnly.Parse(reached, System.Globalization.CultureInfo.InvariantCulture), did.Days[0]);
        Assert.Equal((1, 0), (alone.All.Entered, alone.All.Reached));
        Assert.False(history.History.On(node, history.Snapshot, null, To).Get(0));
        Assert.Equal(ready != "quarterly", history.History.On(node, history.Snapshot, null, To).Get(1));
    }

    [Fact]
    public async Task A_goal_within_days_is_reached_on_the_last_of_them_and_not_a_day_later()
    {
        var history = await Start(["2025-03-01 1", "2025-03-31 1"], ["2025-03-01 1", "2025-04-01 1"]);
        await using var patron = history.Patron;
        var (node, goal, _) = Of(patron, "first-time", null, null);
        var measure = history.History.Follow(node, goal, 30, history.Snapshot, null, From, To);
        Assert.Equal((2, 1, 0), (measure.All.Entered, measure.All.Reached, measure.All.Open));
        Assert.Equal(2, history.History.Follow(node, goal, 31, history.Snapshot, null, From, To).All.Reached);
        Assert.Equal((2, 0, 2), history.History.Follow(node, goal, 30, history.Snapshot, null, From, new(2025, 3, 30)) is var early ? (early.All.Entered, early.All.Reached, early.All.Open) : default);
    }

    private static (SegmentNode Node, SegmentNode Goal, int? Within) Of(PatronServices patron, string name, string? a, string? b)
    {
        var (language, ready) = (patron.Get<SegmentLanguage>(), ReadySegments.Find(name)!);
        if (a is not null) ready = ready.With(a, b!);
        return (language.Read(ready.Query).Node!, language.Read(ready.Goal!).Node!, ready.GoalDays);
    }

    private static async Task<(PatronServices Patron, SegmentHistory History, CustomerBaseSnapshot Snapshot)> Start(params string[][] customers)
    {
        var codes = new BaseCodes();
        // Product 1 is the first that is seen, and so on.
        foreach (var product in (int[])[Book, Video, Dvd]) codes.Product(product);
        var snapshot = StillBase.Of(customers.Select((lines, n) => new CustomerRow(n + 1, true).Lines([.. lines.Select((line, order) => Line(line, order + 1, codes))])));
        var still = new StillBase(snapshot, To);
        var patron = await PatronServices.Start(Database.Sqlite, services => services.AddSingleton<ICustomerBase>(still).AddSingleton<IReckoningDay>(still).AddSingleton(codes).AddSingleton<IProductStream, Shelf>());
        return (patron, patron.Get<SegmentHistory>(), snapshot);
    }

    private static PurchaseLine Line(string line, int order, BaseCodes codes)
    {
        var parts = line.Split(' ');
        var sale = StillBase.Sale(order, DateOnly.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), 10);
        return sale with { Product = codes.Product(long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)) };
    }
}
