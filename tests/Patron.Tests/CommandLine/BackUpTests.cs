using System.Text.Json;
using Microsoft.Data.Sqlite;
using Patron.Kernel;
using Patron.Tests.Imports;

namespace Patron.Tests.CommandLine;

public sealed class BackUpTests
{
    [Fact]
    public async Task A_backup_is_written_while_a_server_serves_and_put_back_when_it_has_ended_without_who_was_erased()
    {
        await using var patron = new PatronProgram();
        patron.Write("people.csv", "id,name,email\n1,Ada Lovelace,ada@example.org\n2,Bo Ek,bo@example.org\n");
        var http = await patron.Serve();
        Assert.Equal(0, (await patron.Run("import", "people.csv", "--as", "customers", "--source", "Shop")).Exit);
        Assert.Equal(0, (await patron.Run("backup", "--to", "old.db")).Exit);
        Assert.Equal(1, (await patron.Run("backup", "--to", "old.db")).Exit);
        var (refusedExit, _, refused) = await patron.Run("restore", "old.db");
        Assert.Equal(1, refusedExit);
        Assert.Contains("Stop it", refused, StringComparison.Ordinal);
        http.Dispose();
        await patron.End();

        var data = Path.Combine(patron.Folder, "data");
        await File.WriteAllTextAsync(Path.Combine(data, "erasures.txt"), $"2026-01-01T00:00:00.000000Z {new CustomerId(Ask(Path.Combine(patron.Folder, "old.db"), "select id from customers where name = 'Ada Lovelace'"))}\n", Ct);
        Assert.Equal(0, (await patron.Run("import", patron.Write("more.csv", "id,name\n3,Cy Young\n"), "--as", "customers", "--source", "Shop")).Exit);

        var restored = await patron.Run("restore", "old.db");

        Assert.True(restored is (0, "", _), restored.Error);
        Assert.Equal(1, Ask(Path.Combine(data, "patron.db"), "select count(*) from customers where name = 'Bo Ek'"));
        Assert.Equal(1, Ask(Path.Combine(data, "patron.db"), "select count(*) from customers"));
        var (exit, verdict, _) = await patron.Run("audit", "verify", "--json");
        Assert.Equal(0, exit);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(verdict).RootElement.GetProperty("firstBad").ValueKind);

        Ask(Path.Combine(data, "patron.db"), "update kernel_audit_head set position = position + 1 returning position");
        var (badExit, _, sentence) = await patron.Run("audit", "verify");
        Assert.Equal(1, badExit);
        Assert.Contains("First bad entry", sentence, StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static long Ask(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
