using System.Net;
using System.Text;
using Patron.Access.Contracts;

namespace Patron.Tests.Imports;

public sealed class ImportPagesTests(ImportPages pages) : IClassFixture<ImportPages>
{
    private const string People = "CustomerNo;Name;Email;DOB\n1;Margaret Ashworth;m.ashworth@example.org;14/03/1981\n2;김서연;kim@example.org;31/02/1990\n;;;\n";

    [Fact]
    public async Task A_file_goes_through_all_steps_and_each_step_shows_the_truth_again()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn(followRedirects: false);
        Assert.Contains("No file has been imported yet", await browser.Read("/data"), StringComparison.Ordinal);

        var import = await browser.Upload(People, "people.csv");
        var columns = await browser.Read(import);
        Assert.Contains("As found: dd/MM/yyyy", columns, StringComparison.Ordinal);
        Assert.Contains("<option value=\"email\" selected", columns, StringComparison.Ordinal);

        await browser.Post($"{import}/check", await browser.Token(import), ("kind", "customers"), ("c1", ""));
        var check = await browser.Until(import, "Apply: create 2, update 0");
        Assert.Contains("Nothing has been written yet.", check, StringComparison.Ordinal);
        Assert.Contains("31/02/1990", check, StringComparison.Ordinal);

        await browser.Post($"{import}/apply", await browser.Token(import));
        var done = await browser.Until(import, "The file is imported");
        Assert.Contains("chg_", done, StringComparison.Ordinal);
        Assert.Contains("must be filled", await browser.Read($"{import}/rejected"), StringComparison.Ordinal);
        Assert.Contains("Imported", await browser.Read("/data?sort=-read"), StringComparison.Ordinal);

        // What was chosen, to leave the name out, is proposed for the next file of the source.
        Assert.Contains("Remembered for Cards", await browser.Read(await browser.Upload(People, "people.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_uploaded_and_without_a_session_nothing_is_shown()
    {
        using var nobody = pages.App.Client(followRedirects: false);
        foreach (var token in (string?[])[null, "wrong"])
        {
            using var people = new MemoryStream(Encoding.UTF8.GetBytes(People));
            Assert.Equal(HttpStatusCode.BadRequest, (await pages.Browser.Http.Upload(token, people, "people.csv", "Cards")).StatusCode);
        }
        var kept = Path.Combine(pages.App.Get<Patron.Data.DataLocation>().Directory, "imports");
        Assert.False(Directory.Exists(kept) && Directory.EnumerateFileSystemEntries(kept).Any());
        foreach (var page in (string[])["/data", "/data/imports/new", "/data/imports/imp_0000000000001"])
            Assert.StartsWith("/sign-in", (await nobody.Get(page)).Headers.Location!.ToString().Replace(pages.App.Address.ToString(), "/", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await pages.Browser.Get("/data/imports/imp_0000000000001")).StatusCode);
    }

    [Fact]
    public async Task Analysts_neither_see_nor_reach_imports()
    {
        using var analyst = await pages.App.SignIn(Roles.Analyst, followRedirects: false);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get("/data")).StatusCode);
        using var people = new MemoryStream(Encoding.UTF8.GetBytes(People));
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Http.Upload(null, people, "people.csv", "Cards")).StatusCode);
        Assert.DoesNotContain("href=\"/data\"", await analyst.Page("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_megabytes_are_uploaded_without_being_held_in_memory()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.ServeAlone();
        using var people = new MemoryStream(Encoding.UTF8.GetBytes(People));
        await client.Upload(await client.Token("/data/imports/new"), people, "people.csv", "Cards");
        var before = patron.PeakMemory();
        var path = Path.Combine(patron.Folder, "large.csv");
        await using (var large = new StreamWriter(path))
        {
            await large.WriteAsync("id,name,email\n");
            for (var i = 0; large.BaseStream.Length < 50 << 20; i++) await large.WriteAsync($"{i},Person number {i},person{i}@example.org\n");
        }

        await using var file = File.OpenRead(path);
        var answer = await client.Upload(await client.Token("/data/imports/new"), file, "large.csv", "Cards");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(new FileInfo(path).Length, new FileInfo(Directory.EnumerateFiles(Path.Combine(patron.Folder, "data", "imports"), "upload", SearchOption.AllDirectories).MaxBy(f => new FileInfo(f).Length)!).Length);
        Assert.InRange(patron.PeakMemory() - before, 0, 32 << 20);
    }
}
