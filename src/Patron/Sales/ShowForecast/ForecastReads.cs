using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Forecasting;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowForecast;

/// <summary>What is asked: the forecast as of a day for the time until another, and what moved since an earlier one.</summary>
internal sealed record ForecastAddress(DateOnly At, DateOnly Until, DateOnly Since)
{
    public const string AtOf = "at", UntilOf = "until", SinceOf = "since";

    /// <summary>Today, to the end of the quarter in which tomorrow lies, and since thirty days before, unless other days are given. Nothing is known of days to come.</summary>
    public static ForecastAddress Of(IQueryCollection query, DateOnly today)
    {
        var at = Day(query[AtOf]) is { } day && day <= today ? day : today;
        var until = Day(query[UntilOf]) is { } end && end >= at ? end : QuarterEnd(at.AddDays(1));
        return new(at, until, Day(query[SinceOf]) is { } from && from <= at ? from : at.AddDays(-30));
    }

    private static DateOnly QuarterEnd(DateOnly day) => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 3, 1).AddMonths(1).AddDays(-1);

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>Open deals of one stage as of a day.</summary>
/// <param name="Weighted">Each value times what its stage promised then.</param>
internal sealed record StageForecast(int Stage, int Deals, long Sum, long Weighted, long Committed);

/// <param name="Stages">Of deals expected until the last day, or with no expected day.</param>
/// <param name="Later">Open deals that are expected after it, which count for none of the numbers.</param>
/// <param name="Other">Open deals in other currencies, which are never added without a rate.</param>
/// <param name="History">Null while no deal of these stages has ended.</param>
/// <param name="Methods">The two ways by which the number was found; null where there is but one.</param>
/// <param name="Past">How such forecasts came out before; null where nothing is asked of days to come.</param>
/// <param name="Ended">Deals from which the history is learnt.</param>
/// <param name="Who">Of each deal that moved or is open, whose it is and what is sold.</param>
/// <param name="Came">What these very deals had brought by the last day, where that is past; micros.</param>
internal sealed record Forecast(ForecastAddress Of, string Currency, IReadOnlyList<StageForecast> Stages, int Later, int Other, ForecastRange? History, ForecastMethods? Methods, PastForecasts? Past, long Ended, long? Came, DealBridge Bridge, IReadOnlyDictionary<long, (long Customer, long? Product)> Who)
{
    public long Sum => Stages.Sum(s => s.Sum);
    public long Weighted => Stages.Sum(s => s.Weighted);
    public long Committed => Stages.Sum(s => s.Committed);
    public int Deals => Stages.Sum(s => s.Deals);
}

/// <summary>Reckons forecasts of any day from the steps that held on it: nothing that came later enters.</summary>
internal sealed class ForecastReads(IDbContextFactory<PatronDb> contexts, BoardReads board, Courses courses, TimeProvider clock)
{
    public async Task<Forecast> Read(ForecastAddress address, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var organisation = await db.Organisation(ct);
        var (currency, today) = (organisation.Currency, Instants.DayNumber(Instants.ToMicroseconds(clock.GetUtcNow()), organisation.Zone));
        var (since, at, until) = (address.Since.DayNumber, address.At.DayNumber, address.Until.DayNumber);
        var scan = StepScan.Read(db, (since, at, until), board.Seen(user));
        var prices = await board.Prices(scan.Priced, ct);
        long Value(Held step) => step.Amount ?? (step.Product is { } product ? prices.GetValueOrDefault(product) : 0);
        DealAt Stands(Held step) => new(step.Deal, (DealStanding)step.State, Value(step), step.Expected);
        bool Own(Held step) => step.Currency == currency;

        var own = scan.Open.Where(Own).ToList();
        var due = own.FindAll(s => s.Expected is null || s.Expected <= until);
        var (model, past) = Learn(await courses.Read(db, currency, ct), at, until - at);
        var known = due.FindAll(s => model.Ended(s.Stage) > 0);
        ForecastRange? range = known.Count == 0 ? null : model.Forecast(known.Select(s => new PendingDeal(s.Stage, s.Owner, at - s.Since, Value(s))), until - at);
        var open = due.Select(s => s.Deal).ToHashSet();
        return new(
            address, currency,
            [.. due.GroupBy(s => s.Stage).OrderBy(g => g.Key).Select(g => new StageForecast(g.Key, g.Count(), g.Sum(Value), g.Sum(s => Value(s) * s.Probability / 100), g.Where(s => s.Committed).Sum(Value)))],
            own.Count - due.Count, scan.Open.Count - own.Count,
            range is { } said ? past?.Widen(said) ?? said : null, range is { } two ? past?.Methods(two) : null, past, model.Learnt,
            until <= today && until > at ? scan.After.Where(s => open.Contains(s.Deal)).Sum(Value) : null,
            DealMoves.Between([.. scan.Before.Where(Own).Select(Stands), .. scan.Reopened()], own.Concat(scan.Ended.Where(Own)).Select(Stands)),
            scan.Open.Concat(scan.Before).Concat(scan.Ended).DistinctBy(s => s.Deal).ToDictionary(s => s.Deal, s => (s.Customer, s.Product)));
    }

    /// <summary>How forecasts of so many days came out whose time was over by a day, each as it was to be said then; ascending. Of all deals, whoever asks.</summary>
    public async Task<IReadOnlyList<PastForecast>> Accuracy(DateOnly at, int days, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        return (await courses.Read(db, (await db.Organisation(ct)).Currency, ct)).LearnWithPast(at.DayNumber, days).Past.Said;
    }

    private static (DealHistoryModel Model, PastForecasts? Past) Learn(DealHistory history, int at, int days) => days < 1 ? (history.Learn(at), null) : history.LearnWithPast(at, days);
}
