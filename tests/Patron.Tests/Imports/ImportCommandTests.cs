using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Patron.Tests.Imports;

public sealed class ImportCommandTests
{
    private static readonly string[] Fields =
        ["job", "read", "created", "updated", "unchanged", "conflicts", "rejected", "seconds", "rowsPerSecond", "rejectedFile", "changeSet"];

    [Fact]
    public async Task With_json_one_object_and_nothing_else_stands_on_standard_output()
    {
        await using var patron = new PatronProgram();
        var file = patron.Write("lines.csv", ImportFilesOf.Lines(30) + "x,P1,Product,none,1,2011-01-01 00:00:00,1\n");

        var (exit, output, error) = await patron.Run("import", file, "--as", "order-lines", "--source", "Shop", "--json");

        Assert.Equal(0, exit);
        Assert.Single(output.TrimEnd().Split('\n'));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(Fields, json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal((31, 30, 1), (json.RootElement.GetProperty("read").GetInt64(), json.RootElement.GetProperty("created").GetInt64(), json.RootElement.GetProperty("rejected").GetInt64()));
        Assert.StartsWith("job_", json.RootElement.GetProperty("job").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("chg_", json.RootElement.GetProperty("changeSet").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(json.RootElement.GetProperty("rejectedFile").GetString()));
        Assert.Contains("31 rows read", error, StringComparison.Ordinal);

        var plan = await patron.Run("import", file, "--as", "order-lines", "--source", "Shop", "--json", "--plan");
        using var planned = JsonDocument.Parse(plan.Out);
        Assert.Equal((0, 30), (planned.RootElement.GetProperty("created").GetInt64(), planned.RootElement.GetProperty("unchanged").GetInt64()));
        Assert.Equal(JsonValueKind.Null, planned.RootElement.GetProperty("changeSet").ValueKind);
        await WhatLiesInTheBin(patron);
    }

    private static async Task WhatLiesInTheBin(PatronProgram patron)
    {
        var people = patron.Write("people.csv", "id,name,phone\n1,Zora Quillfeather,020 7946 0321\n");
        Assert.Equal((1, 0), await Run());
        await using (var data = new SqliteConnection($"Data Source={Path.Combine(patron.Folder, "data", "patron.db")};Pooling=False"))
        {
            await data.OpenAsync();
            await using var command = data.CreateCommand();
            command.CommandText = "update customers set deleted_at = created_at where name = 'Zora Quillfeather'";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        patron.Write("people.csv", "id,name,phone\n1,Zora Quillfeather,020 7946 0999\n");
        Assert.Equal((0, 1), await Run());
        Assert.Equal((1, 0), await Run("--from-bin"));
        // Only that once.
        Assert.Equal((0, 0), await Run());

        async Task<(long Changed, long Conflicts)> Run(params string[] more)
        {
            using var json = JsonDocument.Parse((await patron.Run(["import", people, "--as", "customers", "--source", "People", "--json", .. more])).Out);
            return (json.RootElement.GetProperty("created").GetInt64() + json.RootElement.GetProperty("updated").GetInt64(), json.RootElement.GetProperty("conflicts").GetInt64());
        }
    }

    [Fact]
    public async Task What_cannot_be_imported_ends_with_1_and_the_reason_on_standard_error()
    {
        await using var patron = new PatronProgram();
        patron.Write("a.csv", "colour,size\nred,1\nblue,2\n");

        await Refused("There is no file", "none.csv", "--as", "customers", "--source", "Shop");
        await Refused("is not a kind of file", "a.csv", "--as", "colours", "--source", "Shop");
        await Refused("which is needed", "a.csv", "--as", "orders", "--source", "Shop");
        await Refused("needs a name", "a.csv", "--as", "customers", "--source", " ", "--map", "id=colour");
        await Refused("Did you mean email", "a.csv", "--as", "customers", "--source", "Shop", "--map", "emial=colour");
        await Refused("no encoding", "a.csv", "--as", "customers", "--source", "Shop", "--encoding", "klingon");

        async Task Refused(string reason, params string[] args)
        {
            var (exit, output, error) = await patron.Run(["import", .. args, "--json"]);
            Assert.Equal((1, ""), (exit, output));
            Assert.Contains(reason, error, StringComparison.Ordinal);
        }
    }
}
