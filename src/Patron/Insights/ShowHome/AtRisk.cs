using Patron.Insights.WarnOfChurn;

namespace Patron.Insights.ShowHome;

/// <summary>The latest warning list, as far as the reader may see its customers.</summary>
internal static class AtRisk
{
    /// <summary>Places in the view's snapshot with their warnings, the highest value at risk first.</summary>
    public static List<(int Index, ChurnWarning Warning)> Of(InsightsView view, WarningBook book)
    {
        List<(int Index, ChurnWarning Warning)> rows = [];
        foreach (var warning in book.Latest.Values)
            if (view.Snapshot.TryIndex(warning.CustomerId.Value, out var index) && view.Members.Get(index)) rows.Add((index, warning));
        return [.. rows.OrderByDescending(r => r.Warning.Value).ThenBy(r => r.Index)];
    }
}
