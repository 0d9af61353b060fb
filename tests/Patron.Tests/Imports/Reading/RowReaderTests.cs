using FsCheck;
using FsCheck.Fluent;
using Patron.Imports.Reading;

namespace Patron.Tests.Imports.Reading;

public class RowReaderTests
{
    [Fact]
    public void Quoted_fields_hold_delimiters_line_breaks_and_quotes()
    {
        using var reader = Samples.Reader("a,b\r\n\"one, \"\"two\"\"\r\nthree\",x\r\n4,5\r\n");
        Assert.True(reader.Read());
        Assert.Equal(["one, \"two\"\r\nthree", "x"], Samples.Fields(reader));
        Assert.Equal(2, reader.Line);
        Assert.True(reader.Read());
        Assert.Equal(["4", "5"], Samples.Fields(reader));
        Assert.Equal(4, reader.Line);
        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Every_line_end_ends_a_row_with_or_without_one_at_the_end_of_the_file(string lineEnd)
    {
        foreach (var last in new[] { lineEnd, "" })
        {
            using var reader = Samples.Reader($"a,b{lineEnd}1,2{lineEnd}{lineEnd}3,{last}");
            Assert.True(reader.Read());
            Assert.Equal(["1", "2"], Samples.Fields(reader));
            Assert.True(reader.Read());
            Assert.Equal(["3", ""], Samples.Fields(reader));
            Assert.Equal(4, reader.Line);
            Assert.False(reader.Read());
        }
    }

    [Fact]
    public void A_blank_after_the_comma_does_not_hide_a_quote()
    {
        using var reader = Samples.Reader("a, b\n1, \"x, y\" , z\n");
        Assert.Equal(["a", "b"], reader.Header);
        Assert.True(reader.Read());
        Assert.Equal("x, y", reader[1].ToString());
    }

    [Fact]
    public void Two_fields_with_doubled_quotes_can_be_held_at_once()
    {
        using var reader = Samples.Reader("a,b\n\"x\"\"1\",\"y\"\"22\"\n");
        Assert.True(reader.Read());
        var first = reader[0];
        var second = reader[1];
        Assert.Equal("x\"1", first.ToString());
        Assert.Equal("y\"22", second.ToString());
    }

    [Fact]
    public void Rows_with_too_few_or_too_many_columns_are_named_and_reading_goes_on()
    {
        using var reader = Samples.Reader("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n5,6,7\n");
        Assert.True(reader.Read());
        Assert.Equal("imports.problem.columns_too_few", reader.Problem!.Reason.Key);
        Assert.Equal(2, reader.Problem.Line);
        Assert.Equal(2, reader.Problem.Reason.Arguments["found"]);
        Assert.True(reader.Read());
        Assert.Equal("imports.problem.columns_too_many", reader.Problem!.Reason.Key);
        Assert.Equal("1,2,3,4", reader.Raw.ToString());
        Assert.True(reader.Read());
        Assert.Null(reader.Problem);
        Assert.True(reader.Read());
        Assert.Equal(["5", "6", "7"], Samples.Fields(reader));
        Assert.Equal(4, reader.RowsRead);
    }

    [Fact]
    public void An_open_quote_loses_its_own_line_only()
    {
        using var reader = Samples.Reader("a,b\n1,\"open\n2,fine\n3,also\n");
        Assert.True(reader.Read());
        Assert.Equal("imports.problem.quote_open", reader.Problem!.Reason.Key);
        Assert.Equal(2, reader.Problem.Line);
        Assert.True(reader.Read());
        Assert.Null(reader.Problem);
        Assert.Equal(["2", "fine"], Samples.Fields(reader));
        Assert.Equal(3, reader.Line);
        Assert.True(reader.Read());
        Assert.False(reader.Read());
    }

    [Fact]
    public void An_open_quote_before_rows_with_quotes_loses_its_own_line_only()
    {
        using var reader = Samples.Reader("a,b\n1,\"open\n2,\"fine\"\n3,\"also\"\n");
        Assert.True(reader.Read());
        Assert.Equal("imports.problem.quote_open", reader.Problem!.Reason.Key);
        Assert.True(reader.Read());
        Assert.Null(reader.Problem);
        Assert.Equal(["2", "fine"], Samples.Fields(reader));
        Assert.Equal(3, reader.Line);
    }

    [Fact]
    public void A_quote_that_should_have_been_doubled_is_named()
    {
        using var reader = Samples.Reader("a,b\n\"5\" pipe\",x\n1,2\n");
        Assert.True(reader.Read());
        Assert.Equal("imports.problem.quote_inside", reader.Problem!.Reason.Key);
        Assert.True(reader.Read());
        Assert.Equal(["1", "2"], Samples.Fields(reader));
    }

    [Fact]
    public void Quotes_inside_an_unquoted_field_are_signs_like_any_other()
    {
        using var reader = Samples.Reader("a,b\n12\" record,x\n");
        Assert.True(reader.Read());
        Assert.Null(reader.Problem);
        Assert.Equal("12\" record", reader[0].ToString());
    }

    [Fact]
    public void A_field_of_a_million_signs_is_read_and_a_row_without_an_end_is_given_up()
    {
        var long_ = new string('x', 1_000_000);
        using (var reader = Samples.Reader($"a,b\n\"{long_}\n{long_}\",2\n{long_},3\n"))
        {
            Assert.True(reader.Read());
            Assert.Equal(2_000_001, reader[0].Length);
            Assert.True(reader.Read());
            Assert.Equal(long_, reader[0].ToString());
            Assert.Equal("3", reader[1].ToString());
        }

        using var endless = Samples.Reader($"a,b\n{new string('x', 3 * RowReader.LongestRow)}\n1,2\n");
        Assert.True(endless.Read());
        Assert.Equal("imports.problem.row_too_long", endless.Problem!.Reason.Key);
        Assert.True(endless.Read());
        Assert.Equal(["1", "2"], Samples.Fields(endless));
        Assert.Equal(3, endless.Line);
    }

    [Fact]
    public void Nothing_but_blank_lines_holds_no_rows()
    {
        foreach (var text in new[] { "", "\n", "\r\n \r\n", "\uFEFF" })
        {
            using var reader = Samples.Reader(text);
            Assert.False(reader.Read());
            Assert.Empty(reader.Header);
        }

        using var onlyHeader = Samples.Reader("a,b");
        Assert.Equal(["a", "b"], onlyHeader.Header);
        Assert.False(onlyHeader.Read());
    }

    [Fact]
    public void Columns_without_a_name_are_called_by_their_place()
    {
        using var reader = Samples.Reader("a,,c,\n1,2,3,\n");
        Assert.Equal(["a", "#2", "c"], reader.Header);
        Assert.True(reader.Read());
        Assert.Null(reader.Problem);
        Assert.Equal(["1", "2", "3"], Samples.Fields(reader));
    }

    [Fact]
    public void What_is_written_is_read_whatever_the_fields_hold_and_however_the_buffer_cuts_it()
    {
        var sign = Gen.Frequency((6, Gen.Elements('a', 'é', '김', '陳', '1')), (4, Gen.Elements(',', '"', '\n', '\r', ' ', ';', '\'')));
        var field = Gen.Sized(size => sign.ArrayOf(size % 12).Select(s => new string(s)));
        var table =
            from columns in Gen.Choose(2, 5)
            from rows in Gen.Choose(1, 8)
            from cells in field.ArrayOf(columns * rows)
            from bufferSize in Gen.Choose(1, 40)
            from always in ArbMap.Default.GeneratorFor<bool>()
            select (columns, cells, bufferSize, always);
        Prop.ForAll(table.ToArbitrary(), t =>
        {
            var written = t.cells.Chunk(t.columns).ToArray();
            var text = string.Concat(written.Select(r => string.Join(',', r.Select(f => Quote(f, t.always))) + "\r\n"));
            using var reader = new RowReader(new StringReader(text), FileFormat.Plain(hasHeader: false), t.bufferSize);
            var read = new List<string[]>();
            while (reader.Read())
            {
                Assert.Null(reader.Problem);
                read.Add(Samples.Fields(reader));
            }

            Assert.Equal(written, read);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_at_all_makes_the_reader_throw_or_stand_still()
    {
        var sign = Gen.Elements('a', ',', '"', '\n', '\r', ' ');
        var text = Gen.Sized(size => sign.ArrayOf(size).Select(s => new string(s)));
        Prop.ForAll(text.ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(), (t, bufferSize) =>
        {
            using var reader = new RowReader(new StringReader(t), FileFormat.Plain(), bufferSize);
            var rows = 0;
            long line = 0;
            while (reader.Read())
            {
                Assert.True(reader.Line > line);
                line = reader.Line;
                Assert.True(++rows <= t.Length);
                Assert.All(Enumerable.Range(0, reader.FieldCount), i => _ = reader[i].Length);
                Assert.True(reader.Problem is not null || reader.FieldCount == reader.ColumnCount);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static string Quote(string field, bool always) =>
        always || field.AsSpan().IndexOfAny("\",\r\n") >= 0 || field.StartsWith(' ') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
