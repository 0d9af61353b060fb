using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports;
using Patron.Imports.TakeRows;
using Patron.Imports.WatchFolders;
using Patron.Kernel;

namespace Patron.Tests.Imports;

public sealed class WatchedFolderTests : IDisposable
{
    private const string Good = "id,name,email\n1,Ann Lee,ann@example.org\n2,Bob Ray,bob@example.org\n3,Cy Poe,cy@example.org\n";
    private readonly string folder = Directory.CreateTempSubdirectory("patron-folder-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_file_that_has_stopped_growing_is_imported_once_and_put_aside_with_its_result(Database kind)
    {
        await using var app = await Watching(kind);
        Put("june.csv", Good);

        await Look(app);
        Assert.Equal(1L, await ImportJobTests.Count(app, "imports"));
        Put("june.csv", Good + "4,Di Orr,di@example.org\n");
        await Look(app);
        Assert.Equal(1L, await ImportJobTests.Count(app, "imports"));
        await Look(app);
        await Look(app);

        Assert.Equal(2L, await ImportJobTests.Count(app, "imports"));
        Assert.Equal(4L, await ImportJobTests.Count(app, "customers"));
        Assert.Empty(Directory.GetFiles(folder));
        Assert.True(File.Exists(Path.Combine(folder, "done", "june.csv")));
        Assert.Contains("\"Read\":4", await File.ReadAllTextAsync(Path.Combine(folder, "done", "june.csv.result.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_file_of_a_source_waits_until_somebody_has_seen_how_it_is_read()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await Watch(app, FolderLimits.Default);
        Put("june.csv", Good);

        await Look(app);
        await Look(app);
        await Look(app);

        await using var db = await app.Db();
        var import = await db.Imports.SingleAsync();
        Assert.Contains("imports.folder.first", import.Waits, StringComparison.Ordinal);
        Assert.Equal((null, null), (import.CheckJobId, import.ApplyJobId));
        Assert.True(File.Exists(Path.Combine(folder, "june.csv")));
    }

    [Theory]
    [InlineData("id,name,email\n4,Di Orr,di@example.org\n,,\n7,Ed Fox,ed@example.org\n8,Flo Gay,flo@example.org\n,,\n", "imports.folder.rejected")]
    [InlineData("id,name,email\n4,Di Orr,di@example.org\n", "imports.folder.drop")]
    [InlineData("id,name,email\n1,Ann Lee-Ray,ann@example.org\n2,Bob Rays,bob@example.org\n3,Cy Poe,cy@example.org\n", "imports.folder.updates")]
    public async Task A_file_beyond_a_limit_is_checked_and_waits_and_a_later_one_goes_past_it(string content, string limit)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("before.csv", Good), "customers");
        await Watch(app, new(Rejected: 0.1, Conflicts: 0, Updates: 0.5, Drop: 0.5));
        Put("a.csv", content.Replace(",,\n", "\"\",\"\",\"\"\n", StringComparison.Ordinal));
        Put("b.csv", Good);

        await Look(app);
        await Look(app);
        await Look(app);

        await using var db = await app.Db();
        var (a, b) = (await db.Imports.SingleAsync(i => i.FileName == "a.csv"), await db.Imports.SingleAsync(i => i.FileName == "b.csv"));
        Assert.Contains(limit, a.Waits, StringComparison.Ordinal);
        Assert.Null(a.ApplyJobId);
        Assert.NotNull(b.Result);
        Assert.Equal(["a.csv"], Directory.GetFiles(folder).Select(Path.GetFileName));

        // Somebody decides: it is applied as any import, and the next look puts it aside.
        var job = await app.Get<IJobs>().RunNow(ApplyJob.JobKind, Json.Write(new ImportJobArguments(a.Id, "en", null)), null, null, default);
        Assert.Equal(JobState.Done, job.State);
        await Look(app);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task A_file_that_breaks_a_limit_of_quality_waits_because_nobody_would_see_the_warning()
    {
        await using var app = await Watching(Database.Sqlite);
        await using (var limits = await app.Db())
        {
            limits.Add(new Patron.Quality.QualityLimit { SourceId = (await limits.Imports.SingleAsync()).SourceId, Kind = "customers", Field = "email", Flaw = Flaw.Missing, Most = Micros.From(0.5m) });
            await limits.SaveChangesAsync();
        }
        Put("a.csv", "id,name,email\n4,Di Orr,di@example.org\n5,Ed Fox,\n");
        Put("b.csv", "id,name,email\n6,Flo Gay,\n7,Gus Ray,\n8,Hal Orr,hal@example.org\n");

        for (var look = 0; look < 4; look++) await Look(app);

        await using var db = await app.Db();
        Assert.NotNull((await db.Imports.SingleAsync(i => i.FileName == "a.csv")).Result);
        var waits = await db.Imports.SingleAsync(i => i.FileName == "b.csv");
        Assert.Null(waits.ApplyJobId);
        Assert.Contains("imports.folder.quality", waits.Waits, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_put_aside_with_the_reason_and_keeps_no_other_waiting()
    {
        await using var app = await Watching(Database.Sqlite);
        File.WriteAllBytes(Path.Combine(folder, "a.csv"), [.. "\u0089PNG\r\n"u8, .. new byte[400]]);
        Put("b.csv", "");
        Put("c.csv", Good);
        Put("notes.doc", "not ours");
        File.CreateSymbolicLink(Path.Combine(folder, "link.csv"), "/etc/hostname");

        await Look(app);
        await Look(app);
        await Look(app);

        Assert.Equal(["link.csv", "notes.doc"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("is not a text file", await File.ReadAllTextAsync(Path.Combine(folder, "failed", "a.csv.result.json")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "failed", "b.csv")));
        Assert.True(File.Exists(Path.Combine(folder, "done", "c.csv")));
    }

    [Fact]
    public async Task A_folder_that_is_away_is_looked_for_again()
    {
        await using var app = await Watching(Database.Sqlite);
        Directory.Delete(folder, recursive: true);
        await Look(app);
        Assert.Equal("imports.folder.unreadable", Assert.Single(await app.Get<WatchedFolders>().All(default)).Trouble);

        Directory.CreateDirectory(folder);
        Put("a.csv", Good);
        await Look(app);
        await Look(app);

        Assert.Null(Assert.Single(await app.Get<WatchedFolders>().All(default)).Trouble);
        Assert.True(File.Exists(Path.Combine(folder, "done", "a.csv")));
    }

    [Fact]
    public async Task A_second_server_finds_the_folder_taken()
    {
        await using var app = await Watching(Database.Sqlite);
        var jobs = app.Get<Jobs>();

        var taken = new List<string>();
        while (await jobs.Take(default) is { } due) taken.Add(due.Kind);
        Assert.Single(taken, k => k == FolderJob.JobKind);
    }

    [Fact]
    public async Task What_cannot_be_watched_is_refused()
    {
        await using var app = await Watching(Database.Sqlite);
        var folders = app.Get<WatchedFolders>();

        Assert.IsType<NoFolder>((await folders.Add(folder + "-none", "Shop", "customers", FolderLimits.Default, null, default)).Refusal);
        Assert.IsType<FolderTwice>((await folders.Add(folder + "/", "Shop", "customers", FolderLimits.Default, null, default)).Refusal);
        Assert.IsType<FolderIsOurs>((await folders.Add(app.Location.Directory, "Shop", "customers", FolderLimits.Default, null, default)).Refusal);
        Assert.IsType<FolderKindUnknown>((await folders.Add(folder, "Shop", "people", FolderLimits.Default, null, default)).Refusal);
    }

    [Theory, InlineData("1%", 0.01), InlineData("0.25", 0.25), InlineData("100%", 1.0), InlineData("any", null), InlineData("", 0.5)]
    public void Shares_are_read_as_people_write_them(string text, double? share) => Assert.Equal(share, WatchedFolders.ReadShare(text, 0.5, "drop").Value!.Share);

    [Theory, InlineData("101%"), InlineData("-1%"), InlineData("much"), InlineData("%")]
    public void What_is_no_share_is_refused(string text) => Assert.IsType<ShareUnknown>(WatchedFolders.ReadShare(text, 0.5, "drop").Refusal);

    private async Task<PatronServices> Watching(Database kind)
    {
        var app = await PatronServices.Start(kind);
        await app.Import(app.Write("before.csv", Good), "customers");
        await Watch(app, FolderLimits.Default);
        return app;
    }

    private async Task Watch(PatronServices app, FolderLimits limits)
    {
        var added = await app.Get<WatchedFolders>().Add(folder, "Shop", "customers", limits, null, default);
        Assert.Null(added.Refusal);
    }

    /// <summary>A minute later, as the runner of a server does it.</summary>
    private static async Task Look(PatronServices app)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var jobs = app.Get<Jobs>();
        // An import is followed by other work, such as the reckoning of quality.
        while (await jobs.Take(default) is { } due) await jobs.Run(due, null, default);
    }

    private void Put(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content);
}
