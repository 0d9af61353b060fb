using Patron.Imports.Reading;

namespace Patron.Tests.Imports.Reading;

public class DateFormatTests
{
    private static readonly TimeFrame Utc = new(TimeZoneInfo.Utc, new DateOnly(2026, 6, 30));
    private static readonly TimeFrame Seoul = Utc with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul") };
    private static readonly TimeFrame Berlin = Utc with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };

    [Theory]
    [InlineData("yyyy-MM-dd", "2010-12-01T08:26:00Z", "2010-12-01T08:26:00Z")]
    [InlineData("yyyy-MM-dd", "2010-12-01 08:26:00.123456+09:00", "2010-11-30T23:26:00.123456Z")]
    [InlineData("yyyy-MM-dd", "2010-12-01T08:26-0530", "2010-12-01T13:56:00Z")]
    [InlineData("d/MM/yyyy H:mm", "4/07/1996 0:00", "1996-07-04T00:00:00Z")]
    [InlineData("MM/dd/yyyy", "12/31/2017 3:05 PM", "2017-12-31T15:05:00Z")]
    [InlineData("MM/dd/yyyy", "12/31/2017 12:05 AM", "2017-12-31T00:05:00Z")]
    [InlineData("dd.MM.yyyy", "1.2.2020", "2020-02-01T00:00:00Z")]
    [InlineData("yyyyMMdd", "19081209", "1908-12-09T00:00:00Z")]
    [InlineData("yyyy年M月d日", "2024年2月9日", "2024-02-09T00:00:00Z")]
    [InlineData("yyyy. M. d.", "2024. 2. 9. 오후 3:05", "2024-02-09T15:05:00Z")]
    [InlineData("yyyy. M. d.", "2024.02.09.", "2024-02-09T00:00:00Z")]
    [InlineData("yyyy년 M월 d일", "2024년 2월 9일", "2024-02-09T00:00:00Z")]
    [InlineData("dd MMM yyyy", "9 February 2024", "2024-02-09T00:00:00Z")]
    [InlineData("dd/MM/yy", "09/02/24", "2024-02-09T00:00:00Z")]
    [InlineData("dd/MM/yy", "09/02/58", "1958-02-09T00:00:00Z")]
    public void Moments_are_read_to_the_microsecond(string pattern, string text, string expected)
    {
        Assert.Equal(ValueFault.None, DateFormat.Of(pattern)!.ParseInstant(text, Utc, out var micros, out _));
        var instant = DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((instant.UtcTicks - DateTime.UnixEpoch.Ticks) / 10, micros);
    }

    [Theory]
    [InlineData("31/02/1990", nameof(ValueFault.DoesNotExist))]
    [InlineData("29/02/2023", nameof(ValueFault.DoesNotExist))]
    [InlineData("29/02/2024", nameof(ValueFault.None))]
    [InlineData("13/13/2023", nameof(ValueFault.NotOne))]
    [InlineData("1/2/202", nameof(ValueFault.NotOne))]
    [InlineData("01/02/2023 25:00", nameof(ValueFault.NotOne))]
    [InlineData("01/02/2023 10:61", nameof(ValueFault.NotOne))]
    [InlineData("01/02/2023 tomorrow", nameof(ValueFault.NotOne))]
    [InlineData("unknown", nameof(ValueFault.NotOne))]
    public void Days_that_do_not_exist_are_told_from_what_is_no_date(string text, string fault) =>
        Assert.Equal(fault, DateFormat.Of("dd/MM/yyyy")!.ParseInstant(text, Utc, out _, out _).ToString());

    [Fact]
    public void A_time_without_an_offset_is_the_zones_and_a_day_alone_its_beginning_there()
    {
        var format = DateFormat.Of("yyyy-MM-dd")!;
        format.ParseInstant("2024-01-01", Seoul, out var day, out var dayOnly);
        Assert.True(dayOnly);
        format.ParseInstant("2023-12-31T15:00:00Z", Seoul, out var same, out dayOnly);
        Assert.False(dayOnly);
        Assert.Equal(same, day);
        format.ParseInstant("2024-07-01 12:00", Berlin, out var summer, out _);
        format.ParseInstant("2024-07-01T10:00Z", Berlin, out var summerUtc, out _);
        Assert.Equal(summerUtc, summer);
        Assert.Equal(ValueFault.None, format.ParseInstant("2024-03-31 02:30", Berlin, out _, out _));
    }

    [Fact]
    public void Patterns_must_name_year_month_and_day_once()
    {
        Assert.Null(DateFormat.Of("dd/MM"));
        Assert.Null(DateFormat.Of("yyyy-MM-dd-dd"));
        Assert.Null(DateFormat.Of("whenever"));
        Assert.NotNull(DateFormat.Of("yyyy-MM-dd HH:mm:ss"));
    }

    [Fact]
    public void The_column_decides_day_or_month_first_and_says_when_it_cannot()
    {
        var dayFirst = Samples.Column("14/03/1981", "02/11/1974", "31/02/1990");
        Assert.Equal((ValueKind.Date, "dd/MM/yyyy"), (dayFirst.Kind, dayFirst.Date!.Pattern));
        var why = Assert.Single(dayFirst.Reasons);
        Assert.Equal("imports.detected.date.evidence", why.Key);
        Assert.Equal(2L, why.Arguments["rows"]);

        Assert.Equal("MM/dd/yyyy", Samples.Column("03/14/1981", "02/11/1974").Date!.Pattern);
        var unclear = Samples.Column("01/02/2023", "03/04/2023");
        Assert.Equal("imports.detected.date.ambiguous", Assert.Single(unclear.Reasons).Key);
        Assert.Equal("MM/dd/yyyy", unclear.Reasons[0].Arguments["other"]);
        Assert.Null(Samples.Column("12345", "90210", "10001").Date);
    }
}
