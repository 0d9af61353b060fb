using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Forecasting;
using Patron.Data;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowForecast;

/// <summary>A step that held on a day that was asked for.</summary>
/// <param name="Since">Day on which the deal came into its stage; days are DateOnly.DayNumber.</param>
internal readonly record struct Held(long Customer, long Deal, int Stage, int State, int Since, int Probability, long? Amount, string Currency, int? Expected, bool Committed, long Owner, long? Product);

/// <summary>Deals as they stood on the days of a forecast, read from one index: what changed later is not among them.</summary>
internal sealed class StepScan
{
    private const int Last = int.MaxValue;
    private readonly HashSet<long> endedBefore = [];

    /// <summary>Open at the end of the day of the forecast, and of the earlier day.</summary>
    public required IReadOnlyList<Held> Open { get; init; }
    public required IReadOnlyList<Held> Before { get; init; }

    /// <summary>Ended after the earlier day and by the day of the forecast.</summary>
    public required IReadOnlyList<Held> Ended { get; init; }

    /// <summary>Won after the day of the forecast and by its last day, and still so at its end.</summary>
    public required IReadOnlyList<Held> After { get; init; }

    /// <param name="seen">May the user see this customer?</param>
    public static StepScan Read(PatronDb db, (int Since, int At, int Until) days, Func<long, bool> seen)
    {
        var scan = new StepScan
        {
            Open = Held(db, DealStanding.Open, 0, days.At, days.At, seen), Before = Held(db, DealStanding.Open, 0, days.Since, days.Since, seen),
            Ended = [.. Held(db, DealStanding.Won, days.Since + 1, days.At, days.At, seen), .. Held(db, DealStanding.Lost, days.Since + 1, days.At, days.At, seen)],
            After = Held(db, DealStanding.Won, days.At + 1, days.Until, days.Until, seen),
        };
        using var row = FastReader.Open(db.Database.GetDbConnection(), string.Create(CultureInfo.InvariantCulture,
            $"select opportunity_id from {DealStepTable.Name} where state = 2 and until > 0 and day <= {days.Since} union all select opportunity_id from {DealStepTable.Name} where state = 3 and until > 0 and day <= {days.Since}"));
        while (row.Read()) scan.endedBefore.Add(row.Long(0));
        return scan;
    }

    /// <summary>Steps of a standing that began from one day to another, both included, and held at the end of a third.</summary>
    private static List<Held> Held(PatronDb db, DealStanding standing, int from, int to, int at, Func<long, bool> seen)
    {
        var (steps, currencies) = (new List<Held>(), new CurrencyPool());
        // Two ranges of the index: steps that hold to this day, and those that ended after the one asked for.
        var columns = $"select customer_id, opportunity_id, stage, state, since, probability, amount, currency, expected, committed, owner_id, product_id from {DealStepTable.Name} where state = {(int)standing}";
        using var row = FastReader.Open(db.Database.GetDbConnection(), string.Create(CultureInfo.InvariantCulture,
            $"{columns} and until is null and day >= {from} and day <= {to} union all {columns} and until > {at} and until <= {Last} and day >= {from} and day <= {to}"));
        while (row.Read())
        {
            if (!seen(row.Long(0))) continue;
            steps.Add(new(row.Long(0), row.Long(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.IsNull(6) ? null : row.Long(6), currencies.Of(row, 7), row.IsNull(8) ? null : row.Int(8), row.Int(9) == 1, row.LongOr(10, 0), row.IsNull(11) ? null : row.Long(11)));
        }
        return steps;
    }

    /// <summary>Deals that are open now, were not then, and had begun: they had ended, and came back.</summary>
    public IEnumerable<DealAt> Reopened()
    {
        var then = Before.Select(s => s.Deal).ToHashSet();
        return Open.Where(s => !then.Contains(s.Deal) && endedBefore.Contains(s.Deal)).Select(s => new DealAt(s.Deal, DealStanding.Lost, 0, null));
    }

    /// <summary>Products without which a value is not known.</summary>
    public IEnumerable<long> Priced => Open.Concat(Before).Concat(Ended).Concat(After).Where(s => s.Amount is null).Select(s => s.Product).OfType<long>().Distinct();
}
