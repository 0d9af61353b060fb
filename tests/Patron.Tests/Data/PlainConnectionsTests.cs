using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Data;

public sealed class PlainConnectionsTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_database_is_migrated_when_every_migration_is_done_and_not_before(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        Assert.True(PlainConnections.IsMigrated(app.Location));

        await app.Ask("delete from \"__EFMigrationsHistory\" where \"MigrationId\" = (select min(\"MigrationId\") from \"__EFMigrationsHistory\")");
        Assert.False(PlainConnections.IsMigrated(app.Location));

        await app.Ask("drop table \"__EFMigrationsHistory\"");
        Assert.False(PlainConnections.IsMigrated(app.Location));
    }

    [Fact]
    public void Where_there_is_no_database_none_is_made_by_asking()
    {
        var folder = Directory.CreateTempSubdirectory("patron-plain-").FullName;
        try
        {
            var location = new DataLocation(folder, null);
            Assert.False(PlainConnections.IsMigrated(location));
            Assert.False(File.Exists(location.SqliteFile));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_organisation_and_the_feeds_head_are_read_as_the_model_reads_them(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await using var connection = app.Location.Connect();
        Assert.Equal(Organisation.Default, connection.Organisation());

        await using var db = await app.Db();
        await db.WriteAtOnce(SettingsKeys.Organisation, Organisation.Default with { Currency = "KRW" }, default);
        db.Tell("anything", new(7));
        await db.SaveChangesAsync();

        Assert.Equal("KRW", connection.Organisation().Currency);
        Assert.Equal((1L, await ChangeFeed.Head(db, default)), (ChangeFeed.HeadNow(connection), 1L));
    }
}
