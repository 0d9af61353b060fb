using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Patron.CommandLine;
using Patron.Data;

namespace Patron.Tests.CommandLine;

public sealed class TroubleTests
{
    private static readonly DataLocation Here = new("/data", null);

    [Theory]
    [InlineData(5, "locked by another program"), InlineData(6, "locked by another program"), InlineData(8, "cannot be written"), InlineData(10, "cannot be read or written")]
    [InlineData(11, "is damaged"), InlineData(13, "The disk is full"), InlineData(14, "cannot be opened"), InlineData(26, "is damaged")]
    public void What_the_world_does_to_the_file_is_said(int code, string words)
    {
        Assert.Contains(words, Trouble.Of(new SqliteException("", code), Here), StringComparison.Ordinal);
        Assert.Contains(words, Trouble.Of(new DbUpdateException("", new SqliteException("", code)), Here), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53100", "disk of the database is full"), InlineData("28P01", "The database refuses"), InlineData("3D000", "The database refuses"), InlineData("57P03", "The database refuses")]
    public void What_PostgreSQL_refuses_is_said(string state, string words) => Assert.Contains(words, Trouble.Of(Postgres(state), Here), StringComparison.Ordinal);

    [Fact]
    public void A_database_that_does_not_answer_and_a_file_without_rights_are_told_of()
    {
        Assert.Contains("cannot be reached", Trouble.Of(new NpgsqlException("no connection"), Here), StringComparison.Ordinal);
        Assert.Contains("Give the user", Trouble.Of(new UnauthorizedAccessException("No."), Here), StringComparison.Ordinal);
        Assert.Contains("The disk is full", Trouble.Of(new IOException("", 28), Here), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bug_stays_a_bug()
    {
        Assert.Null(Trouble.Of(new InvalidOperationException(), Here));
        Assert.Null(Trouble.Of(new SqliteException("constraint", 19), Here));
        Assert.Null(Trouble.Of(new SqliteException("no such table", 1), Here));
        Assert.Null(Trouble.Of(Postgres("23505"), Here));
        Assert.Null(Trouble.Of(Postgres("42P01"), Here));
    }

    [Fact]
    public void A_new_data_directory_is_its_owners_alone()
    {
        var folder = Path.Combine(Path.GetTempPath(), "patron-make-" + Path.GetRandomFileName());
        new DataLocation(folder, null).Make();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Directory.Delete(folder);
    }

    private static PostgresException Postgres(string state) => new("refused", "ERROR", "ERROR", state);
}
