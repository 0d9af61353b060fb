using System.Net;
using System.Net.Http.Headers;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Settings.TakeEverything;
using Patron.Tests.Customers;
using Patron.Tests.Imports;

namespace Patron.Tests.Exporting;

/// <summary>The archive through the page and through the command line.</summary>
public sealed class EverythingPagesTests
{
    private const string Page = "/settings/everything";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_administrator_writes_the_archive_downloads_it_and_imports_it_elsewhere(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        await ListSample.Add(app.Get<IServiceProvider>(), 12);
        using var browser = await app.SignIn();
        Assert.Contains(Page, await browser.Page("/settings"), StringComparison.Ordinal);
        await browser.Post(Page + "/export", await browser.Token(Page));
        await Ended(app);
        Assert.Contains("is ready", await browser.Page(Page), StringComparison.Ordinal);

        var download = await browser.Get(Page + "/export");
        var archive = await download.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, "application/zip", "PK"), (download.StatusCode, download.Content.Headers.ContentType?.MediaType, System.Text.Encoding.ASCII.GetString(archive, 0, 2)));
        await using var other = await PatronApp.Start(kind);
        using var there = await other.SignIn();
        Assert.Contains("is no archive", await (await Upload(there, archive[..^100])).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Upload(there, archive, token: "forged")).StatusCode);
        await Upload(there, archive);
        await Ended(other);
        Assert.Contains("The archive is in", await there.Page(Page), StringComparison.Ordinal);
        await using var db = await other.Db();
        Assert.Equal(12, db.Set<Patron.Customers.Customer>().Count(c => !c.Anonymous && c.MergedInto == null));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(other.Get<Patron.Data.DataLocation>().Directory, ExportJob.Folder)));
    }

    [Fact]
    public async Task Nobody_else_may()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn(Roles.Analyst);
        foreach (var path in (string[])[Page, Page + "/export", Page + "/progress"]) Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post(Page + "/export", await browser.Token("/account"))).StatusCode);
    }

    [Fact]
    public async Task The_command_line_writes_and_takes_it_without_options()
    {
        await using var patron = new PatronProgram();
        var file = patron.Write("lines.csv", ImportFilesOf.Lines(30));
        Assert.Equal(0, (await patron.Run("import", file, "--as", "order-lines", "--source", "Shop")).Item1);
        var archive = Path.Combine(patron.Folder, "all.zip");

        Assert.Equal(0, (await patron.Run("export", "everything", "--out", archive)).Item1);
        await using var other = new PatronProgram();
        var (exit, output, _) = await other.Run("import", archive);

        Assert.Equal(0, exit);
        Assert.Contains("0 in conflict, 0 rejected", output, StringComparison.Ordinal);
        var (refused, _, error) = await other.Run("import", other.Write("lines.csv", ImportFilesOf.Lines(3)));
        Assert.Equal(1, refused);
        Assert.Contains("--as", error, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Upload(TestBrowser browser, byte[] archive, string? token = null)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(token ?? await browser.Token(Page)), "__RequestVerificationToken");
        var file = new ByteArrayContent(archive);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        form.Add(file, "archive", "all.zip");
        return await browser.Http.PostAsync(Page + "/take", form);
    }

    private static async Task Ended(PatronApp app)
    {
        while ((await app.Get<ShownEverything>().State(default)).Running is { } job)
            await foreach (var _ in app.Get<IJobs>().Watch(job.Id, default)) { }
    }
}
