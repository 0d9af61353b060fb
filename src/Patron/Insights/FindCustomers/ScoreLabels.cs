using Patron.Analytics.Rfm;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>What a score from 1 to 5 stands for, in days, orders or money; "–" where nobody has it.</summary>
internal sealed class ScoreLabels(Sentences text, RfmScores scores, string currency)
{
    private Formats Formats => text.Formats;

    /// <summary>Days since the last order: 17–40; 126+ for the longest.</summary>
    public string Recency(int score)
    {
        var limits = scores.RecencyLimits.ElementAtOrDefault(score - 1);
        if (limits.Customers == 0) return Formats.Missing;
        var (least, most) = (scores.AsOf - limits.Highest, scores.AsOf - limits.Lowest);
        return IsLowest(scores.RecencyLimits, score) && score < 5 ? text.Get("insights.range.from", new { from = Formats.Number(least) }) : Range(Formats.Number(least), Formats.Number(most));
    }

    public string Frequency(int score)
    {
        var limits = scores.FrequencyLimits.ElementAtOrDefault(score - 1);
        return limits.Customers == 0 ? Formats.Missing
            : IsHighest(scores.FrequencyLimits, score) && score > 1 ? text.Get("insights.range.from", new { from = Formats.Number(limits.Lowest) })
            : Range(Formats.Number(limits.Lowest), Formats.Number(limits.Highest));
    }

    public string Spend(int score)
    {
        var limits = scores.MonetaryLimits.ElementAtOrDefault(score - 1);
        if (limits.Customers == 0) return Formats.Missing;
        if (IsHighest(scores.MonetaryLimits, score) && score > 1) return text.Get("insights.range.from", new { from = Money(limits.Lowest) });
        if (!IsLowest(scores.MonetaryLimits, score)) return Range(Money(limits.Lowest), Money(limits.Highest));
        var next = scores.MonetaryLimits.Skip(score).FirstOrDefault(l => l.Customers > 0);
        return next.Customers == 0 ? Range(Money(limits.Lowest), Money(limits.Highest)) : text.Get("insights.range.under", new { to = Money(next.Lowest) });
    }

    private string Money(long micros) => Formats.MoneyShort(micros, currency);

    /// <summary>The sign stands once, where the language has it.</summary>
    private string Range(string from, string to)
    {
        if (from == to) return from;
        var sign = Currency.Sign(currency, text.Language);
        if (Currency.IsWonInKorean(currency, text.Language) && from.EndsWith('원')) from = from[..^1];
        else if (to.StartsWith(sign, StringComparison.Ordinal)) to = to[sign.Length..];
        return text.Get("insights.range", new { from, to });
    }

    private static bool IsLowest(ScoreLimits[] limits, int score) => limits.Take(score - 1).All(l => l.Customers == 0);

    private static bool IsHighest(ScoreLimits[] limits, int score) => limits.Skip(score).All(l => l.Customers == 0);
}
