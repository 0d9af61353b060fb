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

/// <summary>An order within the window.</summary>
/// <param name="Person">Place in the lists.</param>
/// <param name="Order">As in the purchase columns.</param>
/// <param name="Channel">Code of the snapshot's order channels.</param>
/// <param name="Amount">Micros.</param>
internal readonly record struct BoughtOrder(int Person, int Day, int Order, ushort Channel, long Amount);

/// <summary>What the people of a campaign did, from the lines of their orders; lists have a place for each person, or for each household where a household counts once.</summary>
/// <param name="Index">In the snapshot; of a household that of the one who was drawn first.</param>
/// <param name="Since">Day number on which they came in.</param>
/// <param name="Days">Margins day by day, of those who came in on the first day.</param>
/// <param name="Mixed">Households of which people were drawn for two arms, before it was known that they live together; the arm drawn first counts.</param>
internal sealed record ReportRows(OutcomeRows Rows, int[] Index, int[] Since, IReadOnlyList<DayMargin> Days, IReadOnlyList<BoughtOrder> Bought, int Mixed)
{
    private const int DaysBefore = 365;

    private readonly record struct Unit(int Index, int Arm, int Since, IReadOnlyList<int> Members);

    public int Count => Index.Length;

    /// <param name="visibleTo">Whose people are counted; null: all.</param>
    /// <param name="households">Whoever lives with somebody counts with the household, in which every order counts; null: persons count.</param>
    public static ReportRows Of(CustomerBaseSnapshot snapshot, TestPeople people, Bitmap? visibleTo, ResponseWindow window, double margin, NumberColumn? households)
    {
        var (seen, mixed) = Units(snapshot, people, visibleTo, window, households);
        var n = seen.Count;
        var rows = new OutcomeRows([.. seen.Select(s => s.Arm)], new bool[n], new double[n], new double[n], new double[n]);
        var (days, bought, first) = (new List<DayMargin>(), new List<BoughtOrder>(), n == 0 ? 0 : seen.Min(s => s.Since));
        for (var person = 0; person < n; person++)
        {
            var (_, _, since, members) = seen[person];
            foreach (var index in members) Fill(snapshot.Purchases, index, person, since, window.Last(since), margin, rows, since == first ? days : null, bought);
        }
        return new(rows, [.. seen.Select(s => s.Index)], [.. seen.Select(s => s.Since)], days, bought, mixed);
    }

    private static (List<Unit> Units, int Mixed) Units(CustomerBaseSnapshot snapshot, TestPeople people, Bitmap? visibleTo, ResponseWindow window, NumberColumn? households)
    {
        bool Counts(int index) => snapshot.Known.Get(index) && (visibleTo is null || visibleTo.Get(index));
        var (units, at, mixed) = (new List<Unit>(people.Customers.Length), new Dictionary<long, int>(), new HashSet<long>());
        for (var i = 0; i < people.Customers.Length; i++)
        {
            if (!snapshot.TryIndex(people.Customers[i], out var index) || !Counts(index)) continue;
            var unit = new Unit(index, people.Arms[i], window.DayOf(people.Since[i]), [index]);
            if (households is null || households[index] is var household && household == NumberKey.Missing) units.Add(unit);
            else if (!at.TryGetValue(household, out var place))
            {
                at[household] = units.Count;
                units.Add(unit);
            }
            else
            {
                if (units[place].Arm != unit.Arm) mixed.Add(household);
                if (unit.Since < units[place].Since) units[place] = unit;
            }
        }
        if (households is not null && at.Count > 0) WithMembers(snapshot, households, Counts, at, units);
        return (units, mixed.Count);
    }

    private static void WithMembers(CustomerBaseSnapshot snapshot, NumberColumn households, Func<int, bool> counts, Dictionary<long, int> at, List<Unit> units)
    {
        var members = new Dictionary<int, List<int>>();
        for (var index = 0; index < snapshot.Size; index++)
        {
            if (households[index] is var household && household == NumberKey.Missing || !at.TryGetValue(household, out var place) || !counts(index)) continue;
            if (!members.TryGetValue(place, out var of)) members[place] = of = [];
            of.Add(index);
        }
        foreach (var (place, of) in members) units[place] = units[place] with { Members = of };
    }

    private static void Fill(PurchaseColumns lines, int index, int person, int since, int last, double margin, OutcomeRows rows, List<DayMargin>? days, List<BoughtOrder> bought)
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
            if (bought.Count > 0 && bought[^1] is var before && before.Person == person && before.Order == lines.Order[i]) bought[^1] = before with { Amount = before.Amount + lines.Amount[i] };
            else bought.Add(new(person, lines.Day[i], lines.Order[i], lines.Channel[i], lines.Amount[i]));
        }
    }
}
