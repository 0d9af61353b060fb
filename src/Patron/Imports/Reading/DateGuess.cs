namespace Patron.Imports.Reading;

/// <summary>Counts, value by value, which ways of writing a date a column could have.</summary>
internal sealed class DateGuess
{
    private const double Enough = 0.9;
    private const int EarliestRunTogetherYear = 1890;
    private const int LatestRunTogetherYear = 2099;

    /// <summary>In order of preference where several fit all values: day before month, as most of the world writes.</summary>
    public static readonly IReadOnlyList<DateFormat> Candidates =
    [
        .. new[]
        {
            "yyyy-MM-dd", "yyyy/MM/dd", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyy.MM.dd", "yyyyMMdd", "yyyy. MM. dd.",
            "yyyy年MM月dd日", "yyyy년 MM월 dd일", "dd MMM yyyy", "dd-MMM-yyyy", "MMM dd, yyyy", "dd/MM/yy", "MM/dd/yy", "dd.MM.yy", "dd-MM-yy", "MM-dd-yy", "yy/MM/dd", "yy.MM.dd", "yy-MM-dd", "dd-MMM-yy", "dd MMM, yyyy",
        }.Select(p => DateFormat.Of(p)!),
    ];

    private readonly long[] fits = new long[Candidates.Count];
    private readonly long[] alone = new long[Candidates.Count];
    private readonly bool[] now = new bool[Candidates.Count];
    private long values;
    private long withTime;
    private long serials;

    public static bool Fits(DateFormat format, ReadOnlySpan<char> text, out bool hasTime)
    {
        hasTime = false;
        if (text.Length < 6 || !format.Fits(text, out hasTime))
        {
            return false;
        }

        // Eight digits may be any number: only a year in which people of today lived makes them a date.
        return format.Pattern != "yyyyMMdd" || int.Parse(text[..4], System.Globalization.CultureInfo.InvariantCulture)
            is >= EarliestRunTogetherYear and <= LatestRunTogetherYear;
    }

    public void Add(ReadOnlySpan<char> value)
    {
        values++;
        serials += SerialDate.Looks(value) ? 1 : 0;
        var count = 0;
        var timed = false;
        for (var i = 0; i < now.Length; i++)
        {
            now[i] = Fits(Candidates[i], value, out var hasTime);
            timed |= now[i] && hasTime;
            count += now[i] ? 1 : 0;
            fits[i] += now[i] ? 1 : 0;
        }

        withTime += timed ? 1 : 0;
        if (count == 1)
        {
            alone[Array.IndexOf(now, true)]++;
        }
    }

    /// <summary>The formats that fit most values, equally many each; numbers of days where nearly all values may be such; none where no value is a date.</summary>
    public IReadOnlyList<DateFormat> Ways()
    {
        var most = fits.Max();
        return most > 0 && most >= serials ? [.. Candidates.Where((_, i) => fits[i] == most)] : serials > 0 && serials >= Enough * values ? DateFormat.Serials : [];
    }

    /// <summary>The format that fits most values, if it fits nearly all, with what speaks for it; dates that do not exist fit too and are reported row by row.</summary>
    public (DateFormat Format, bool HasTime, double Share, Reason Why)? Result()
    {
        var best = 0;
        for (var i = 1; i < fits.Length; i++)
        {
            best = fits[i] > fits[best] ? i : best;
        }

        if (values == 0 || fits[best] < Enough * values)
        {
            return null;
        }

        var format = Candidates[best];
        var rival = Enumerable.Range(0, fits.Length).Where(i => i != best && fits[i] > 0).OrderByDescending(i => fits[i]).Select(i => (int?)i).FirstOrDefault();
        var why = rival is not { } other
            ? Reason.Of("imports.detected.date", ("format", format.Pattern))
            : fits[other] == fits[best]
                ? Reason.Of("imports.detected.date.ambiguous", ("format", format.Pattern), ("other", Candidates[other].Pattern))
                : Reason.Of("imports.detected.date.evidence", ("format", format.Pattern), ("other", Candidates[other].Pattern), ("rows", alone[best]));
        return (format, withTime > 0, (double)fits[best] / values, why);
    }
}
