using Microsoft.Extensions.Logging.Abstractions;
using Patron.Data;

namespace Patron.Tests.Data;

public sealed class CheckpointsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_brought_into_the_database_beside_those_who_write()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var location = patron.Get<DataLocation>();
        using var checkpoints = new Checkpoints(location, TimeProvider.System, NullLogger<Checkpoints>.Instance);
        await checkpoints.StartAsync(Ct);
        var before = new FileInfo(location.SqliteFile).Length;

        await using (var db = await patron.Db())
        {
            db.AddRange(Enumerable.Range(0, 500).Select(i => new SettingRow { Key = $"key{i}", Value = new string('x', 2_000) }));
            await db.SaveChangesAsync(Ct);
        }
        // Another transaction is open meanwhile, and does not hold it up.
        await using (var session = await patron.Session())
        {
            for (var left = 100; left > 0 && new FileInfo(location.SqliteFile).Length == before; left--) await Task.Delay(50, Ct);
        }

        Assert.True(new FileInfo(location.SqliteFile).Length >= before + 500 * 2_000, "The database's file has not grown.");
        await checkpoints.StopAsync(Ct);
    }
}
