using Patron.Analytics.Buying;

namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// Customers as the models see them at the end of a calibration period, and what they bought afterwards, until the end of a hold-out period. Nothing after the first end is in the histories.
/// </summary>
public sealed class LifetimeSample
{
    private readonly BuyingDays days;

    private LifetimeSample(BuyingDays days, int calibrationEnd, int until, double unitDays, int[] customers)
    {
        (this.days, CalibrationEnd, Until, UnitDays, Customers) = (days, calibrationEnd, until, unitDays, customers);
        Histories = new PurchaseHistory[customers.Length];
        Spend = new SpendHistory[customers.Length];
        HeldOut = new int[customers.Length];
        HeldOutSpend = new double[customers.Length];
    }

    /// <summary>The last day (day number) that the histories see.</summary>
    public int CalibrationEnd { get; }

    /// <summary>The last day of the hold-out period; the same as <see cref="CalibrationEnd"/> where there is none.</summary>
    public int Until { get; }

    /// <summary>Days in a unit of time: 7 for weeks.</summary>
    public double UnitDays { get; }

    /// <summary>Length of the hold-out period in units.</summary>
    public double HoldOutUnits => (Until - CalibrationEnd) / UnitDays;

    /// <summary>Those whose first purchase was in the calibration period, as numbered in the days.</summary>
    public IReadOnlyList<int> Customers { get; }

    /// <summary>Their histories, in units.</summary>
    public PurchaseHistory[] Histories { get; }

    /// <summary>Their repeat purchases of the calibration period and the mean amount of those, in millionths of the days' unit (micros become units).</summary>
    public SpendHistory[] Spend { get; }

    /// <summary>Their purchases in the hold-out period.</summary>
    public int[] HeldOut { get; }

    /// <summary>What they spent there, in the unit of <see cref="Spend"/>.</summary>
    public double[] HeldOutSpend { get; }

    /// <summary>Cuts the days at the two ends.</summary>
    public static LifetimeSample Of(BuyingDays days, int calibrationEnd, int until, double unitDays)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentOutOfRangeException.ThrowIfLessThan(until, calibrationEnd);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitDays);
        var customers = Enumerable.Range(0, days.Customers).Where(c => days.DaysOf(c) is [var first, ..] && first <= calibrationEnd).ToArray();
        var made = new LifetimeSample(days, calibrationEnd, until, unitDays, customers);
        for (var i = 0; i < customers.Length; i++) made.Look(i, days.DaysOf(customers[i]), days.AmountsOf(customers[i]));
        return made;
    }

    /// <summary>Repeat purchases of the sample's customers on each day from the first purchase of anybody (place 0) to <see cref="Until"/>, and first purchases so.</summary>
    internal (int First, int[] Repeats, int[] Newcomers) ByDay()
    {
        var first = Customers.Count == 0 ? CalibrationEnd : Customers.Min(c => days.DaysOf(c)[0]);
        var (repeats, newcomers) = (new int[Until - first + 1], new int[Until - first + 1]);
        foreach (var customer in Customers)
        {
            var own = days.DaysOf(customer);
            newcomers[own[0] - first]++;
            foreach (var day in own[1..])
                if (day <= Until) repeats[day - first]++;
        }
        return (first, repeats, newcomers);
    }

    private void Look(int i, ReadOnlySpan<int> own, ReadOnlySpan<long> amounts)
    {
        var (repeats, spent, later) = (-1, 0.0, 0);
        for (var n = 0; n < own.Length && own[n] <= Until; n++)
        {
            if (own[n] > CalibrationEnd)
            {
                later++;
                HeldOutSpend[i] += amounts[n] / 1e6;
                continue;
            }
            repeats++;
            if (n > 0) spent += amounts[n] / 1e6;
        }
        Histories[i] = new(repeats, (own[repeats] - own[0]) / UnitDays, (CalibrationEnd - own[0]) / UnitDays);
        Spend[i] = new(repeats, repeats == 0 ? 0 : spent / repeats);
        HeldOut[i] = later;
    }
}
