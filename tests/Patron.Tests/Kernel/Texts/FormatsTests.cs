using FsCheck;
using FsCheck.Fluent;
using Patron.Kernel.Texts;

namespace Patron.Tests.Kernel.Texts;

public sealed class FormatsTests
{
    private static readonly global::Patron.Kernel.Texts.Texts Texts = new();
    private static readonly Formats En = Texts.For(Language.English).Formats, Ko = Texts.For(Language.Korean).Formats,
        Hans = Texts.For(Language.Simplified).Formats, Hant = Texts.For(Language.Traditional).Formats;

    private static long Micros(decimal amount) => (long)(amount * 1_000_000);

    [Theory]
    [InlineData(18942, "GBP", "£18,942.00")]
    [InlineData(-0.005, "USD", "−US$0.01")]
    [InlineData(1234.5, "KRW", "₩1,235")]
    [InlineData(1.2345, "KWD", "KWD\u00a01.235")]
    [InlineData(-0.001, "GBP", "£0.00")]
    public void Money_is_written_to_the_minor_unit_half_away_from_zero(decimal amount, string currency, string written) => Assert.Equal(written, En.Money(Micros(amount), currency));

    [Theory]
    [InlineData(3993805.651, "£3.99m", "£399만", "£399万", "£399萬")]
    [InlineData(418200, "£418k", "£41.8만", "£41.8万", "£41.8萬")]
    [InlineData(9999, "£9,999", "£9,999", "£9,999", "£9,999")]
    [InlineData(9999.5, "£10k", "£1만", "£1万", "£1萬")]
    [InlineData(999600, "£1m", "£100만", "£100万", "£100萬")]
    [InlineData(99995000, "£100m", "£1억", "£1亿", "£1億")]
    [InlineData(-1250000000, "−£1.25bn", "−£12.5억", "−£12.5亿", "−£12.5億")]
    [InlineData(0, "£0", "£0", "£0", "£0")]
    public void A_headline_has_three_figures_in_the_reader_s_own_units(decimal amount, string en, string ko, string hans, string hant) =>
        Assert.Equal([en, ko, hans, hant], new[] { En, Ko, Hans, Hant }.Select(f => f.MoneyShort(Micros(amount), "GBP")));

    [Fact]
    public void Koreans_write_their_own_money_behind_the_number()
    {
        Assert.Equal("−12,000원", Ko.Money(Micros(-12000), "KRW"));
        Assert.Equal("3.99억원", Ko.MoneyShort(Micros(399_380_565m), "KRW"));
    }

    [Fact]
    public void What_is_missing_is_a_dash()
    {
        Assert.Equal("–", En.Money(null, "GBP"));
        Assert.Equal("–", En.Percent(null));
        Assert.Equal("–", En.Percent(double.NaN));
        Assert.Equal("–", En.Day(null));
        Assert.Equal("–", En.Ago(null));
    }

    [Theory]
    [InlineData(0.9137, 1, "91.4%")]
    [InlineData(0.3449, 0, "34%")]
    [InlineData(-0.041, 1, "−4.1%")]
    [InlineData(-0.0001, 1, "0.0%")]
    public void A_share_has_its_decimals_and_no_minus_before_zero(double share, int decimals, string written) => Assert.Equal(written, En.Percent(share, decimals));

    [Fact]
    public void Days_are_written_as_the_readers_write_them()
    {
        var day = new DateOnly(2026, 6, 30);
        Assert.Equal(["30 June 2026", "2026년 6월 30일", "2026年6月30日"], new[] { En, Ko, Hans }.Select(f => f.Day(day)));
        Assert.Equal(["30 Jun 2026", "2026. 6. 30.", "2026/6/30"], new[] { En, Ko, Hant }.Select(f => f.DayShort(day)));
        Assert.Equal(["30 Jun", "6월 30일", "6月30日"], new[] { En, Ko, Hans }.Select(f => f.DayOfMonth(day)));
        Assert.Equal(["Sep 2025", "2025. 9.", "2025/9"], new[] { En, Ko, Hans }.Select(f => f.MonthShort(2025, 9)));
        Assert.Equal("30 June 2026, 09:41", En.At(new DateTimeOffset(2026, 6, 30, 9, 41, 0, TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Time_that_has_passed_is_said_in_words()
    {
        Assert.Equal(["today", "yesterday", "39 days ago", "tomorrow", "in 3 days"], new long[] { 0, 1, 39, -1, -3 }.Select(d => En.Ago(d)));
        Assert.Equal("39일 전", Ko.Ago(39));
        Assert.Equal(["1 day", "47 days"], new long[] { 1, 47 }.Select(d => En.Days(d)));
        Assert.Equal(["0.3 s", "10 s", "1 min 0 s", "2 h 5 min"], new[] { 0.3, 9.96, 59.7, 7500 }.Select(s => En.Duration(TimeSpan.FromSeconds(s))));
    }

    [Fact]
    public void Bytes_go_by_thousands_and_round_up_into_the_next_unit() =>
        Assert.Equal(["999 B", "1.0 kB", "3.4 MB", "1.0 MB"], new long[] { 999, 1000, 3_412_345, 999_960 }.Select(b => En.Bytes(b).Replace('\u00a0', ' ')));

    [Fact]
    public void A_headline_is_never_further_off_than_half_a_unit_of_its_third_figure() => Prop.ForAll<int>(n =>
    {
        var written = En.NumberShort(n).Replace("−", "-", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        var size = written[^1] switch { 'k' => 1e3, 'm' => 1e6, 'n' => 1e9, _ => 1 };
        var value = double.Parse(written.TrimEnd('k', 'm', 'b', 'n'), System.Globalization.CultureInfo.InvariantCulture) * size;
        return Math.Abs(value - n) <= Math.Abs((double)n) * 0.005 + 1e-9;
    }).QuickCheckThrowOnFailure();
}
