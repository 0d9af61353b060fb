using Patron.Insights.ReckonInsights;

namespace Patron.Insights.ShowHome;

/// <summary>Cells of recency and spend, or recency and frequency, that have a name.</summary>
internal static class KnownCells
{
    public const int Best = 5;

    /// <summary>The sentence of the cell's name; null for the others.</summary>
    public static string? NameOf(int recency, int score, RfmAxis axis) => (recency, score) switch
    {
        (5, Best) => "insights.cell.champions",
        (4, Best) => "insights.cell.loyal",
        (2, Best) => "insights.cell.slipping",
        (1, Best) => axis == RfmAxis.Spend ? "insights.cell.lost-big" : "insights.cell.lost-regulars",
        (5, 1) => "insights.cell.new",
        (1, 1) => "insights.cell.gone",
        _ => null,
    };
}
