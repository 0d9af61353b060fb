using System.Text;
using Patron.Imports;
using Patron.Imports.Reading;
using Patron.Imports.Reading.Workbooks;
using Patron.Imports.UnpackFile;
using static Patron.Tests.Imports.WorkbookFiles;

namespace Patron.Tests.Imports;

public sealed class WorkbookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("patron-workbooks-").FullName;

    [Fact]
    public void Cells_become_text_that_means_what_the_workbook_shows()
    {
        var book = Book([("Orders", "", Row(1, Text("n"), Text("day"), Text("time"), Text("amount"), Text("yes"), Text("error"), Text("shared"), Text("formula"))
            + Row(2, Number("0.30000000000000004"), Number("44927", 1), Number("44927.75", 2), Number("1234.5", 3), Typed("b", "1"), Typed("e", "#N/A"), Shared(0), Typed("str", "a_x000D_b"))
            + Row(5, Number("1E+20"), Number("36526", 4), Number("60", 1), Number("-3"), Typed("b", "0"), "", Shared(1), Typed("d", "2024-02-29T00:00:00")))],
            ["<t xml:space=\"preserve\"> two  blanks</t>", "<r><t>東</t></r><r><t>京</t></r><rPh sb=\"0\" eb=\"1\"><t>トウキョウ</t></rPh>"]);
        var (_, text) = Unpacked(book);
        Assert.Equal(
        [
            "n,day,time,amount,yes,error,shared,formula",
            "0.3,2023-01-01,2023-01-01 18:00:00,1234.5,TRUE,#N/A,\" two  blanks\",\"a\rb\"",
            "", "",
            "100000000000000000000,2000-01-01,1900-02-29,-3,FALSE,,東京,2024-02-29",
            "",
        ], text.Split('\n'));
    }

    [Fact]
    public void A_workbook_from_1904_counts_its_days_from_there() =>
        Assert.Equal("1904-01-01,2023-01-01\n", Unpacked(Book([("S", "", Row(1, Number("0", 1), Number("43465", 1)))], from1904: true)).Text);

    [Fact]
    public void Lines_are_rows_of_the_sheet_whatever_breaks_stand_in_its_cells()
    {
        var (_, path) = Make(Book([("S", "", Row(1, Text("id"), Text("name")) + Row(3, Text("1"), Text("Ann\nLee")) + Row(7, Text("2"), Text("Bo")))]));
        var survey = FileSurvey.Of(path, Patron.Imports.Mapping.ImportFields.Of(Patron.Imports.Mapping.ImportKind.Customers), new(), null).Value!;
        using var stream = File.OpenRead(path);
        using var reader = survey.Format.Open(stream);
        Assert.Equal(["id", "name"], reader.Header);
        Assert.True(reader.Read());
        Assert.Equal((3L, "Ann\nLee"), (reader.Line, reader[1].ToString()));
        Assert.True(reader.Read());
        Assert.Equal((7L, "Bo"), (reader.Line, reader[1].ToString()));
    }

    [Fact]
    public void Of_several_sheets_the_first_that_is_shown_is_taken_another_by_name_and_hidden_ones_are_told()
    {
        var book = Book([("Old", "hidden", Row(1, Text("x"))), ("People & friends", "", Row(1, Text("p"))), ("Orders", "", Row(1, Text("o"))), ("Secret", "veryHidden", "")]);
        var (first, text) = Unpacked(book);
        Assert.Equal("p\n", text);
        Assert.Equal("People & friends", first.Sheet);
        Assert.Equal(["People & friends", "Orders"], first.Sheets);
        Assert.Equal(["Old", "Secret"], first.Hidden);
        Assert.Equal("o\n", Unpacked(book, "orders").Text);
        Assert.Equal("imports.problem.sheet_unknown", Refused(book, sheet: "Nowhere"));
        Assert.Equal("imports.problem.workbook_empty", Refused(Book([("Old", "hidden", Row(1, Text("x")))])));
    }

    [Fact]
    public void Rows_that_end_early_get_as_many_fields_as_the_others() =>
        Assert.Equal("a,,c\n1,,\n1,2,3\n", Unpacked(Book([("S", "", Row(1, Text("a"), "", Text("c")) + Row(2, Text("1")) + Row(3, Text("1"), Text("2"), Text("3")))])).Text);

    [Fact]
    public void More_shared_texts_than_the_limit_are_refused_and_as_many_are_taken()
    {
        var book = Book([("S", "", Row(1, Shared(0), Shared(1)))], ["<t>김서연</t>", "<t>x</t>"]);
        Assert.Equal("김서연,x\n", Unpacked(book, limits: new(SharedStrings: 10)).Text);
        Assert.Equal("imports.problem.shared_strings", Refused(book, new(SharedStrings: 9)));
    }

    [Fact]
    public void A_part_larger_than_the_limit_is_refused_whatever_its_directory_says()
    {
        var bomb = Book([("S", "", Row(1, Text(new string('a', 4 << 20))))]);
        Assert.True(bomb.Length < 100_000);
        Assert.Equal("imports.problem.unpacks_too_large", Refused(bomb, new(Unpacked: 1 << 20)));

        // The same with a directory that claims ten bytes for every part.
        for (var i = 0; i + 46 <= bomb.Length; i++)
        {
            if (bomb.AsSpan(i).StartsWith("PK\u0001\u0002"u8)) BitConverter.TryWriteBytes(bomb.AsSpan(i + 24), 10);
        }
        Assert.Contains(Refused(bomb, new(Unpacked: 1 << 20)), new[] { "imports.problem.unpacks_too_large", "imports.problem.workbook_broken" });
    }

    [Fact]
    public void One_long_text_in_many_cells_does_not_fill_the_disk()
    {
        var book = Book([("S", "", string.Concat(Enumerable.Range(1, 300).Select(i => Row(i, Shared(0)))))], [$"<t>{new string('a', 10_000)}</t>"]);
        Assert.Equal("imports.problem.unpacks_too_large", Refused(book, new(Unpacked: 1 << 20)));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.rows*"));
    }

    [Theory]
    [InlineData("not a zip", "PK\u0003\u0004 nonsense", "imports.problem.workbook_broken")]
    [InlineData("an entity", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "imports.problem.workbook_broken")]
    [InlineData("rows out of order", "<row r=\"2\"/><row r=\"1\"/>", "imports.problem.workbook_broken")]
    [InlineData("a row too many", "<row r=\"1048577\"/>", "imports.problem.workbook_broken")]
    [InlineData("a column too many", "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "imports.problem.workbook_broken")]
    [InlineData("a text that is not there", "<row r=\"1\"><c t=\"s\"><v>7</v></c></row>", "imports.problem.workbook_broken")]
    [InlineData("tags that do not close", "<row r=\"1\">", "imports.problem.workbook_broken")]
    public void Damage_is_told_and_nothing_is_left_behind(string what, string content, string problem)
    {
        var bytes = content.StartsWith("PK", StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(content) : Book([("S", "", content)]);
        Assert.True(problem == Refused(bytes), what);
        Assert.Empty(Directory.EnumerateFiles(folder, "*.rows*"));
    }

    [Fact]
    public void No_workbook_cut_off_or_damaged_at_random_makes_the_reader_throw()
    {
        var book = Book([("S", "", Row(1, Text("a"), Shared(0)) + Row(2, Number("44927", 1), Typed("b", "1")))], ["<t>x</t>"]);
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var damaged = i % 2 == 0 ? book[..random.Next(book.Length)] : [.. book];
            if (i % 2 == 1) for (var j = 0; j < 5; j++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var path = Path.Combine(folder, "damaged.xlsx");
            File.WriteAllBytes(path, damaged);
            var made = Unpacking.Unpack(path, Path.Combine(folder, "d.rows"), new(), ImportLimits.Usual, _ => { }, default);
            Assert.True(made.Value is null != made.Problem is null);
        }
    }

    [Theory]
    [InlineData("dd/mm/yyyy", true)]
    [InlineData("[$-412]yyyy\"년\" m\"월\"", true)]
    [InlineData("[h]:mm", true)]
    [InlineData("h:mm AM/PM", true)]
    [InlineData("General", false)]
    [InlineData("0.00\" days\"", false)]
    [InlineData("[Red]#,##0", false)]
    [InlineData("#,##0_d;[Red]-#,##0", false)]
    [InlineData("\\d0", false)]
    [InlineData("@", false)]
    public void A_format_shows_a_day_or_a_time_by_its_own_signs_only(string code, bool shows) => Assert.Equal(shows, CellStyles.ShowsDate(code));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (RowsFileInfo Info, string Path) Make(byte[] book, string? sheet = null, ImportLimits? limits = null)
    {
        var made = Try(book, sheet, limits);
        Assert.Null(made.Problem);
        return (made.Value!, Path.Combine(folder, "book.rows"));
    }

    private (RowsFileInfo Info, string Text) Unpacked(byte[] book, string? sheet = null, ImportLimits? limits = null)
    {
        var (info, path) = Make(book, sheet, limits);
        return (info, File.ReadAllText(path));
    }

    private string Refused(byte[] book, ImportLimits? limits = null, string? sheet = null) => Try(book, sheet, limits).Problem!.Key;

    private Parsed<RowsFileInfo> Try(byte[] book, string? sheet, ImportLimits? limits)
    {
        var path = Path.Combine(folder, "book.xlsx");
        File.WriteAllBytes(path, book);
        return Unpacking.Unpack(path, Path.Combine(folder, "book.rows"), new(Sheet: sheet), limits ?? ImportLimits.Usual, _ => { }, default);
    }
}
