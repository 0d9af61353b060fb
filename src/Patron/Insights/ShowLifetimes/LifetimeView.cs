namespace Patron.Insights.ShowLifetimes;

/// <summary>The sums that the figures of one request share.</summary>
internal sealed class LifetimeView(InsightsView view)
{
    private LifetimeNumbers? numbers;

    public LifetimeNumbers Numbers => numbers ??= LifetimeNumbers.Of(view.Snapshot, view.Members, view.AsOf);
}
