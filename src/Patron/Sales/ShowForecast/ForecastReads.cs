using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Forecasting;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowForecast;

/// <summary>What is asked: the forecast as of a day for the time until another, and what moved since an earlier one.</summary>
internal sealed record ForecastAddress(DateOnly At, DateOnly Until, DateOnly Since)
{
    public const string AtOf = "at", UntilOf = "until", SinceOf = "since";

    /// <summary>Today, to the end of its quarter, and since thirty days before, unless other days are given. Nothing is known of days to come.</summary>
    public static ForecastAddress Of(IQueryCollection query, DateOnly today)
    {
        var at = Day(query[AtOf]) is { } day && day <= today ? day : today;
        var until = Day(query[UntilOf]) is { } end && end >= at ? end : new DateOnly(at.Year, (at.Month - 1) / 3 * 3 + 3, 1).AddMonths(1).AddDays(-1);
        return new(at, until, Day(query[SinceOf]) is { } from && from <= at ? from : at.AddDays(-30));
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>Open deals of one stage as of a day.</summary>
/// <param name="Weighted">Each value times what its stage promised then.</param>
internal sealed record StageForecast(int Stage, int Deals, long Sum, long Weighted, long Committed);

/// <param name="Stages">Of deals expected until the last day, or with no expected day.</param>
/// <param name="Later">Open deals that are expected after it, which count for none of the numbers.</param>
/// <param name="Other">Open deals in other currencies, which are never added without a rate.</param>
/// <param name="History">Null while no deal of these stages has ended.</param>
/// <param name="Ended">Deals from which the history is learnt.</param>
/// <param name="Came">What these very deals had brought by the last day, where that is past; micros.</param>
internal sealed record Forecast(ForecastAddress Of, string Currency, IReadOnlyList<StageForecast> Stages, int Later, int Other, ForecastRange? History, long Ended, long? Came, DealBridge Bridge, IReadOnlyDictionary<long, long> Customers)
{
    public long Sum => Stages.Sum(s => s.Sum);
    public long Weighted => Stages.Sum(s => s.Weighted);
    public long Committed => Stages.Sum(s => s.Committed);
    public int Deals => Stages.Sum(s => s.Deals);
}

/// <summary>Reckons forecasts of any day from the steps that held on it: nothing that came later enters.</summary>
internal sealed class ForecastReads(IDbContextFactory<PatronDb> contexts, BoardReads board, TimeProvider clock)
{
    private sealed record Held(long Customer, long Deal, int Stage, int State, int Since, int Probability, long? Amount, string Currency, int? Expected, bool Committed, long Owner, long? Product);

    public async Task<Forecast> Read(ForecastAddress address, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var organisation = await db.Organisation(ct);
        var (currency, today) = (organisation.Currency, Instants.DayNumber(Instants.ToMicroseconds(clock.GetUtcNow()), organisation.Zone));
        var (at, until) = (address.At.DayNumber, address.Until.DayNumber);
        var seen = board.Seen(user);
        var held = Steps(db, $"state = 1 and day <= {at} and (until is null or until > {at})", seen);
        var before = Steps(db, $"state = 1 and day <= {address.Since.DayNumber} and (until is null or until > {address.Since.DayNumber})", seen);
        var ended = Steps(db, $"state <> 1 and day > {address.Since.DayNumber} and day <= {at} and (until is null or until > {at})", seen);
        var after = until <= today && until > at ? Steps(db, $"state = 2 and day > {at} and day <= {until} and (until is null or until > {until})", seen) : null;

        var prices = await board.Prices(held.Concat(before).Concat(ended).Concat(after ?? []).Where(s => s.Amount is null).Select(s => s.Product).OfType<long>().Distinct(), ct);
        long Value(Held step) => step.Amount ?? (step.Product is { } product ? prices.GetValueOrDefault(product) : 0);
        DealAt Stands(Held step) => new(step.Deal, (DealStanding)step.State, Value(step), step.Expected);

        var own = held.FindAll(s => s.Currency == currency);
        var due = own.FindAll(s => s.Expected is null || s.Expected <= until);
        var model = Model(db, at, out var learnt);
        var days = until - at;
        var known = due.FindAll(s => model.Seen(s.Stage) > 0);
        var bridge = DealMoves.Between(
            [.. before.Where(s => s.Currency == currency).Select(Stands), .. Reopened(db, own, before, address.Since.DayNumber)], own.Concat(ended.Where(s => s.Currency == currency)).Select(Stands));
        var open = due.Select(s => s.Deal).ToHashSet();
        return new(
            address, currency,
            [.. due.GroupBy(s => s.Stage).OrderBy(g => g.Key).Select(g => new StageForecast(g.Key, g.Count(), g.Sum(Value), g.Sum(s => Value(s) * s.Probability / 100), g.Where(s => s.Committed).Sum(Value)))],
            own.Count - due.Count, held.Count - own.Count,
            known.Count == 0 ? null : model.Forecast([.. known.Select(s => new PendingDeal(s.Stage, s.Owner, at - s.Since, Value(s)))], days), learnt,
            after?.Where(s => open.Contains(s.Deal)).Sum(Value), bridge, held.Concat(before).Concat(ended).DistinctBy(s => s.Deal).ToDictionary(s => s.Deal, s => s.Customer));
    }

    /// <summary>What had ended by the day, and nothing else.</summary>
    private static DealHistoryModel Model(PatronDb db, int at, out long learnt)
    {
        var (visits, owners) = (new List<StageVisits>(), new List<OwnerResults>());
        using (var row = FastReader.Open(db.Database.GetDbConnection(), string.Create(CultureInfo.InvariantCulture,
            $"select stage, stage_until - since, ended - since, outcome, count(*) from {DealStepTable.Name} where state = 1 and stage_until is not null and ended <= {at} group by 1, 2, 3, 4")))
        {
            while (row.Read()) visits.Add(new(row.Int(0), row.Int(1), row.Int(2), row.Int(3) == (int)DealState.Won, row.Long(4)));
        }
        using (var row = FastReader.Open(db.Database.GetDbConnection(), string.Create(CultureInfo.InvariantCulture,
            $"select coalesce(owner_id, 0), sum(case when state = 2 then 1 else 0 end), count(*) from {DealStepTable.Name} where state <> 1 and ended <= {at} group by 1")))
        {
            while (row.Read()) owners.Add(new(row.Long(0), row.Long(1), row.Long(2) - row.Long(1)));
        }
        learnt = owners.Sum(o => o.Won + o.Lost);
        return new(visits, owners);
    }

    private static List<Held> Steps(PatronDb db, FormattableString where, Func<long, bool> seen)
    {
        var (steps, currencies) = (new List<Held>(), new Dictionary<string, string>(StringComparer.Ordinal));
        using var row = FastReader.Open(db.Database.GetDbConnection(), string.Create(CultureInfo.InvariantCulture,
            $"select customer_id, opportunity_id, stage, state, since, probability, amount, currency, expected, committed, owner_id, product_id from {DealStepTable.Name} where {FormattableString.Invariant(where)}"));
        while (row.Read())
        {
            if (!seen(row.Long(0))) continue;
            var currency = row.Text(7)!;
            currency = currencies.TryGetValue(currency, out var same) ? same : currencies[currency] = currency;
            steps.Add(new(row.Long(0), row.Long(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.IsNull(6) ? null : row.Long(6), currency, row.IsNull(8) ? null : row.Int(8), row.Int(9) == 1, row.LongOr(10, 0), row.IsNull(11) ? null : row.Long(11)));
        }
        return steps;
    }

    /// <summary>Deals that are open now, were not then, and had begun: they had ended, and came back.</summary>
    private static IEnumerable<DealAt> Reopened(PatronDb db, List<Held> now, List<Held> then, int day)
    {
        var open = then.Select(s => s.Deal).ToHashSet();
        var of = now.Select(s => s.Deal).ToHashSet();
        var found = new HashSet<long>();
        using var row = FastReader.Open(db.Database.GetDbConnection(), string.Create(CultureInfo.InvariantCulture,
            $"select opportunity_id from {DealStepTable.Name} where state <> 1 and until is not null and day <= {day}"));
        while (row.Read()) if (row.Long(0) is var deal && of.Contains(deal) && !open.Contains(deal)) found.Add(deal);
        return found.Select(deal => new DealAt(deal, DealStanding.Lost, 0, null));
    }
}
