using System.Globalization;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Insights.FitLifetimes;
using Patron.Insights.ReckonInsights;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>Customers by the month of their first purchase (cohort=2011-03), and those of them who bought so many months after it (cohort=2011-03.2).</summary>
internal sealed class CohortSets : ICustomerSets
{
    public const string Name = "cohort";
    private const string Month = "yyyy-MM";

    public IReadOnlyList<string> Names { get; } = [Name];

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        if (name != Name || Read(value) is not var (first, after)) return null;
        var (summary, found) = (snapshot.Summary(asOf.DayNumber), new Bitmap(snapshot.Size));
        var (from, to) = (first.DayNumber, first.AddMonths(1).DayNumber);
        foreach (var i in BaseNumbers.Members(snapshot, visibleTo).Indexes())
        {
            if (summary.Orders[i] == 0 || summary.FirstDay[i] < from || summary.FirstDay[i] >= to) continue;
            if (after is not { } months || Bought(snapshot.Purchases, i, first.AddMonths(months), asOf)) found.Set(i);
        }
        return found;
    }

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) => name != Name || Read(value) is not var (first, after) ? null
        : new(sentences["insights.set.cohort"], after is { } months ? sentences.Get("insights.set.cohort.after", new { month = sentences.Formats.Month(first.Year, first.Month), months }) : sentences.Formats.Month(first.Year, first.Month));

    public static string Value(DateOnly month, int? after) => string.Create(CultureInfo.InvariantCulture, $"{month:yyyy-MM}{(after is { } months ? $".{months}" : "")}");

    private static bool Bought(PurchaseColumns lines, int customer, DateOnly month, DateOnly asOf)
    {
        var (from, to) = (month.DayNumber, Math.Min(month.AddMonths(1).DayNumber - 1, asOf.DayNumber));
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= to; i++)
            if (lines.Day[i] >= from && lines.Kind[i] == LineKind.Sale) return true;
        return false;
    }

    private static (DateOnly First, int? After)? Read(string value)
    {
        var parts = value.Split('.');
        if (parts.Length > 2 || !DateOnly.TryParseExact(parts[0], Month, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)) return null;
        return parts.Length == 1 ? (first, null) : int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months <= 1200 ? (first, months) : null;
    }
}
