using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Messaging.Contracts;
using Patron.Segments;
using Patron.Segments.EditSegment;
using Patron.Segments.FromFile;
using Patron.Segments.Measure;
using Patron.Tests.Insights;
using Patron.Tests.Messaging;

namespace Patron.Tests.Segments;

/// <summary>Who reached a segment's goal, by whether they were contacted; and sets from files.</summary>
public sealed class GoalMeasureTests
{
    private static readonly DateOnly From = new(2026, 1, 1), To = new(2026, 3, 1);

    /// <summary>Bought on the first day, so that they enter; bought again after so many days; were written to after so many.</summary>
    private static readonly (int? Again, int[] Mailed)[] People =
    [
        (20, [5]), (20, [0]), (null, [10]), (20, []), (null, []), (null, []),
        // Written to on the very day, after it, before entering, and after the time was over: not contacted.
        (20, [20]), (20, [25]), (null, [-1]), (null, [40]),
    ];

    [Fact]
    public async Task Who_was_written_to_before_the_goal_counts_as_contacted_and_no_other()
    {
        var bought = From.AddDays(5);
        var snapshot = StillBase.Of(People.Select((p, n) => new CustomerRow(n + 1, true)
            .Lines([StillBase.Sale(1, bought, 10), .. p.Again is { } days ? [StillBase.Sale(2, bought.AddDays(days), 10)] : Array.Empty<PurchaseLine>()])
            .Facts(MessageColumns.Sent, [.. p.Mailed.Select(after => new Fact(bought.DayNumber + after, 0))])));
        var still = new StillBase(snapshot, To);
        await using var patron = await PatronServices.Start(Database.Sqlite, services => services.AddSingleton<ICustomerBase>(still).AddSingleton<IReckoningDay>(still));
        var language = patron.Get<SegmentLanguage>();
        var measure = patron.Get<SegmentHistory>().Follow(language.Read("orders = 1").Node!, language.Read("orders >= 2").Node!, 30, snapshot, null, From, To);
        Assert.Equal(new GoalGroup(10, 5, 0, true), measure.All);
        Assert.Equal(new GoalGroup(3, 2, 0, true), measure.Contacted);
        Assert.Equal(new GoalGroup(7, 3, 0, true), measure.Alone);
        // 2/3 - 3/7, and Wald's interval: 1.96 times the root of 2/27 + 12/343.
        Assert.Equal(5 / 21d, measure.Difference!.Difference, 12);
        Assert.Equal(5 / 21d - 1.959964 * Math.Sqrt(2 / 27d + 12 / 343d), measure.Difference.Interval.Low, 6);
        // Without an end nobody's time is over, and all who entered are the whole.
        Assert.Equal((5, 10, 0.5), patron.Get<SegmentHistory>().Follow(language.Read("orders = 1").Node!, language.Read("orders >= 2").Node!, null, snapshot, null, From, To).All is var ever ? (ever.Open, ever.Settled, ever.Share) : default);
        Assert.Null(patron.Get<SegmentHistory>().Follow(language.Read("orders = 1").Node!, language.Read("orders >= 2").Node!, 30, snapshot, Bitmap.Of(10, [3, 4]), From, To).Difference);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_set_from_a_file_is_there_with_all_its_rows_or_not_at_all(Database kind)
    {
        await using var patron = await PatronServices.Start(kind, services => services.AddSingleton<TakesList>());
        var (people, deeds, book) = (await patron.People(3), patron.Get<SegmentDeeds>(), patron.Get<SegmentBook>());
        await patron.Get<ICustomerBase>().CatchUp(default);
        await Assert.ThrowsAsync<IOException>(() => deeds.Save(null, new("Half", null, null, null, null), null, null, default, (session, segment) =>
        {
            using var sink = session.Sink(ListedCustomerTable.Name, ListedCustomerTable.Columns);
            sink.Begin();
            sink.Long(people[0].Value);
            sink.Long(1);
            sink.Long(segment.Value);
            sink.End();
            sink.Complete();
            throw new IOException("Here the power goes.");
        }));
        book.Forget();
        await using (var db = await patron.Db()) Assert.Empty(db.ListedCustomers);
        Assert.Null(book.Find("Half"));

        // Ids, an order number, an id of another system and an address; a heading, and three who are nobody.
        var source = (await patron.Get<Patron.IdentityResolution.Contracts.ISources>().FindOrMake("Shop", false, default)).Value!;
        await using (var session = await patron.Session())
        {
            using (var sink = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
            {
                ClaimedKeys.Write(sink, ClaimScopes.Order(source.Id), "O-17", 1, people[2].Value);
                ClaimedKeys.Write(sink, ClaimScopes.Record(source.Id), "K 4", 2, people[0].Value);
                sink.Complete();
            }
            await session.Commit(default);
        }
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"customer\n{people[0]}\nO-17\nK 4\n\"{people[2]}\",x\ncus_0000000000000\nO-18\n\nANN1@customer.example\nx@nobody.example\n"));
        var taken = await patron.Get<TakesList>().Take("From the fair", file, null, default);
        Assert.Equal((3, 3), (taken.Value!.Found, taken.Value.Unknown));
        await patron.Get<ICustomerBase>().CatchUp(default);
        var snapshot = patron.Get<ICustomerBase>().Current;
        Assert.Equal(people.Select(p => p.Value).Order(), patron.Get<SegmentQueries>().Members(taken.Value.Segment, snapshot, null, new(2026, 3, 2))!.Indexes().Select(i => snapshot.Ids[i]).Order());
    }
}
