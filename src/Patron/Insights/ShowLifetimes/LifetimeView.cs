namespace Patron.Insights.ShowLifetimes;

/// <summary>The sums that the figures of one request share.</summary>
internal sealed class LifetimeView(InsightsView view, FitLifetimes.LifetimeColumns columns)
{
    private LifetimeNumbers? numbers;

    /// <summary>The day that the columns are as of, whatever day the reader has chosen.</summary>
    public DateOnly AsOf { get; } = columns.Book?.AsOf ?? view.AsOf;

    public LifetimeNumbers Numbers => numbers ??= LifetimeNumbers.Of(view.Snapshot, view.Members, AsOf);
}
