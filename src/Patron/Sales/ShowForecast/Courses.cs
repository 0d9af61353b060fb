using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Forecasting;
using Patron.Data;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowForecast;

/// <summary>
/// How all deals went, in memory: the history that forecasts learn from. Read anew as soon as there are other steps; of a long history, which a few more do not
/// change, every few minutes only. How deals stand on a day is never read from here.
/// </summary>
internal sealed class Courses(BoardReads board, TimeProvider clock) : IDisposable
{
    /// <summary>From so many steps on it may be a little old.</summary>
    private const long Long = 100_000;
    private const double Same = 0.02;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim one = new(1);
    private (long At, (long Count, long Last) Steps, string Currency, DealHistory History)? known;

    public async Task<DealHistory> Read(PatronDb db, string currency, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            var steps = Steps(db);
            if (known is not { } before || before.Currency != currency || !IsGood(before, steps)) known = (clock.GetTimestamp(), steps, currency, await Load(db, currency, ct));
            return known.Value.History;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private bool IsGood((long At, (long Count, long Last) Steps, string, DealHistory) before, (long Count, long Last) steps) =>
        before.Steps == steps || (before.Steps.Count >= Long && Math.Abs(steps.Count - before.Steps.Count) <= Same * before.Steps.Count && clock.GetElapsedTime(before.At) < Kept);

    private static (long Count, long Last) Steps(PatronDb db)
    {
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"select count(*), coalesce(max(id), 0) from {DealStepTable.Name}");
        row.Read();
        return (row.Long(0), row.Long(1));
    }

    /// <summary>Amounts in other currencies are never added without a rate: such deals count with nought money. So does one whose value is not known.</summary>
    private async Task<DealHistory> Load(PatronDb db, string currency, CancellationToken ct)
    {
        var wonFor = new Dictionary<long, long>();
        using (var row = FastReader.Open(db.Database.GetDbConnection(), $"select opportunity_id, amount, currency from {DealStepTable.Name} where state = 2 and amount is not null"))
        {
            var currencies = new CurrencyPool();
            while (row.Read())
                if (currencies.Of(row, 2) == currency) wonFor[row.Long(0)] = row.Long(1);
        }
        var comings = new List<(DealCourse Course, long? Priced)>();
        using (var row = FastReader.Open(db.Database.GetDbConnection(),
            $"select opportunity_id, stage, owner_id, day, ended, outcome, amount, product_id, currency from {DealStepTable.Name} where state = 1 and day = since"))
        {
            var currencies = new CurrencyPool();
            while (row.Read())
            {
                var (deal, own, end) = (row.Long(0), currencies.Of(row, 8) == currency, (DealStanding)row.LongOr(5, 1));
                var value = own ? row.LongOr(6, 0) : 0;
                comings.Add((new(deal, row.Int(1), row.LongOr(2, 0), row.Int(3), row.IsNull(4) ? null : row.Int(4), end, value, own && end == DealStanding.Won ? wonFor.GetValueOrDefault(deal, value) : 0),
                    own && row.IsNull(6) && !row.IsNull(7) ? row.Long(7) : null));
            }
        }
        var prices = await board.Prices(comings.Select(c => c.Priced).OfType<long>().Distinct(), ct);
        return new(comings.Select(c => c.Priced is { } product && prices.TryGetValue(product, out var price)
            ? c.Course with { Value = price, Brought = c.Course.End == DealStanding.Won ? wonFor.GetValueOrDefault(c.Course.Deal, price) : 0 } : c.Course));
    }
}
