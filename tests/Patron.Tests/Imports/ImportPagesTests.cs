using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Patron.Tests.Imports;

public sealed partial class ImportPagesTests
{
    private const string People = "CustomerNo;Name;Email;DOB\n1;Margaret Ashworth;m.ashworth@example.org;14/03/1981\n2;김서연;kim@example.org;31/02/1990\n;;;\n";

    [Fact]
    public async Task A_file_goes_through_all_steps_and_each_step_shows_the_truth_again()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.Serve();
        Assert.Contains("No file has been imported yet", await Get(client, "/data"), StringComparison.Ordinal);

        var import = await Uploaded(client, People);
        var columns = await Get(client, import);
        Assert.Contains("As found: dd/MM/yyyy", columns, StringComparison.Ordinal);
        Assert.Contains("<option value=\"email\" selected", columns, StringComparison.Ordinal);

        await client.Post($"{import}/check", await client.Token(import), ("kind", "customers"), ("c1", ""));
        var check = await Until(client, import, "Apply: create 2, update 0");
        Assert.Contains("Nothing has been written yet.", check, StringComparison.Ordinal);
        Assert.Contains("31/02/1990", check, StringComparison.Ordinal);

        await client.Post($"{import}/apply", await client.Token(import));
        var done = await Until(client, import, "The file is imported");
        Assert.Contains("chg_", done, StringComparison.Ordinal);
        Assert.Contains("must be filled", await Get(client, $"{import}/rejected"), StringComparison.Ordinal);
        Assert.Contains("Imported", await Get(client, "/data?sort=-read"), StringComparison.Ordinal);

        // What was chosen, to leave the name out, is proposed for the next file of the source.
        Assert.Contains("Remembered for Cards", await Get(client, await Uploaded(client, People)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_uploaded_and_without_a_session_nothing_is_shown()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.Serve();
        using var nobody = PatronProgram.Client(client.BaseAddress!.Port);
        foreach (var token in (string?[])[null, "wrong"])
        {
            using var people = new MemoryStream(Encoding.UTF8.GetBytes(People));
            Assert.Equal(HttpStatusCode.BadRequest, (await client.Upload(token, people, "people.csv", "Cards")).StatusCode);
        }
        Assert.False(Directory.Exists(Path.Combine(patron.Folder, "data", "imports")) && Directory.EnumerateFileSystemEntries(Path.Combine(patron.Folder, "data", "imports")).Any());
        foreach (var page in (string[])["/data", "/data/imports/new", "/data/imports/imp_0000000000001"])
            Assert.StartsWith("/sign-in", (await nobody.GetAsync(page, TestContext.Current.CancellationToken)).Headers.Location!.ToString().Replace(client.BaseAddress.ToString(), "/", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/data/imports/imp_0000000000001", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Analysts_neither_see_nor_reach_imports()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.Serve();
        var added = await (await client.Post("/settings/users", await client.Token("/settings/users"), ("_handler", "add"), ("email", "bo@example.org"), ("name", "Bo"), ("role", "analyst")))
            .Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var analyst = PatronProgram.Client(client.BaseAddress!.Port);
        await analyst.Post("/sign-in", await analyst.Token("/sign-in"), ("_handler", "sign-in"), ("email", "bo@example.org"), ("password", MadePassword().Match(added).Groups[1].Value));

        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.GetAsync("/data", TestContext.Current.CancellationToken)).StatusCode);
        using var people = new MemoryStream(Encoding.UTF8.GetBytes(People));
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Upload(null, people, "people.csv", "Cards")).StatusCode);
        Assert.DoesNotContain("href=\"/data\"", await (await analyst.GetAsync("/account", TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_megabytes_are_uploaded_without_being_held_in_memory()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.ServeAlone();
        await Uploaded(client, People);
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

    private static async Task<string> Uploaded(HttpClient client, string content)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(content));
        var answer = await client.Upload(await client.Token("/data/imports/new"), file, "people.csv", "Cards");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<string> Get(HttpClient client, string page)
    {
        var answer = await client.GetAsync(page, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> Until(HttpClient client, string page, string says)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var html = await Get(client, page);
            if (html.Contains(says, StringComparison.Ordinal)) return html;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"{page} never says “{says}”: {await Get(client, page)}");
    }

    [GeneratedRegex("<code>([^<]+)</code>")]
    private static partial Regex MadePassword();
}
