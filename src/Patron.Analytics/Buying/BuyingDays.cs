using System.Runtime.CompilerServices;

namespace Patron.Analytics.Buying;

/// <summary>On which days each customer bought, and for how much: purchases of one customer on one day are one, their amounts added.</summary>
/// <remarks>Of a customer without a purchase there are no days. The order of the rows makes no difference.</remarks>
public sealed class BuyingDays
{
    private readonly int[] start;
    private readonly int[] length;
    private readonly int[] days;
    private readonly long[] amounts;

    private BuyingDays(int[] start, int[] length, int[] days, long[] amounts)
    {
        (this.start, this.length, this.days, this.amounts) = (start, length, days, amounts);
        for (var c = 0; c < length.Length; c++)
        {
            if (length[c] == 0) continue;
            Buyers++;
            FirstDay = Math.Min(FirstDay ?? int.MaxValue, days[start[c]]);
            LastDay = Math.Max(LastDay ?? int.MinValue, days[start[c] + length[c] - 1]);
        }
    }

    /// <summary>Customers, numbered from 0.</summary>
    public int Customers => length.Length;

    /// <summary>Those who bought at all.</summary>
    public int Buyers { get; }

    /// <summary>The first day on which anybody bought; null where nobody did.</summary>
    public int? FirstDay { get; }

    /// <summary>The last day on which anybody bought; null where nobody did.</summary>
    public int? LastDay { get; }

    /// <summary>The days of one customer, ascending, each once.</summary>
    public ReadOnlySpan<int> DaysOf(int customer) => days.AsSpan(start[customer], length[customer]);

    /// <summary>What was bought on each of those days, in the unit of the rows.</summary>
    public ReadOnlySpan<long> AmountsOf(int customer) => amounts.AsSpan(start[customer], length[customer]);

    /// <summary>Groups rows in any order.</summary>
    /// <param name="customers">How many there are; each row's customer is below it.</param>
    public static BuyingDays Of(int customers, ReadOnlySpan<int> customer, ReadOnlySpan<int> day, ReadOnlySpan<long> amount)
    {
        if (day.Length != customer.Length || amount.Length != customer.Length) throw new ArgumentException("The columns differ in length.", nameof(day));
        var start = new int[customers + 1];
        foreach (var c in customer) start[c + 1]++;
        for (var c = 0; c < customers; c++) start[c + 1] += start[c];
        var next = start.AsSpan(0, customers).ToArray();
        var (days, amounts) = (new int[customer.Length], new long[customer.Length]);
        for (var row = 0; row < customer.Length; row++)
        {
            var place = next[customer[row]]++;
            (days[place], amounts[place]) = (day[row], amount[row]);
        }
        var length = new int[customers];
        var (size, work) = (Math.Max(1, customers / (Environment.ProcessorCount * 8)), customers);
        Parallel.For(0, (work + size - 1) / size, piece =>
        {
            for (var c = piece * size; c < Math.Min(work, (piece + 1) * size); c++) length[c] = Join(days, amounts, start[c], start[c + 1]);
        });
        return new(start[..customers], length, days, amounts);
    }

    /// <summary>Sorts and joins the rows of one customer; answers how many days are left.</summary>
    [MethodImpl(Hot.Loop)]
    private static int Join(int[] days, long[] amounts, int from, int to)
    {
        var sorted = true;
        for (var i = from + 1; i < to && sorted; i++) sorted = days[i] >= days[i - 1];
        if (!sorted) Array.Sort(days, amounts, from, to - from);
        var last = from - 1;
        for (var i = from; i < to; i++)
        {
            if (last >= from && days[last] == days[i]) amounts[last] += amounts[i];
            else if (++last != i) (days[last], amounts[last]) = (days[i], amounts[i]);
        }
        return last - from + 1;
    }
}
