using Patron.Kernel;

namespace Patron.Tests.Data;

public sealed class IdsInTransactionsTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Ids_are_made_within_a_transaction_however_long_ago_the_last_ones_were(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var ids = patron.Get<IdMaker>();
        for (var round = 0; round < 3; round++)
        {
            await using var session = await patron.Session();
            await session.Execute("insert into kernel_settings (key, value) values (@key, '')", TestContext.Current.CancellationToken, ("@key", $"round {round}"));
            var first = ids.TakeBlock().First;
            patron.Clock.Advance(TimeSpan.FromMinutes(3));
            Assert.True(ids.TakeBlock().First > first);
            await session.Commit(TestContext.Current.CancellationToken);
            patron.Clock.Advance(TimeSpan.FromHours(1));
        }
    }
}
