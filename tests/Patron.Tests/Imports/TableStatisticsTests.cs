using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Tests.Imports;

public sealed class TableStatisticsTests
{
    private const string Table = "purchases_orders";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statistics_are_gathered_as_the_rows_come_unless_the_table_is_known_to_be_larger_than_all_of_them()
    {
        await using var patron = await PatronServices.Start(Database.Postgres);
        var shop = new SourceInfo(new(1), 0, "Shop", "S", null, null, null, Demo: false);
        using var intake = new Intake(shop, Organisation.Default, patron.Clock.GetUtcNow(), null, planOnly: false, patron.Get<IdMaker>());
        intake.Ids(Table).Next();
        await using var session = await patron.Session();
        var statistics = new TableStatistics();

        await Set(-1);
        await statistics.Refresh(session, intake, 100, Ct);
        Assert.Equal(0L, await Known());

        await Set(1_000_000);
        await statistics.Refresh(session, intake, 399, Ct);
        await statistics.Refresh(session, intake, 400, Ct);
        Assert.Equal(1_000_000L, await Known());

        await statistics.Refresh(session, intake, 1_000_001, Ct);
        Assert.Equal(0L, await Known());

        Task Set(long rows) => session.Execute($"update pg_class set reltuples = {rows} where relname = '{Table}'", Ct);

        async Task<object?> Known()
        {
            await using var command = session.Command($"select reltuples::bigint from pg_class where relname = '{Table}'");
            return await command.ExecuteScalarAsync(Ct);
        }
    }
}
