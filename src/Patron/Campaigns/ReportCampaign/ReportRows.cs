using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>The window in which purchases count.</summary>
/// <param name="Today">The last day of which anything is known.</param>
/// <param name="Closed">The day from which nothing counts any more, because the winner was sent to those left alone too; null: none.</param>
internal readonly record struct ResponseWindow(int Days, int Today, int? Closed, TimeZoneInfo Zone)
{
    /// <summary>The last day that counts for whoever came in then.</summary>
    public int Last(int since) => Math.Min(Math.Min(since + Days - 1, Today), Closed - 1 ?? int.MaxValue);

    public int DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime).DayNumber;
}

/// <summary>What the people of a campaign did, from the lines of their orders; lists have a place for each person.</summary>
/// <param name="Index">In the snapshot.</param>
/// <param name="Since">Day number on which they came in.</param>
/// <param name="Days">Margins day by day, of those who came in on the first day.</param>
/// <param name="Bought">Orders within the window: person, day, order number, micros.</param>
internal sealed record ReportRows(OutcomeRows Rows, int[] Index, int[] Since, IReadOnlyList<DayMargin> Days, IReadOnlyList<(int Person, int Day, int Order, long Amount)> Bought)
{
    private const int DaysBefore = 365;

    public int Count => Index.Length;

    /// <param name="visibleTo">Whose people are counted; null: all.</param>
    public static ReportRows Of(CustomerBaseSnapshot snapshot, TestPeople people, Bitmap? visibleTo, ResponseWindow window, double margin)
    {
        var seen = new List<(int Index, int Arm, int Since)>(people.Customers.Length);
        for (var at = 0; at < people.Customers.Length; at++)
            if (snapshot.TryIndex(people.Customers[at], out var index) && snapshot.Known.Get(index) && (visibleTo is null || visibleTo.Get(index))) seen.Add((index, people.Arms[at], window.DayOf(people.Since[at])));
        var n = seen.Count;
        var rows = new OutcomeRows([.. seen.Select(s => s.Arm)], new bool[n], new double[n], new double[n], new double[n]);
        var (days, bought, first) = (new List<DayMargin>(), new List<(int, int, int, long)>(), seen.Count == 0 ? 0 : seen.Min(s => s.Since));
        for (var person = 0; person < n; person++)
        {
            var (index, _, since) = seen[person];
            Fill(snapshot.Purchases, index, person, since, window.Last(since), margin, rows, since == first ? days : null, bought);
        }
        return new(rows, [.. seen.Select(s => s.Index)], [.. seen.Select(s => s.Since)], days, bought);
    }

    private static void Fill(
        PurchaseColumns lines, int index, int person, int since, int last, double margin, OutcomeRows rows, List<DayMargin>? days, List<(int Person, int Day, int Order, long Amount)> bought)
    {
        for (var i = lines.Start[index]; i < lines.Start[index] + lines.Length[index] && lines.Day[i] <= last; i++)
        {
            if (lines.Kind[i] is not (LineKind.Sale or LineKind.Return) || lines.Day[i] < since - DaysBefore) continue;
            var amount = (double)lines.Amount[i] / Micros.PerUnit;
            if (lines.Day[i] < since)
            {
                rows.Before[person] += amount * margin;
                continue;
            }
            rows.Revenue[person] += amount;
            rows.Margin[person] += amount * margin;
            days?.Add(new(person, lines.Day[i] - since, amount * margin));
            if (lines.Kind[i] is not LineKind.Sale) continue;
            rows.Answered[person] = true;
            if (bought.Count > 0 && bought[^1] is var (before, day, order, sum) && before == person && order == lines.Order[i]) bought[^1] = (person, day, order, sum + lines.Amount[i]);
            else bought.Add((person, lines.Day[i], lines.Order[i], lines.Amount[i]));
        }
    }
}
