namespace Patron.Imports.Reading;

/// <summary>Counts, value by value, how a column writes its numbers.</summary>
internal sealed class NumberGuess
{
    private const double Enough = 0.9;
    private long values;
    private long numbers;
    private long integers;
    private long money;
    private long pointIsDecimal;
    private long commaIsDecimal;
    private long pointUnclear;
    private long commaUnclear;
    private char group;

    public void Add(ReadOnlySpan<char> value)
    {
        values++;
        if (!ValueRecognition.IsNumber(value))
        {
            return;
        }

        numbers++;
        integers += ValueRecognition.IsInteger(value) ? 1 : 0;
        money += NumberText.HasCurrency(value) ? 1 : 0;
        Weigh(NumberText.Core(value, out _, out _));
    }

    /// <summary>How the numbers are written that there are, however few; null where there are none.</summary>
    public NumberWays? Ways()
    {
        var comma = commaIsDecimal > pointIsDecimal;
        return numbers == 0 ? null
            : new(FormatOf(comma), Unclear: pointIsDecimal + commaIsDecimal == 0 && pointUnclear + commaUnclear > 0, pointIsDecimal > 0, commaIsDecimal > 0);
    }

    private NumberFormat FormatOf(bool comma) => new(comma ? ',' : '.', group != '\0' ? group : comma ? '.' : ',');

    /// <summary>The format that the column's numbers have, if nearly all values are numbers. Whole is true when none has a decimal sign or a currency.</summary>
    public (NumberFormat Format, bool Whole, bool Money, double Share, Reason Why)? Result()
    {
        if (values == 0 || numbers < Enough * values)
        {
            return null;
        }

        var unclear = pointUnclear + commaUnclear;
        var clear = pointIsDecimal + commaIsDecimal;
        var comma = commaIsDecimal > pointIsDecimal;
        var format = FormatOf(comma);
        var share = (double)numbers / values;
        var isMoney = money * 2 > numbers;
        var whole = integers == numbers || clear == 0 && pointUnclear == 0 && !isMoney;
        var sign = comma ? "comma" : "point";
        var why = clear > 0
            ? Reason.Of("imports.detected.number", ("decimal", sign), ("rows", comma ? commaIsDecimal : pointIsDecimal))
            : unclear > 0 ? Reason.Of("imports.detected.number.ambiguous", ("decimal", sign))
            : Reason.Of("imports.detected.number.whole");
        return (format, whole, isMoney, share, why);
    }

    /// <summary>
    /// Two kinds of signs: the last is the decimal sign. One sign more than once: it groups. Once, with other than three digits behind
    /// (or more than three before, or a zero alone before): decimal. Otherwise, as in 1,234, it may be either.
    /// </summary>
    private void Weigh(ReadOnlySpan<char> core)
    {
        if (core.ContainsAny(" \u00A0\u202F\u2009"))
        {
            group = ' ';
        }
        else if (core.ContainsAny("'\u2019"))
        {
            group = '\'';
        }

        var point = core.LastIndexOf('.');
        var comma = core.LastIndexOf(',');
        if (point >= 0 && comma >= 0)
        {
            pointIsDecimal += point > comma ? 1 : 0;
            commaIsDecimal += comma > point ? 1 : 0;
            return;
        }

        var at = Math.Max(point, comma);
        if (at < 0)
        {
            return;
        }

        var isPoint = point >= 0;
        if (core.Count(core[at]) > 1)
        {
            // A grouping point leaves the comma for decimals, and the other way round.
            commaIsDecimal += isPoint ? 1 : 0;
            pointIsDecimal += isPoint ? 0 : 1;
        }
        else if (core.Length - at - 1 != 3 || at > 3 || at == 0 || core[0] == '0' || group is ' ' or '\'')
        {
            pointIsDecimal += isPoint ? 1 : 0;
            commaIsDecimal += isPoint ? 0 : 1;
        }
        else
        {
            pointUnclear += isPoint ? 1 : 0;
            commaUnclear += isPoint ? 0 : 1;
        }
    }
}

/// <summary>How the numbers of a column are written.</summary>
/// <param name="Unclear">Every one that has a point or comma may have it between thousands or before decimals, as in 1.234.</param>
/// <param name="PointShown">Some number shows that the point is its decimal sign.</param>
internal sealed record NumberWays(NumberFormat Best, bool Unclear, bool PointShown, bool CommaShown)
{
    /// <summary>The decimal sign that a person said counts, unless the column shows the other one and never this.</summary>
    public NumberFormat With(char sign) =>
        Best.Decimal == sign || (sign == '.' ? CommaShown && !PointShown : PointShown && !CommaShown) ? Best
            : new(sign, Best.Group is ' ' or '\'' ? Best.Group : sign == ',' ? '.' : ',');
}
