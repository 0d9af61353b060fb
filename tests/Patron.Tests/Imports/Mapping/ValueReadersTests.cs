using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Imports.Mapping;

public class ValueReadersTests
{
    private static readonly TimeFrame Frame = new(TimeZoneInfo.Utc, new DateOnly(2026, 6, 30));

    [Fact]
    public void An_order_line_becomes_typed()
    {
        var row = Assert.Single(Read(ImportKind.OrderLines,
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A, WHITE HEART ,-6,2010-12-01T08:26:00Z,2.55,17850,EIRE\n"));
        Assert.Equal(("536365", "85123A", "WHITE HEART", "17850", "IE"), (row.Text("order"), row.Text("product"), row.Text("name"), row.Text("customer"), row.Text("country")));
        Assert.Equal((-6_000_000L, 2_550_000L, 1_291_191_960_000_000L), (row.Micros("quantity"), row.Micros("price"), row.Instant("at")));
        Assert.Null(row.Text("category"));
        Assert.Null(row.Micros("discount"));
        Assert.False(row.Rejected);
        Assert.Equal(2, row.Line);
    }

    [Fact]
    public void Words_of_every_language_become_one_code()
    {
        var rows = Read(ImportKind.Customers,
            "id,country,sex,language,newsletter\n1,United Kingdom,F,English,yes\n2,대한민국,여,한국어,예\n3,中国,男,简体中文,否\n4,台灣,女,繁體中文,是\n5,Deutschland,männlich,deutsch,nein\n6,USA,Male,zh-TW,N\n");
        Assert.Equal(["GB", "KR", "CN", "TW", "DE", "US"], rows.Select(r => r.Text("country")));
        Assert.Equal(["female", "female", "male", "female", "male", "male"], rows.Select(r => r.Text("sex")));
        Assert.Equal(["en", "ko", "zh-Hans", "zh-Hant", "de", "zh-Hant"], rows.Select(r => r.Text("language")));
        Assert.Equal([true, true, false, true, false, false], rows.Select(r => r.YesNo("consent_email")));
    }

    [Fact]
    public void Text_is_trimmed_composed_and_free_of_control_characters()
    {
        var row = Assert.Single(Read(ImportKind.Customers, "id,name,company\n7,\u00A0Jose\u0301\u0000\u200B ,\u0001\n"));
        Assert.Equal("Jos\u00E9", row.Text("name"));
        Assert.Null(row.Text("company"));
        Assert.Empty(row.Problems);
    }

    [Fact]
    public void A_bad_value_is_left_out_and_its_row_kept()
    {
        var row = Assert.Single(Read(ImportKind.Customers, "id,email,birth\n1,m.ashworth@,31/02/1990\n"));
        Assert.False(row.Rejected);
        Assert.Null(row.Text("email"));
        Assert.Null(row.Day("birth"));
        Assert.Equal(["imports.problem.not_an_email", "imports.problem.date_does_not_exist"], row.Problems.Select(p => p.Reason.Key));
        Assert.Equal(("birth", "31/02/1990", 2L, ProblemEffect.ValueLeftOut), (row.Problems[1].Column, row.Problems[1].Value, row.Problems[1].Line, row.Problems[1].Effect));
    }

    [Theory]
    [InlineData("2026-06-30", null)]
    [InlineData("2026-07-01", "imports.problem.birth_in_future")]
    [InlineData("1890-01-01", null)]
    [InlineData("1889-12-31", "imports.problem.birth_too_early")]
    public void Birth_dates_are_plausible_or_left_out(string birth, string? problem)
    {
        var row = Assert.Single(Read(ImportKind.Customers, $"id,birth\n1,{birth}\n"));
        Assert.Equal(problem, row.Problems.SingleOrDefault()?.Reason.Key);
        Assert.Equal(problem is null, row.Has(row.Set["birth"]));
    }

    [Theory]
    [InlineData("A1,P1,x,2.50,2026-01-02", "imports.problem.not_a_number")]
    [InlineData("A1,P1,3,99999999999999999999,2026-01-02", "imports.problem.number_too_large")]
    [InlineData(",P1,3,2.50,2026-01-02", "imports.problem.value_missing")]
    [InlineData("A1,,3,2.50,2026-01-02", "imports.problem.one_of_values_missing")]
    public void A_row_without_what_it_needs_is_rejected(string line, string problem)
    {
        var row = Assert.Single(Read(ImportKind.OrderLines, $"order,product,quantity,price,at\n{line}\n"));
        Assert.True(row.Rejected);
        Assert.Equal(problem, Assert.Single(row.Problems).Reason.Key);
    }

    [Fact]
    public void Damaged_and_overlong_values_are_named()
    {
        var row = Assert.Single(Read(ImportKind.Customers, $"id,name,city\n1,M\uFFFDller,{new string('x', 101)}\n"));
        Assert.Equal(["imports.problem.unreadable", "imports.problem.too_long"], row.Problems.Select(p => p.Reason.Key).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void A_given_date_format_counts_more_than_the_one_found()
    {
        var row = Assert.Single(Read(ImportKind.Orders, "order,at,total\n1,01/02/2023,\"1.234,50\"\n", date: "MM/dd/yyyy"));
        Assert.Equal(1_672_617_600_000_000L, row.Instant("at"));
        Assert.Equal(1_234_500_000L, row.Micros("total"));
        Assert.Equal("imports.problem.date_format_unknown", ColumnFormats.ParseDates("soon").Problem!.Key);
    }

    private static List<ImportRow> Read(ImportKind kind, string text, string? date = null)
    {
        var set = ImportFields.Of(kind);
        var profiles = Samples.ProfilesOf(text);
        using var reader = Samples.Reader(text);
        var mapping = ColumnMapper.Propose(set, reader.Header, profiles);
        var readers = new ValueReaders(mapping, ColumnFormats.Of(profiles, date is null ? null : [DateFormat.Of(date)!]), Frame);
        var rows = new List<ImportRow>();
        while (reader.Read())
        {
            var row = new ImportRow(set);
            readers.Read(reader, row);
            rows.Add(row);
        }

        return rows;
    }
}
