using System.Globalization;
using Patron.Analytics.Forecasting;
using Patron.Data;

namespace Patron.Sales.ShowForecast;

/// <summary>A step that held on a day that was asked for.</summary>
/// <param name="Since">Day on which the deal came into its stage; days are DateOnly.DayNumber.</param>
internal readonly record struct Held(long Customer, long Deal, int Stage, int State, int Since, int Probability, long? Amount, string Currency, int? Expected, bool Committed, long Owner, long? Product);

/// <summary>
/// Everything that a forecast needs, from one look at the history of all deals: the steps that held on its days, and how each deal went through its stages.
/// </summary>
internal sealed class StepScan
{
    private readonly List<Coming> comings = [];
    private readonly Dictionary<long, long> wonFor = [];
    private readonly HashSet<long> endedBefore = [];

    /// <summary>A deal coming into a stage.</summary>
    private readonly record struct Coming(long Deal, int Stage, int Day, int? Ended, int Outcome, long Owner, long? Amount, long? Product, bool Foreign);

    /// <summary>Open at the end of the day of the forecast, and of the earlier day.</summary>
    public List<Held> Open { get; } = [];
    public List<Held> Before { get; } = [];

    /// <summary>Ended after the earlier day and by the day of the forecast.</summary>
    public List<Held> Ended { get; } = [];

    /// <summary>Won after the day of the forecast and by its last day, and still so at its end.</summary>
    public List<Held> After { get; } = [];

    /// <param name="currency">What deals in others brought is not counted: amounts are never added without a rate.</param>
    /// <param name="seen">May the user see this customer? How deals go is learnt from all.</param>
    public static StepScan Read(PatronDb db, (int Since, int At, int Until) days, string currency, Func<long, bool> seen)
    {
        var (scan, currencies) = (new StepScan(), new Dictionary<string, string>(StringComparer.Ordinal));
        using var row = FastReader.Open(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database), string.Create(CultureInfo.InvariantCulture, $"""
            select customer_id, opportunity_id, stage, state, since, probability, amount, currency, expected, committed, owner_id, product_id, day, until, ended, outcome
            from {DealStepTable.Name} where day <= {days.Until}
            """));
        while (row.Read())
        {
            var of = row.Text(7)!;
            of = currencies.TryGetValue(of, out var same) ? same : currencies[of] = of;
            var step = new Held(row.Long(0), row.Long(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.IsNull(6) ? null : row.Long(6), of, row.IsNull(8) ? null : row.Int(8), row.Int(9) == 1, row.LongOr(10, 0), row.IsNull(11) ? null : row.Long(11));
            scan.Take(step, row.Int(12), row.IsNull(13) ? int.MaxValue : row.Int(13), row.IsNull(14) ? null : row.Int(14), (int)row.LongOr(15, 1), days, of != currency, seen);
        }
        return scan;
    }

    private void Take(in Held step, int day, int until, int? ended, int outcome, (int Since, int At, int Until) days, bool foreign, Func<long, bool> seen)
    {
        var open = step.State == (int)DealStanding.Open;
        if (open && day == step.Since && day <= days.At) comings.Add(new(step.Deal, step.Stage, day, ended, outcome, step.Owner, step.Amount, step.Product, foreign));
        if (step.State == (int)DealStanding.Won && step.Amount is { } amount && !foreign) wonFor[step.Deal] = amount;
        if (!open && until != int.MaxValue && day <= days.Since) endedBefore.Add(step.Deal);
        if (day <= days.At && until > days.At && seen(step.Customer))
        {
            if (open) Open.Add(step);
            else if (day > days.Since) Ended.Add(step);
        }
        if (open && day <= days.Since && until > days.Since && seen(step.Customer)) Before.Add(step);
        if (step.State == (int)DealStanding.Won && day > days.At && until > days.Until && seen(step.Customer)) After.Add(step);
    }

    /// <summary>Deals that are open now, were not then, and had begun: they had ended, and came back.</summary>
    public IEnumerable<DealAt> Reopened()
    {
        var then = Before.Select(s => s.Deal).ToHashSet();
        return Open.Where(s => !then.Contains(s.Deal) && endedBefore.Contains(s.Deal)).Select(s => new DealAt(s.Deal, DealStanding.Lost, 0, null));
    }

    /// <summary>Products without which a value is not known.</summary>
    public IEnumerable<long> Priced => Open.Concat(Before).Concat(Ended).Concat(After).Where(s => s.Amount is null).Select(s => s.Product).Concat(comings.Where(c => c.Amount is null).Select(c => c.Product)).OfType<long>().Distinct();

    /// <summary>How deals went: all of them, whoever asks. One whose value or price is not known counts with nought money.</summary>
    public IReadOnlyList<DealCourse> Courses(IReadOnlyDictionary<long, long> prices) => comings.ConvertAll(c =>
    {
        var value = c.Foreign ? 0 : c.Amount ?? (c.Product is { } product ? prices.GetValueOrDefault(product) : 0);
        return new DealCourse(c.Deal, c.Stage, c.Owner, c.Day, c.Ended, (DealStanding)c.Outcome, value, c.Outcome != (int)DealStanding.Won || c.Foreign ? 0 : wonFor.GetValueOrDefault(c.Deal, value));
    });
}
