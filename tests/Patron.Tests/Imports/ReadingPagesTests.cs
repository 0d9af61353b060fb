using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Imports;

namespace Patron.Tests.Imports;

/// <summary>What the pages ask and refuse.</summary>
public sealed class ReadingPagesTests(ImportPages pages) : IClassFixture<ImportPages>
{
    private const string Ambiguous = "order,at,total\n1,01/02/2023,1.234\n2,03/04/2023,5.678\n";

    [Fact]
    public async Task What_a_file_does_not_tell_is_asked_and_nothing_is_checked_before_it_is_answered()
    {
        var import = await pages.Browser.Upload(Ambiguous, "orders.csv", "Asked");

        var page = await pages.Browser.Read(import);
        Assert.Contains("How are the dates of at meant?", page, StringComparison.Ordinal);
        Assert.Contains("1 February 2023", page, StringComparison.Ordinal);
        Assert.Contains("2 January 2023", page, StringComparison.Ordinal);
        Assert.Contains("Which is the decimal sign in total?", page, StringComparison.Ordinal);

        var unanswered = await pages.Browser.Post($"{import}/check", await pages.Browser.Token(import), ("kind", "orders"), ("ask-date-1", "dd/MM/yyyy"));
        Assert.EndsWith("?step=columns", unanswered.Headers.Location!.ToString(), StringComparison.Ordinal);
        var once = await pages.Browser.Read(import);
        Assert.DoesNotContain("How are the dates", once, StringComparison.Ordinal);
        Assert.Contains("Which is the decimal sign", once, StringComparison.Ordinal);

        await pages.Browser.Post($"{import}/check", await pages.Browser.Token(import), ("kind", "orders"), ("ask-decimal", ","));
        Assert.Contains("Apply: create 2, update 0", await pages.Browser.Until(import, "Apply:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_workbook_the_sheet_is_asked_and_what_is_answered_is_read()
    {
        var book = WorkbookFiles.Book(
        [
            ("Notes", "", WorkbookFiles.Row(1, WorkbookFiles.Text("written by hand"))),
            ("People", "", WorkbookFiles.Row(1, WorkbookFiles.Text("id"), WorkbookFiles.Text("name"), WorkbookFiles.Text("birth")) + WorkbookFiles.Row(2, WorkbookFiles.Number("1"), WorkbookFiles.Text("김서연"), WorkbookFiles.Number("31000", 1))),
            ("Secret", "hidden", ""),
        ]);
        var import = await pages.Browser.Upload(book, "people.xlsx", "Book");
        var page = await pages.Browser.Read(import);
        Assert.Contains("Which sheet of the workbook", page, StringComparison.Ordinal);
        Assert.Contains("1 hidden sheet is left aside: Secret.", page, StringComparison.Ordinal);

        await pages.Browser.Post($"{import}/columns", await pages.Browser.Token(import), ("kind", "customers"), ("ask-sheet", "People"));
        var chosen = await pages.Browser.Read(import);
        Assert.DoesNotContain("Which sheet", chosen, StringComparison.Ordinal);
        Assert.Contains("김서연", chosen, StringComparison.Ordinal);
        Assert.Contains("1984-11-14", chosen, StringComparison.Ordinal);

        await pages.Browser.Post($"{import}/check", await pages.Browser.Token(import), ("kind", "customers"), ("sheet", "People"));
        await pages.Browser.Until(import, "Apply: create 1, update 0");
    }

    [Theory]
    [InlineData("photo.png", "89504E470D0A1A0A0000000D49484452", "Files of this kind are not taken")]
    [InlineData("a.csv", "89504E470D0A1A0A0000000D4948445200000000", "not a text file")]
    [InlineData("empty.csv", "", "holds no rows")]
    [InlineData("broken.xlsx", "504B03040102", "damaged or not a workbook")]
    [InlineData("broken.gz", "1F8B0909090909090909", "damaged and cannot be opened")]
    public async Task What_cannot_be_read_is_refused_with_its_reason_and_not_kept(string name, string hex, string says)
    {
        var before = Kept();
        using var file = new MemoryStream(Convert.FromHexString(hex));
        var answer = await pages.Browser.Http.Upload(await pages.Browser.Token("/data/imports/new"), file, name, "Cards");
        Assert.Contains(says, await pages.Browser.Read(answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        Assert.Equal(before, Kept());
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_and_one_below_it_is_taken()
    {
        await using var app = await PatronApp.Start(more: services => services.AddSingleton(new ImportLimits(Upload: 3 << 20)));
        using var browser = await app.SignIn(followRedirects: false);
        Assert.Contains("up to 3 MB", await browser.Read("/data/imports/new"), StringComparison.Ordinal);
        await browser.Upload(Rows(2), "rows.csv");

        using var large = new MemoryStream(Rows(3.5));
        var answer = await browser.Http.Upload(await browser.Token("/data/imports/new"), large, "rows.csv", "Cards");
        Assert.Contains("larger than 3 MB", await browser.Read(answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(app.Get<Patron.Data.DataLocation>().Directory, "imports")));

        static byte[] Rows(double megabytes)
        {
            var rows = new StringBuilder("id,name\n");
            for (var i = 0; rows.Length < megabytes * (1 << 20); i++) rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},Person number {i}\n");
            return Encoding.UTF8.GetBytes(rows.ToString());
        }
    }

    [Fact]
    public async Task Each_column_of_dates_that_is_in_doubt_is_asked_for_itself_and_keeps_its_own_answer()
    {
        const string Two = "id,customer,opened,closed,kind\n1,A,01/02/2023,03/04/2024,loan\n2,B,05/06/2023,07/08/2024,loan\n";
        var import = await pages.Browser.Upload(Two, "loans.csv", "Loans");
        var page = await pages.Browser.Read(import);
        Assert.Contains("How are the dates of opened meant?", page, StringComparison.Ordinal);
        Assert.Contains("How are the dates of closed meant?", page, StringComparison.Ordinal);

        await pages.Browser.Post($"{import}/columns", await pages.Browser.Token(import), ("kind", "holdings"), ("ask-date-2", "dd/MM/yyyy"));
        Assert.DoesNotContain("dates of opened meant", await pages.Browser.Read(import), StringComparison.Ordinal);
        await pages.Browser.Post($"{import}/check", await pages.Browser.Token(import), ("kind", "holdings"), ("ask-date-3", "MM/dd/yyyy"));
        await pages.Browser.Until(import, "Apply: create 2, update 0");
        await pages.Browser.Post($"{import}/apply", await pages.Browser.Token(import));
        await pages.Browser.Until(import, "The file is imported");

        await using var db = await pages.App.Db();
        var loan = await db.Set<Patron.Purchases.Holding>().SingleAsync(h => h.Number == "1");
        Assert.Equal((new DateOnly(2023, 2, 1), new DateOnly(2024, 3, 4)), (loan.Opened, loan.Closed));
        // The next file of the source is read alike, and nothing is asked again.
        Assert.DoesNotContain("dates of", await pages.Browser.Read(await pages.Browser.Upload(Two, "loans.csv", "Loans")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_encloses_fields_can_be_said_otherwise()
    {
        var import = await pages.Browser.Upload("id,name,city\n1,'Ann, the first','Leeds'\n2,'Bob, the second','York'\n", "quoted.csv", "Quotes");
        Assert.Contains("As found: '", await pages.Browser.Read(import), StringComparison.Ordinal);

        await pages.Browser.Post($"{import}/columns", await pages.Browser.Token(import), ("kind", "customers"), ("quote", "none"));

        var page = await pages.Browser.Read(import);
        Assert.Contains("<option value=\"none\" selected", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann, the first", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_five_thousand_columns_those_that_become_nothing_are_folded_and_found_by_name()
    {
        var names = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"q{i}"));
        var import = await pages.Browser.Upload($"id,name,{names}\n1,Ann Lee,{string.Join(',', Enumerable.Repeat("x", 5_000))}\n", "survey.csv", "Survey");

        var page = await pages.Browser.Read(import);

        var folded = int.Parse(System.Text.RegularExpressions.Regex.Match(page, "([0-9,]+) columns are left out").Groups[1].Value, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(folded, 4_950, 5_000);
        Assert.Contains("Page 1 of 100", page, StringComparison.Ordinal);
        Assert.InRange(Elements(page), 1, 6_000);
        var found = await pages.Browser.Post($"{import}/columns", await pages.Browser.Token(import), ("kind", "customers"), ("c1", "company"), ("find", "q4321"));
        var one = await pages.Browser.Read(found.Headers.Location!.ToString());
        Assert.Contains(">q4321<", one, StringComparison.Ordinal);
        Assert.DoesNotContain(">q4320<", one, StringComparison.Ordinal);
        Assert.Contains("<option value=\"company\" selected", one, StringComparison.Ordinal);

        await pages.Browser.Post($"{import}/columns", await pages.Browser.Token(import), ("kind", "customers"), ("c4323", "city"));
        Assert.Contains($"{folded - 1:N0} columns are left out", await pages.Browser.Read(import), StringComparison.Ordinal);

        static int Elements(string html) => html.Split('<').Count(tag => tag.Length > 0 && char.IsAsciiLetter(tag[0]));
    }

    [Fact]
    public async Task The_sheet_of_the_last_workbook_is_taken_of_the_next_one()
    {
        byte[] book = WorkbookFiles.Book(
        [
            ("Notes", "", WorkbookFiles.Row(1, WorkbookFiles.Text("written by hand"))),
            ("People", "", WorkbookFiles.Row(1, WorkbookFiles.Text("id"), WorkbookFiles.Text("name")) + WorkbookFiles.Row(2, WorkbookFiles.Number("1"), WorkbookFiles.Text("김서연"))),
        ]);
        var first = await pages.Browser.Upload(book, "people.xlsx", "Sheets");
        await pages.Browser.Post($"{first}/columns", await pages.Browser.Token(first), ("kind", "customers"), ("ask-sheet", "People"));
        await pages.Browser.Post($"{first}/check", await pages.Browser.Token(first), ("kind", "customers"), ("sheet", "People"));
        await pages.Browser.Until(first, "Apply:");
        await pages.Browser.Post($"{first}/apply", await pages.Browser.Token(first));
        await pages.Browser.Until(first, "The file is imported");

        var second = await pages.Browser.Read(await pages.Browser.Upload(book, "people.xlsx", "Sheets"));

        Assert.DoesNotContain("Which sheet", second, StringComparison.Ordinal);
        Assert.Contains("김서연", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_under_which_people_enter_customers_is_no_system_of_files()
    {
        await pages.App.Get<Patron.IdentityResolution.SourceList>().ByHand(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("value=\"by hand\"", await pages.Browser.Read("/data/imports/new"), StringComparison.Ordinal);

        using var file = new MemoryStream(Encoding.UTF8.GetBytes("id,name\n1,Ann Lee\n"));
        var answer = await pages.Browser.Http.Upload(await pages.Browser.Token("/data/imports/new"), file, "a.csv", " By Hand ");

        Assert.Contains("Give the file’s system another one", await pages.Browser.Read(answer.Headers.Location!.ToString()), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => pages.App.Import("id,name\n1,Ann Lee\n", "customers", "by hand"));
        Assert.Contains("Give the file’s system another one", refused.Message, StringComparison.Ordinal);
    }

    private string[] Kept()
    {
        var folder = Path.Combine(pages.App.Get<Patron.Data.DataLocation>().Directory, "imports");
        return Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)] : [];
    }
}
