using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Insights.ReckonInsights;

namespace Patron.Insights;

/// <summary>The known customers whom the reader may see, on the state of the base that the page shows.</summary>
internal sealed class VisibleMembers(InsightsView view, IVisibility visibility, ICurrentUser who)
{
    private readonly Lazy<Bitmap> all = new(() => BaseNumbers.Members(view.Snapshot, visibility.Set(view.Snapshot, who.Id)));

    public Bitmap All => all.Value;

    /// <summary>Nobody is hidden from the reader. What is kept of the whole organisation is shown to such readers alone.</summary>
    public bool IsWhole => view.Visible is null;

    public CustomerBaseSnapshot Snapshot => view.Snapshot;
}
