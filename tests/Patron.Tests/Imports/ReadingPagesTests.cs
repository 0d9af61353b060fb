using System.Net;
using System.Text;

namespace Patron.Tests.Imports;

/// <summary>What the pages ask and refuse, through the running program.</summary>
public sealed class ReadingPagesTests
{
    private const string Ambiguous = "order,at,total\n1,01/02/2023,1.234\n2,03/04/2023,5.678\n";

    [Fact]
    public async Task What_a_file_does_not_tell_is_asked_and_nothing_is_checked_before_it_is_answered()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.Serve();
        var import = await Uploaded(client, Encoding.UTF8.GetBytes(Ambiguous), "orders.csv");

        var page = await Get(client, import);
        Assert.Contains("How are the dates of at meant?", page, StringComparison.Ordinal);
        Assert.Contains("1 February 2023", page, StringComparison.Ordinal);
        Assert.Contains("2 January 2023", page, StringComparison.Ordinal);
        Assert.Contains("Which is the decimal sign in total?", page, StringComparison.Ordinal);

        var unanswered = await client.Post($"{import}/check", await client.Token(import), ("kind", "orders"), ("ask-date", "dd/MM/yyyy"));
        Assert.EndsWith("?step=columns", unanswered.Headers.Location!.ToString(), StringComparison.Ordinal);
        var once = await Get(client, import);
        Assert.DoesNotContain("How are the dates", once, StringComparison.Ordinal);
        Assert.Contains("Which is the decimal sign", once, StringComparison.Ordinal);

        await client.Post($"{import}/check", await client.Token(import), ("kind", "orders"), ("date", "dd/MM/yyyy"), ("ask-decimal", ","));
        Assert.Contains("Apply: create 2, update 0", await Until(client, import, "Apply:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_workbook_the_sheet_is_asked_and_what_is_answered_is_read()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.Serve();
        var book = WorkbookFiles.Book(
        [
            ("Notes", "", WorkbookFiles.Row(1, WorkbookFiles.Text("written by hand"))),
            ("People", "", WorkbookFiles.Row(1, WorkbookFiles.Text("id"), WorkbookFiles.Text("name"), WorkbookFiles.Text("birth")) + WorkbookFiles.Row(2, WorkbookFiles.Number("1"), WorkbookFiles.Text("김서연"), WorkbookFiles.Number("31000", 1))),
            ("Secret", "hidden", ""),
        ]);
        var import = await Uploaded(client, book, "people.xlsx");
        var page = await Get(client, import);
        Assert.Contains("Which sheet of the workbook", page, StringComparison.Ordinal);
        Assert.Contains("1 hidden sheet is left aside: Secret.", page, StringComparison.Ordinal);

        await client.Post($"{import}/columns", await client.Token(import), ("kind", "customers"), ("ask-sheet", "People"));
        var chosen = await Get(client, import);
        Assert.DoesNotContain("Which sheet", chosen, StringComparison.Ordinal);
        Assert.Contains("김서연", chosen, StringComparison.Ordinal);
        Assert.Contains("1984-11-14", chosen, StringComparison.Ordinal);

        await client.Post($"{import}/check", await client.Token(import), ("kind", "customers"), ("sheet", "People"));
        await Until(client, import, "Apply: create 1, update 0");
    }

    [Theory]
    [InlineData("photo.png", "89504E470D0A1A0A0000000D49484452", "Files of this kind are not taken")]
    [InlineData("a.csv", "89504E470D0A1A0A0000000D4948445200000000", "not a text file")]
    [InlineData("empty.csv", "", "holds no rows")]
    [InlineData("broken.xlsx", "504B03040102", "damaged or not a workbook")]
    [InlineData("broken.gz", "1F8B0909090909090909", "damaged and cannot be opened")]
    public async Task What_cannot_be_read_is_refused_with_its_reason_and_not_kept(string name, string hex, string says)
    {
        await using var patron = new PatronProgram();
        using var client = await patron.Serve();
        using var file = new MemoryStream(Convert.FromHexString(hex));
        var answer = await client.Upload(await client.Token("/data/imports/new"), file, name, "Cards");
        Assert.Contains(says, await Get(client, answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        var kept = Path.Combine(patron.Folder, "data", "imports");
        Assert.False(Directory.Exists(kept) && Directory.EnumerateFileSystemEntries(kept).Any());
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_and_one_below_it_is_taken()
    {
        await using var patron = new PatronProgram { Environment = { ["PATRON_UPLOAD_MB"] = "3" } };
        using var client = await patron.ServeAlone();
        Assert.Contains("up to 3 MB", await Get(client, "/data/imports/new"), StringComparison.Ordinal);
        await Uploaded(client, Rows(2), "rows.csv");

        using var large = new MemoryStream(Rows(3.5));
        var answer = await client.Upload(await client.Token("/data/imports/new"), large, "rows.csv", "Cards");
        Assert.Contains("larger than 3 MB", await Get(client, answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(patron.Folder, "data", "imports")));

        static byte[] Rows(double megabytes)
        {
            var rows = new StringBuilder("id,name\n");
            for (var i = 0; rows.Length < megabytes * (1 << 20); i++) rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},Person number {i}\n");
            return Encoding.UTF8.GetBytes(rows.ToString());
        }
    }

    private static async Task<string> Uploaded(HttpClient client, byte[] content, string name)
    {
        using var file = new MemoryStream(content);
        var answer = await client.Upload(await client.Token("/data/imports/new"), file, name, "Cards");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("problem", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
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
        throw new TimeoutException($"{page} never says “{says}”.");
    }
}
