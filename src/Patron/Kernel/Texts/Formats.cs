using System.Globalization;

namespace Patron.Kernel.Texts;

/// <summary>
/// Numbers, money and days as a reader of the language writes them. Rounding is half away from zero, minus is U+2212, what is missing is "–".
/// The rules stand here, not in the machine's culture data, so that every machine writes the same.
/// </summary>
public sealed class Formats
{
    /// <summary>No value.</summary>
    public const string Missing = "–";

    private static readonly NumberFormatInfo Plain = new() { NegativeSign = "−", NumberGroupSeparator = ",", NumberDecimalSeparator = "." };
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private const int TwoYears = 731;

    private readonly Sentences sentences;

    internal Formats(Sentences sentences) => this.sentences = sentences;

    private Language Language => sentences.Language;

    private bool English => Language == Language.English;

    /// <summary>1,684; decimals only when they are there, at most two.</summary>
    public string Number(decimal? value) => value is { } v ? Number(v, Math.Min(2, (int)Round(v, 2).Scale)) : Missing;

    /// <summary>A count.</summary>
    public string Number(long? value) => value?.ToString("N0", Plain) ?? Missing;

    /// <summary>With exactly so many decimals.</summary>
    public string Number(decimal? value, int decimals) => value is { } v ? Unsigned(Round(v, decimals)).ToString($"N{decimals}", Plain) : Missing;

    /// <summary>Below it a number is written out; above it with a power of ten.</summary>
    internal const double Largest = 1e28;

    /// <summary>With exactly so many decimals; not a number is missing.</summary>
    public string Number(double? value, int decimals) =>
        value is not { } v || !double.IsFinite(v) ? Missing : Math.Abs(v) < Largest ? Number((decimal)v, decimals) : v.ToString("0.###E+0", Plain);

    /// <summary>A probability, 0.042; one too small for the decimals says below what it is: &lt;0.001.</summary>
    public string Chance(double? p, int decimals = 3) => p is { } v && v >= 0 && Round((decimal)v, decimals) == 0 ? "<" + Number((decimal)Math.Pow(10, -decimals), decimals) : Number(p, decimals);

    /// <summary>A share of 1: 0.914 is 91.4%.</summary>
    public string Percent(double? share, int decimals = 1) => share is { } s && double.IsFinite(s) ? Number((decimal)s * 100, decimals) + "%" : Missing;

    /// <summary>A difference of two shares, in percentage points: 0.008 is 0.8 pts. The sign is left to the arrow beside it.</summary>
    public string Points(double? difference, int decimals = 1) => difference is { } d && double.IsFinite(d) ? sentences.Get("kernel.points", new { n = Number(Math.Abs((decimal)d) * 100, decimals) }) : Missing;

    /// <summary>An amount to the minor unit: £18,942.00.</summary>
    /// <param name="micros">Millionths of the currency unit.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public string Money(long? micros, string currency) => micros is { } m ? Amount(Major(m), Currency.Exponent(currency), "", currency) : Missing;

    /// <summary>An amount without minor units: £18,942.</summary>
    public string MoneyWhole(long? micros, string currency) => micros is { } m ? Amount(Major(m), 0, "", currency) : Missing;

    /// <summary>An amount for a headline, three figures: £3.99m, £418k; £399만; £399万. Below 10,000 it is whole.</summary>
    public string MoneyShort(long? micros, string currency)
    {
        if (micros is not { } m) return Missing;
        var (value, decimals, unit) = Shorten(Major(m));
        return Amount(value, decimals, unit, currency);
    }

    /// <summary>A count for a headline: 1.68m; below 10,000 it is whole.</summary>
    public string NumberShort(long? value)
    {
        if (value is not { } n) return Missing;
        var (short_, decimals, unit) = Shorten(n);
        return Number(short_, decimals) + unit;
    }

    /// <summary>30 June 2026.</summary>
    public string Day(DateOnly? day) => day is not { } d ? Missing : English ? Invariant($"{d.Day} {Months[d.Month - 1]} {d.Year}") : MonthLong(d.Year, d.Month) + (Language == Language.Korean ? Invariant($" {d.Day}일") : Invariant($"{d.Day}日"));

    /// <summary>11 Nov 2025; 2025. 11. 11.; 2025/11/11.</summary>
    public string DayShort(DateOnly? day) => day is not { } d ? Missing
        : English ? Invariant($"{d.Day} {MonthName(d.Month)} {d.Year}")
        : Language == Language.Korean ? Invariant($"{d.Year}. {d.Month}. {d.Day}.")
        : Invariant($"{d.Year}/{d.Month}/{d.Day}");

    /// <summary>27 Jun, where the year stands elsewhere.</summary>
    public string DayOfMonth(DateOnly? day) => day is not { } d ? Missing
        : English ? Invariant($"{d.Day} {MonthName(d.Month)}")
        : Language == Language.Korean ? Invariant($"{d.Month}월 {d.Day}일")
        : Invariant($"{d.Month}月{d.Day}日");

    /// <summary>June 2026.</summary>
    public string Month(int year, int month) => English ? Invariant($"{Months[month - 1]} {year}") : MonthLong(year, month);

    /// <summary>Jun 2026.</summary>
    public string MonthShort(int year, int month) => English ? Invariant($"{MonthName(month)} {year}") : Language == Language.Korean ? Invariant($"{year}. {month}.") : Invariant($"{year}/{month}");

    /// <summary>Jun, for an axis.</summary>
    public string MonthName(int month) => English ? Months[month - 1][..3] : Language == Language.Korean ? Invariant($"{month}월") : Invariant($"{month}月");

    /// <summary>30 June 2026, 09:41; the offset is the reader's.</summary>
    public string At(DateTimeOffset? at) => at is not { } a ? Missing : sentences.Get("kernel.at", new { day = DateOnly.FromDateTime(a.DateTime), time = Time(TimeOnly.FromDateTime(a.DateTime)) });

    public string Time(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? Missing;

    /// <summary>47 days.</summary>
    public string Days(long? days) => days is { } n ? sentences.Get("kernel.days", new { n }) : Missing;

    /// <summary>Days before the reckoning day in words: today, yesterday, 39 days ago, from two years on 3 years ago; below zero in 3 days.</summary>
    public string Ago(long? days) => days switch
    {
        null => Missing,
        < 0 => sentences.Get("kernel.ahead", new { n = -days.Value }),
        < TwoYears => sentences.Get("kernel.ago", new { n = days.Value }),
        _ => sentences.Get("kernel.ago.years", new { n = (long)(days.Value / 365.25) }),
    };

    /// <summary>3.4 MB, by thousands.</summary>
    public string Bytes(long? bytes)
    {
        if (bytes is not { } n) return Missing;
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var (value, unit) = ((decimal)n, 0);
        while (Math.Round(Math.Abs(value), 1) >= 1000 && unit < units.Length - 1) (value, unit) = (value / 1000, unit + 1);
        return Number(value, unit == 0 || Math.Abs(value) >= 100 ? 0 : 1) + "\u00a0" + units[unit];
    }

    /// <summary>Two units at most: 0.3 s, 4 min 12 s, 2 h 5 min.</summary>
    public string Duration(TimeSpan? time)
    {
        if (time is not { } t) return Missing;
        if (t.TotalSeconds < 9.95) return sentences.Get("kernel.duration.seconds", new { s = Number((decimal)t.TotalSeconds, 1) });
        var seconds = (long)Math.Round(t.TotalSeconds);
        if (seconds < 60) return sentences.Get("kernel.duration.seconds", new { s = Number(seconds) });
        if (seconds < 3600) return sentences.Get("kernel.duration.minutes", new { m = seconds / 60, s = seconds % 60 });
        return sentences.Get("kernel.duration.hours", new { h = seconds / 3600, m = seconds % 3600 / 60 });
    }

    private string MonthLong(int year, int month) => Language == Language.Korean ? Invariant($"{year}년 {month}월") : Invariant($"{year}年{month}月");

    private string Amount(decimal value, int decimals, string unit, string currency)
    {
        var rounded = Round(value, decimals);
        var figures = Math.Abs(rounded).ToString($"N{decimals}", Plain) + unit;
        var minus = rounded < 0 ? "−" : "";
        return Currency.IsWonInKorean(currency, Language) ? $"{minus}{figures}원" : $"{minus}{Currency.Sign(currency, Language)}{figures}";
    }

    /// <summary>Three figures and a unit; what rounds up to the next unit takes it, and zeros at the end go.</summary>
    private (decimal Value, int Decimals, string Unit) Shorten(decimal value)
    {
        if (Math.Abs(value) < 9_999.5m) return (value, 0, "");
        var units = Units();
        for (var i = 0; ; i++)
        {
            var scaled = value / units[i].Size;
            var size = Math.Abs(scaled);
            var decimals = size < 9.995m ? 2 : size < 99.95m ? 1 : 0;
            var rounded = Round(scaled, decimals);
            var limit = i + 1 < units.Length ? units[i + 1].Size / units[i].Size : decimal.MaxValue;
            if (Math.Abs(rounded) >= limit) continue;
            while (decimals > 0 && rounded == Round(rounded, decimals - 1)) decimals--;
            return (rounded, decimals, units[i].Unit);
        }
    }

    private (decimal Size, string Unit)[] Units() => Language.Tag switch
    {
        "ko" => [(1e4m, "만"), (1e8m, "억"), (1e12m, "조")],
        "zh-Hans" => [(1e4m, "万"), (1e8m, "亿"), (1e12m, "万亿")],
        "zh-Hant" => [(1e4m, "萬"), (1e8m, "億"), (1e12m, "兆")],
        _ => [(1e3m, "k"), (1e6m, "m"), (1e9m, "bn"), (1e12m, "tn")],
    };

    private static decimal Major(long micros) => micros / 1_000_000m;

    private static decimal Round(decimal value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    private static decimal Unsigned(decimal value) => value == 0 ? 0 : value;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
