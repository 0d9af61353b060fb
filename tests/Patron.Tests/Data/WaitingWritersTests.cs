using Microsoft.EntityFrameworkCore;
using Patron.Data;

namespace Patron.Tests.Data;

public sealed class WaitingWritersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_waits_to_write_goes_before_the_next_transaction_of_long_work()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var contexts = patron.Get<IDbContextFactory<PatronDb>>();
        for (var turn = 0; turn < 3; turn++)
        {
            Task saved;
            await using (var part = await BulkSession.BeginNext(contexts, patron.Clock, Ct))
            {
                Assert.False(part.HoldsUp);
                saved = Task.Run(() => Save(patron, "key" + turn), Ct);
                while (!part.HoldsUp) await Task.Delay(1, Ct);
                await part.Commit(Ct);
            }
            await using (var next = await BulkSession.BeginNext(contexts, patron.Clock, Ct))
                Assert.Equal(turn + 1L, await Written(next));
            await saved;
        }
    }

    [Fact]
    public async Task A_writer_who_failed_waits_no_longer()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await Save(patron, "twice");
        await Assert.ThrowsAsync<DbUpdateException>(() => Save(patron, "twice"));
        await using var part = await patron.Session();
        Assert.False(part.HoldsUp);
    }

    [Fact]
    public async Task On_PostgreSQL_nobody_is_held_up()
    {
        await using var patron = await PatronServices.Start(Database.Postgres);
        await using var part = await patron.Session();
        using (patron.Get<WaitingWriters>().Enter()) Assert.False(part.HoldsUp);
    }

    private static async Task Save(PatronServices patron, string key)
    {
        await using var db = await patron.Db();
        db.Add(new SettingRow { Key = key, Value = "" });
        await db.SaveChangesAsync(Ct);
    }

    private static async Task<object?> Written(BulkSession session)
    {
        await using var command = session.Command("select count(*) from kernel_settings where key like 'key%'");
        return await command.ExecuteScalarAsync(Ct);
    }
}
