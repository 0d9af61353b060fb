using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Data;

public sealed class ContextsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_context_that_is_used_again_has_forgotten_what_was_noted_and_never_saved(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var first = await patron.Db();
        await using (first)
        {
            first.Tell(Topics.Customers, new(7));
            first.Audit.Event("look", null);
            first.AuditsAtCommit = true;
            first.Add(new SettingRow { Key = "left", Value = "\"behind\"" });
        }
        await using var again = await patron.Db();
        Assert.Same(first, again);
        Assert.True(again.Audit.IsEmpty);
        Assert.False(again.AuditsAtCommit);

        again.Add(new SettingRow { Key = "new", Value = "\"one\"" });
        await again.SaveChangesAsync(Ct);

        Assert.Equal(0, await ChangeFeed.Head(again, Ct));
        Assert.Equal("new", Assert.Single(await again.Set<SettingRow>().AsNoTracking().Where(s => s.Key == "left" || s.Key == "new").ToListAsync(Ct)).Key);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_setting_is_read_as_the_own_transaction_wrote_it_and_by_others_once_it_is_committed(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await using var other = await patron.Db();
        await using (var session = await patron.Session())
        {
            await session.Db.WriteAtOnce("a", "one", Ct);
            Assert.Equal("one", await session.Db.Read<string>("a", Ct));
            Assert.Null(await other.Read<string>("a", Ct));
            await session.Commit(Ct);
        }
        Assert.Equal("one", await other.Read<string>("a", Ct));
    }

    [Fact]
    public async Task A_connection_that_comes_out_of_the_pool_again_is_set_as_the_first_time()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(2L, await Setting("synchronous"));
            Assert.Equal("wal", await Setting("journal_mode"));
            Assert.Equal(1L, await Setting("foreign_keys"));
            Assert.Equal(65536L, await Setting("wal_autocheckpoint"));
        }
        using var plain = patron.Location.Connect();
        using var command = plain.CreateCommand();
        command.CommandText = "pragma synchronous";
        Assert.Equal(2L, command.ExecuteScalar());

        async Task<object?> Setting(string name)
        {
            await using var db = await patron.Db();
            await db.Database.OpenConnectionAsync(Ct);
            await using var asked = db.Database.GetDbConnection().CreateCommand();
            asked.CommandText = $"pragma {name}";
            return await asked.ExecuteScalarAsync(Ct);
        }
    }
}
