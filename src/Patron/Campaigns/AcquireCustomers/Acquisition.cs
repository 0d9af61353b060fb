using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Campaigns.AcquireCustomers;

/// <summary>What a source of customers cost and brought; amounts in micros of the reporting currency.</summary>
/// <param name="Kind">Of a source of leads: tradeshow, magazine...; null: only customers' own records name it.</param>
/// <param name="Cost">Null where nobody told.</param>
/// <param name="Leads">Null where it is no source of leads.</param>
/// <param name="Buyers">Of its people those who have bought since.</param>
/// <param name="Value">What buyers bought within a year of coming.</param>
/// <param name="Young">People whose first year is not over: their value still grows.</param>
internal sealed record SourceOutcome(string Name, string? Kind, long? Cost, int? Leads, int People, int Buyers, long Value, int Young)
{
    public double? Share => People > 0 ? (double)Buyers / People : null;

    public long? CostOfBuyer => Cost is { } cost && Buyers > 0 ? cost / Buyers : null;

    public long? ValueOfBuyer => Buyers > 0 ? Value / Buyers : null;

    /// <summary>Micros of margin for each of cost; null without a cost.</summary>
    public double? Return(double margin) => Cost is > 0 and var cost ? (Value * margin - cost) / cost : null;
}

/// <summary>Where customers come from, and what that was worth.</summary>
/// <param name="Prospects">Known people who never bought.</param>
/// <param name="Customers">Known people who did.</param>
/// <param name="Leads">By source of leads.</param>
/// <param name="Acquired">By the source that the customers' own records name; the most people first.</param>
/// <param name="Unnamed">Customers whose records name none.</param>
internal sealed record Acquisition(int Prospects, int Customers, IReadOnlyList<SourceOutcome> Leads, IReadOnlyList<SourceOutcome> Acquired, int Unnamed)
{
    private const int DaysOfYear = 365;

    /// <param name="visibleTo">Whose people are counted; null: all.</param>
    public static Acquisition Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, IReadOnlyList<LeadSourceLeads> sources, DateOnly asOf, TimeZoneInfo zone)
    {
        var known = Bitmap.CopyOf(snapshot.Known);
        if (visibleTo is not null) known.And(visibleTo);
        var summary = snapshot.Summary(asOf.DayNumber);
        var (prospects, customers, unnamed) = (0, 0, 0);
        var words = new Dictionary<string, List<(int, int)>>(StringComparer.Ordinal);
        foreach (var i in known.Indexes())
        {
            if (summary.Orders[i] == 0) prospects++; else customers++;
            if (snapshot[CustomerColumns.Acquired][i] is not { Length: > 0 } word)
            {
                unnamed++;
                continue;
            }
            if (!words.TryGetValue(word, out var of)) words[word] = of = [];
            var since = snapshot[CustomerColumns.Since][i];
            // Whoever has no day of beginning began with the first purchase.
            of.Add((i, since != NumberKey.Missing ? (int)since : summary.Orders[i] > 0 ? summary.FirstDay[i] : asOf.DayNumber));
        }
        var leads = sources.Select(s =>
        {
            var people = s.Leads.Select(l => (Is: snapshot.TryIndex(l.Customer.Value, out var index) && known.Get(index), index, Day: DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(l.At, zone).DateTime).DayNumber)).Where(l => l.Is).ToArray();
            return Outcome(snapshot, s.Name, s.Kind, s.Cost, people.Length, people.GroupBy(p => p.index).Select(g => (g.Key, g.Min(p => p.Day))), asOf);
        });
        return new(prospects, customers,
            [.. leads.Where(s => s.People > 0 || s.Cost > 0).OrderByDescending(s => s.Value - (s.Cost ?? 0)).ThenBy(s => s.Name, StringComparer.Ordinal)],
            [.. words.Select(w => Outcome(snapshot, w.Key, null, null, null, w.Value, asOf)).OrderByDescending(s => s.People).ThenBy(s => s.Name, StringComparer.Ordinal)], unnamed);
    }

    /// <param name="people">Index, and the day on which they came.</param>
    private static SourceOutcome Outcome(CustomerBaseSnapshot snapshot, string name, string? kind, long? cost, int? leads, IEnumerable<(int Index, int Day)> people, DateOnly asOf)
    {
        var (all, buyers, value, young) = (0, 0, 0L, 0);
        foreach (var (index, day) in people)
        {
            var (bought, spent) = Within(snapshot.Purchases, index, day, asOf.DayNumber);
            (all, buyers, value, young) = (all + 1, buyers + (bought ? 1 : 0), value + spent, young + (day + DaysOfYear > asOf.DayNumber ? 1 : 0));
        }
        return new(name, kind, cost, leads, all, buyers, value, young);
    }

    private static (bool Bought, long Spent) Within(PurchaseColumns lines, int index, int from, int asOf)
    {
        var (bought, spent) = (false, 0L);
        for (var i = lines.Start[index]; i < lines.Start[index] + lines.Length[index] && lines.Day[i] <= asOf; i++)
        {
            if (lines.Day[i] < from || lines.Kind[i] is not (LineKind.Sale or LineKind.Return)) continue;
            bought |= lines.Kind[i] is LineKind.Sale;
            if (lines.Day[i] < from + DaysOfYear) spent += lines.Amount[i];
        }
        return (bought, spent);
    }
}
