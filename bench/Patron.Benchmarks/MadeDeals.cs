using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales;
using Patron.Sales.Contracts;

namespace Patron.Benchmarks;

/// <summary>Half a million deals over five years, of which fifty thousand are open, of fifty people.</summary>
internal static class MadeDeals
{
    public const int Owners = 50;
    private const int Deals = 500_000, Open = 50_000, AtOnce = 20_000;
    public static readonly int Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).DayNumber;

    public static async Task Write(IServiceProvider services, IdRanges ids, long[] customers, long firstOwner, Random random)
    {
        for (var done = 0; done < Deals; done += AtOnce)
        {
            await using var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default);
            await DealStore.Write(session, [.. Enumerable.Range(done, AtOnce).Select(n => Make(n, customers[random.Next(customers.Length)], firstOwner + random.Next(Owners), ids, random))], null, default);
            await session.Commit(default);
        }
    }

    /// <summary>Through one to four stages, a week or three in each; the first fifty thousand are open and began lately.</summary>
    private static Deal Make(int number, long customer, long owner, IdRanges ids, Random random)
    {
        var open = number < Open;
        var day = Today - (open ? random.Next(1, 90) : random.Next(120, 1_825));
        var (stages, amount) = (random.Next(1, 5), (long)random.Next(100, 20_000) * Micros.PerUnit);
        var deal = new Deal
        {
            Id = ids.Next(), Customer = customer, Currency = Organisation.Default.Currency,
            Facts = new("A deal", 1, 1, DealState.Open, day, day, null, open ? Today + random.Next(60) : null, amount, 0, owner, null, null, null, "Call", Today + random.Next(-3, 30), null),
        };
        for (var stage = 1; stage <= stages; stage++)
        {
            deal.Facts = deal.Facts with { Stage = stage };
            deal.Follow(ids.Next(), 0, day, 20 * stage, null);
            day += random.Next(3, 21);
            if (open && day > Today) return deal;
        }
        if (open) return deal;
        var won = random.Next(2) == 0;
        deal.Facts = deal.Facts with { State = won ? DealState.Won : DealState.Lost, Stage = won ? 5 : 6, Closed = day, NextStep = null, NextDue = null };
        deal.Follow(ids.Next(), 0, day, won ? 100 : 0, null);
        return deal;
    }
}
