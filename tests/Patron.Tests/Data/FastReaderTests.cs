using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Data;

public sealed class FastReaderTests
{
    private const string Table = "read_fast";

    private sealed record Row(long Id, int Number, bool Flag, string? Text, DateTimeOffset? At);

    /// <summary>More rows than fit into a buffer, one of them longer than a buffer, with everything that is at an edge.</summary>
    private static readonly Row[] Rows =
    [
        new(1, int.MinValue, false, null, null),
        new(2, int.MaxValue, true, "", DateTimeOffset.UnixEpoch),
        new(3, 0, true, "김민수 郭倉義 Łódź 👍", new(1969, 12, 31, 23, 59, 59, TimeSpan.Zero)),
        new(long.MaxValue, -1, false, new('x', 200_000), new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        .. Enumerable.Range(10, 5_000).Select(i => new Row(i, -i, i % 2 == 0, i % 3 == 0 ? null : new string('é', i % 50), new DateTimeOffset(1901, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(i * 300))),
    ];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_field_is_read_as_it_was_written(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await using var session = await Filled(patron);
        var read = new List<Row>();
        using (var reader = FastReader.Open(session.Connection, $"select id, number, flag, text, at from {Table} order by number desc, id"))
        {
            while (reader.Read())
            {
                Assert.Equal(reader.Text(3) ?? "", System.Text.Encoding.UTF8.GetString(reader.Utf8(3)));
                read.Add(new(reader.Long(0), reader.Int(1), reader.Flag(2), reader.Text(3), reader.IsNull(4) ? null : Instants.FromMicroseconds(reader.Instant(4))));
            }
        }
        Assert.Equal(Rows.OrderByDescending(r => r.Number), read);
        // The connection is free again.
        Assert.Equal(Rows.Length, Convert.ToInt32(await Count(session), null));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whoever_stops_reading_in_the_middle_leaves_a_connection_that_works(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await using var session = await Filled(patron);
        using (var reader = FastReader.Open(session.Connection, $"select id from {Table}")) Assert.True(reader.Read());
        using (var none = FastReader.Open(session.Connection, $"select id from {Table} where id < 0")) Assert.False(none.Read());
        Assert.Equal(Rows.Length, Convert.ToInt32(await Count(session), null));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_query_that_cannot_be_answered_throws_what_the_database_says(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await using var db = await patron.Db();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.ThrowsAny<System.Data.Common.DbException>(() => FastReader.Open(db.Database.GetDbConnection(), "select nothing from nowhere"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_table_that_was_never_looked_at_has_an_estimate_all_the_same(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await using var session = await Filled(patron);
        Assert.InRange(FastReader.Estimate(session.Connection, Table), 0, int.MaxValue);
    }

    private static async Task<object?> Count(BulkSession session)
    {
        await using var command = session.Command($"select count(*) from {Table}");
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<BulkSession> Filled(PatronServices patron)
    {
        var session = await patron.Session();
        await session.Execute(session.IsPostgres
            ? $"create table {Table} (id bigint, number integer, flag boolean, text text, at timestamptz)"
            : $"create table {Table} (id integer, number integer, flag integer, text text, at integer)", TestContext.Current.CancellationToken);
        using var sink = session.Sink(Table, "id", "number", "flag", "text", "at");
        foreach (var row in Rows)
        {
            sink.Begin();
            sink.Long(row.Id);
            sink.Int(row.Number);
            sink.Flag(row.Flag);
            sink.Text(row.Text);
            sink.Instant(row.At is { } at ? Instants.ToMicroseconds(at) : null);
            sink.End();
        }
        sink.Complete();
        return session;
    }
}
