using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Households.KeepHouseholds;
using Patron.Imports;
using Patron.Imports.WatchFolders;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.Imports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Data;

/// <summary>An erasure with its proof, held against every text column and every byte of the data directory by a look of the test's own.</summary>
public sealed class ErasureProofTests
{
    private static readonly string[] Ada = ["Ada Lovelace", "Lovelace,Ada", "ada.lovelace@example.org", "7946 0018", "442079460018"];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Nothing_of_the_person_is_left_in_any_text_column_or_file_and_the_proof_says_so(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Import(patron.Write("people.csv", "id,given,family,email,phone\n1,Ada,Lovelace,ada.lovelace@example.org,+44 20 7946 0018\n2,Bo,Ek,bo.ek@example.org,\n"), "customers");
        await patron.Import(patron.Write("later.csv", "id,given,family,email,phone,city\n1,Ada,Lovelace,ada.lovelace@example.org,+44 20 7946 0018,Paris\n"), "customers");
        var (ada, bo) = (new CustomerId(await patron.CustomerOf("1")), new CustomerId(await patron.CustomerOf("2")));
        var home = (await patron.Get<HouseholdDeeds>().Begin(ada, null, Ct)).Value!.Household;
        await patron.Get<HouseholdDeeds>().Add(home, bo, null, Ct);
        // What a check found, and a job's outcome, may name her in tables of no customer; files of the data directory may be packed.
        await using (var session = await patron.Session())
        {
            await session.Execute("update imports set plan = @plan, file_name = @file", Ct, ("@plan", JsonSerializer.Serialize(new { example = "Ada Lovelace" })), ("@file", "ada.lovelace@example.org.csv"));
            await session.Commit(Ct);
        }
        var kept = Directory.CreateDirectory(Path.Combine(patron.Location.Directory, "sent")).FullName;
        using (var archive = ZipFile.Open(Path.Combine(kept, "all.zip"), ZipArchiveMode.Create))
        using (var entry = new StreamWriter(archive.CreateEntry("customers.csv").Open())) entry.Write("1,Ada,Lovelace\n");
        await File.WriteAllTextAsync(Path.Combine(kept, "bo.csv"), "2,Bo,Ek\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(kept, "utf16.csv"), "Ada Lovelace", Encoding.Unicode, Ct);
        foreach (var file in Directory.GetFiles(patron.Location.Directory, "*.csv")) File.Delete(file);
        Assert.NotEmpty(await Found(patron));

        var proof = (await patron.Get<IErasures>().Run(ada, ErasureReason.Asked, null, Ct))!;

        Assert.Equal([], await Found(patron));
        Assert.Equal(ErasureVerdict.Clean, proof.Document.Verdict);
        Assert.Equal(["bo.csv"], Directory.GetFiles(kept).Select(Path.GetFileName));
        Assert.DoesNotContain(Ada, word => proof.Json.Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(proof.Json))), proof.Digest);
        await using var db = await patron.Db();
        Assert.Equal(db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().Order(StringComparer.Ordinal), proof.Document.Tables.Select(t => t.Table));
        Assert.Equal([ada.ToString()], proof.Document.Customers);
        Assert.True(proof.Document.Tables.Single(t => t.Table == "identity_source_records").Erased > 0);
        Assert.Equal(["Shop"], proof.Document.Sources);
        Assert.Equal(1, await patron.Count("identity_source_records"));
        Assert.Null(await patron.Get<IErasures>().Run(ada, ErasureReason.Asked, null, Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_namesake_keeps_what_is_theirs_and_is_counted_as_another(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada Lovelace", "ada@example.org"), Row("2", "Ada Lovelace", "other@example.org"));
        var (ada, other) = (new CustomerId(await patron.CustomerOf("1")), await patron.CustomerOf("2"));
        Assert.NotEqual(ada.Value, other);

        var proof = (await patron.Get<IErasures>().Run(ada, ErasureReason.NoLongerNeeded, null, Ct))!;

        Assert.Equal(ErasureVerdict.Clean, proof.Document.Verdict);
        Assert.True(proof.Document.Tables.Single(t => t.Table == "customers").Others == 1);
        Assert.Equal(1, await patron.Count("customers", "name = 'Ada Lovelace'"));
    }

    [Fact]
    public async Task What_stands_in_a_table_that_may_not_be_overwritten_is_told_as_left()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Row("1", "Ada Lovelace", "ada@example.org"));
        await using (var session = await patron.Session())
        {
            await session.Execute("insert into kernel_settings(key, value) values('test', '\"Ada Lovelace\"')", Ct);
            await session.Commit(Ct);
        }

        var proof = (await patron.Get<IErasures>().Run(new(await patron.CustomerOf("1")), ErasureReason.Asked, null, Ct))!;

        Assert.Equal(ErasureVerdict.Left, proof.Document.Verdict);
        Assert.Equal(["kernel_settings"], proof.Document.Tables.Where(t => t.Left > 0).Select(t => t.Table));
    }

    [Fact]
    public async Task A_file_that_was_sent_and_never_imported_goes_too_and_folders_nobody_looks_into_are_named_before()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Row("1", "Ada Lovelace", "ada@example.org"));
        var (shop, file) = ((await patron.Source("Shop")).Id, Path.Combine(patron.Location.Files("imports"), "waiting.csv"));
        await File.WriteAllTextAsync(file, "id,name\n77,Ada Lovelace\n", Ct);
        await using (var db = await patron.Db())
        {
            db.Add(new Import { Id = new(77), SourceId = shop, Kind = "customers", FileName = "waiting.csv", StoredFile = "imports/waiting.csv", CreatedAt = patron.Clock.Now });
            db.Add(new WatchedFolder { JobId = new(78), Path = "/srv/in", SourceId = shop, Kind = "customers", Limits = "{}", Seen = "{}", CreatedAt = patron.Clock.Now });
            await db.SaveChangesAsync(Ct);
        }
        var beside = await patron.Get<IErasures>().Beside(Ct);
        Assert.Equal((1, "/srv/in"), (beside.Waiting, Assert.Single(beside.Watched)));

        Assert.NotNull(await patron.Get<IErasures>().Run(new(await patron.CustomerOf("1")), ErasureReason.Asked, null, Ct));

        Assert.False(File.Exists(file));
        Assert.Equal(0, (await patron.Get<IErasures>().Beside(Ct)).Waiting);
    }

    [Theory]
    [InlineData("Ada", false)]
    [InlineData("Ada Lovelace", true)]
    [InlineData("a@b.org", true)]
    [InlineData("12 345", false)]
    [InlineData("+44 20 7946", true)]
    [InlineData("김철수", true)]
    [InlineData("王伟", false)]
    public void A_text_that_could_be_anybodys_is_not_looked_for(string said, bool looked) => Assert.Equal(looked, ErasureWords.Of([said]).Count == 1);

    [Fact]
    public void A_word_that_two_parts_of_a_large_file_share_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("patron-erase-").FullName;
        try
        {
            var text = new string('x', (1 << 20) - 5) + "Ada Lovelace" + new string('y', 100);
            File.WriteAllText(Path.Combine(folder, "large.csv"), text);
            File.WriteAllText(Path.Combine(folder, "clean.csv"), new string('x', 1 << 20));

            var (folders, deleted) = new ErasedFiles(new(folder, null)).Remove(ErasureWords.InFiles(["Ada Lovelace"]), [], Ct);

            Assert.Equal(["large.csv"], deleted);
            Assert.Equal((2, 1, 0), (folders.Single().Looked, folders.Single().Deleted, folders.Single().Left));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Where any of her texts stands: every text column of every table, and every file, the database's own too.</summary>
    private static async Task<List<string>> Found(PatronServices patron)
    {
        var found = new List<string>();
        await using (var db = await patron.Db())
        {
            foreach (var entity in db.Model.GetEntityTypes())
            {
                var store = StoreObjectIdentifier.Table(entity.GetTableName()!);
                foreach (var column in entity.GetProperties().Where(p => p.ClrType == typeof(string)).Select(p => p.GetColumnName(store)!))
                    foreach (var word in Ada)
                        if (await patron.Count(store.Name, $"lower(\"{column}\") like '%{word.ToLowerInvariant()}%'") > 0) found.Add($"{store.Name}.{column}: {word}");
            }
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(patron.Location.Directory, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Ct);
            foreach (var word in Ada)
                if (Encoding.UTF8.GetString(bytes).Contains(word, StringComparison.OrdinalIgnoreCase) || Encoding.Unicode.GetString(bytes).Contains(word, StringComparison.OrdinalIgnoreCase)) found.Add($"{Path.GetFileName(file)}: {word}");
        }
        return found;
    }
}
