using Patron.Kernel.Texts;

namespace Patron.Web.Components;

/// <summary>How numbers of a drawing are written.</summary>
/// <param name="Percent">They are shares of 1.</param>
/// <param name="Before">Stands before: a currency's sign.</param>
/// <param name="After">Stands after it.</param>
/// <param name="Decimals">Digits after the point.</param>
internal sealed record ChartUnit(bool Percent, string Before, string After, int Decimals)
{
    public static ChartUnit Number { get; } = new(false, "", "", 0);

    public static ChartUnit Share { get; } = new(true, "", "", 0);

    /// <summary>Amounts in major units.</summary>
    public static ChartUnit Money(Sentences text, string currency) =>
        Currency.IsWonInKorean(currency, text.Language) ? new(false, "", "원", 0) : new(false, Currency.Sign(currency, text.Language), "", 0);
}

/// <summary>One line: a value for each place on the axis, null where it has none.</summary>
/// <param name="Colour">A token: c1 the subject, c2, c3 the context, c4 losses.</param>
/// <param name="Dashed">For what is expected rather than seen.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<double?> Values, string Colour = "c1", bool Dashed = false);

/// <summary>Lines over a row of places: Plot's Data for the kind "lines". At most three lines.</summary>
/// <param name="Labels">What stands under the axis; a hint shows it whole.</param>
/// <param name="Lines">Each named at its end.</param>
internal sealed record LinesChart(IReadOnlyList<string> Labels, IReadOnlyList<ChartLine> Lines, ChartUnit Unit)
{
    /// <summary>A place on the axis with a line and a word: where the model stopped seeing.</summary>
    public int? Mark { get; init; }
    public string? MarkName { get; init; }
    public string? AxisName { get; init; }
}

/// <summary>Bars, each leading to what it counts: Plot's Data for the kind "bars".</summary>
/// <param name="Labels">Under or beside the bars.</param>
/// <param name="Values">Their lengths; below zero they go the other way.</param>
/// <param name="Hrefs">Where a click leads; empty for nowhere.</param>
internal sealed record BarsChart(IReadOnlyList<string> Labels, IReadOnlyList<double> Values, IReadOnlyList<string> Hrefs, ChartUnit Unit)
{
    /// <summary>Bars to the right, labels beside them: for words.</summary>
    public bool Lying { get; init; }
    /// <summary>The doubt of each bar, from and to; null where there is none.</summary>
    public IReadOnlyList<double[]?>? Doubts { get; init; }
    public string? AxisName { get; init; }
    public string Colour { get; init; } = "c1";
}
