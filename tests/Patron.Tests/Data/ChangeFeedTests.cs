using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Data;

public class ChangeFeedTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_follower_sees_every_commit_in_order_and_nothing_that_was_rolled_back(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        for (var i = 1; i <= 3; i++)
        {
            await using var session = await app.Session();
            session.Tell(Topics.Purchases, 30, i);
            if (i != 2) await session.Commit(default);
        }
        await using var db = await app.Db();
        db.Tell(Topics.Interactions, new CustomerId(9));
        await db.SaveChangesAsync();

        var entries = await ChangeFeed.After(db, 0, 10, default);
        Assert.Equal([1, 2, 3], entries.Select(e => e.Position));
        Assert.Equal([1, 30], entries[0].Customers);
        Assert.Equal([3, 30], entries[1].Customers);
        Assert.Equal(Topics.Interactions, entries[2].Topic);
        Assert.Equal(3, await ChangeFeed.Head(db, default));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Many_writers_at_once_leave_no_gap_and_a_reader_that_polls_misses_none(Database kind)
    {
        const int Writers = 6, Each = 10;
        await using var app = await PatronServices.Start(kind);
        var seen = new List<long>();
        using var done = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var position = 0L;
            while (seen.Count < Writers * Each && !done.IsCancellationRequested)
            {
                await using var db = await app.Db();
                foreach (var entry in await ChangeFeed.After(db, position, 100, default))
                {
                    position = entry.Position;
                    seen.AddRange(entry.Customers);
                }
            }
        });
        await Parallel.ForEachAsync(Enumerable.Range(0, Writers), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (writer, ct) =>
        {
            for (var i = 0; i < Each; i++)
            {
                await using var session = await app.Session();
                session.Tell(Topics.Customers, writer * 1000 + i + 1);
                await session.Commit(ct);
            }
        });
        done.CancelAfter(TimeSpan.FromSeconds(10));
        await reading;

        Assert.Equal(Writers * Each, seen.Distinct().Count());
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }
}
