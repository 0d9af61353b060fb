using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Patron.Tests.Databases;

public sealed class TestDatabaseTests
{

    private static readonly DatabaseTemplate Trivial = new("trivial", async (kind, connection) =>
    {
        await using var open = await Open(kind, connection);
        await Execute(open, "create table things (id bigint primary key, name text not null)");
        await Execute(open, "insert into things values (1, 'from the template')");
    });

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_test_gets_a_copy_of_its_own(Database kind)
    {
        await using var one = await TestDatabase.New(kind, Trivial);
        await using var other = await TestDatabase.New(kind, Trivial);
        await using var inOne = await Open(kind, one.Connection);
        await using var inOther = await Open(kind, other.Connection);

        await Execute(inOne, "insert into things values (2, 'mine')");

        Assert.Equal(2L, await Execute(inOne, "select count(*) from things"));
        Assert.Equal(1L, await Execute(inOther, "select count(*) from things"));
        Assert.Equal("from the template", await Execute(inOther, "select name from things"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_template_is_filled_once_however_many_ask_at_the_same_time(Database kind)
    {
        var runs = 0;
        var counted = new DatabaseTemplate("counted", (_, _) => { Interlocked.Increment(ref runs); return Task.CompletedTask; });

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestDatabase.New(kind, counted)));
        foreach (var database in databases) await database.DisposeAsync();

        Assert.Equal(1, runs);
        Assert.Equal(8, databases.Select(d => d.Connection).Distinct().Count());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_disposed_database_is_gone_even_with_a_connection_in_its_pool(Database kind)
    {
        var database = await TestDatabase.New(kind, Trivial);
        await (await Open(kind, database.Connection)).DisposeAsync();
        await database.DisposeAsync();

        var readOnly = kind == Database.Sqlite ? $"{database.Connection};Mode=ReadOnly" : database.Connection;
        await Assert.ThrowsAnyAsync<DbException>(async () => await Open(kind, readOnly));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_new_database_costs_little(Database kind)
    {
        await (await TestDatabase.New(kind, Trivial)).DisposeAsync();
        const int copies = 10;
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < copies; i++) await (await TestDatabase.New(kind, Trivial)).DisposeAsync();
        var each = TimeProvider.System.GetElapsedTime(started) / copies;

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {each.TotalMilliseconds:0.0} ms for a new database");
        Assert.InRange(each.TotalMilliseconds, 0, 1000);
    }

    private static async Task<DbConnection> Open(Database kind, string connection)
    {
        DbConnection opened = kind == Database.Sqlite ? new SqliteConnection(connection) : new NpgsqlConnection(connection);
        await opened.OpenAsync();
        return opened;
    }

    private static async Task<object?> Execute(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
