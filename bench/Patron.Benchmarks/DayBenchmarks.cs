using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Interactions;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Benchmarks;

/// <summary>
/// The working day in a company of a million customers with five million contacts, half a million tasks, a third of them open, and half a million tickets, one in
/// twenty open, and half a million deals, one in ten open, of a hundred people: a contact with its next step logged; My day, the service screen of customers drawn at
/// random, the board and a forecast as of a past day, page after page from the real program.
/// The limits of the same run: a transaction of one row, and the page of one's own account.
/// </summary>
internal static class DayBenchmarks
{
    private const int Customers = 1_000_000, Lines = 10_000_000, Rounds = 201, Forecasts = 21;

    public static Task Run() => Company.OnBoth(Customers, Lines, async (name, services, location) =>
    {
        var contexts = services.GetRequiredService<IDbContextFactory<PatronDb>>();
        var user = await ServeBenchmarks.UserOf(services);
        var customers = await ServeBenchmarks.Customers(services);
        await MadeDay.Fill(services, contexts, customers, user);
        await MadeDay.FillDeals(services, contexts, customers, user);
        await using (var db = await contexts.CreateDbContextAsync()) await db.Database.ExecuteSqlRawAsync("analyze");
        await Log(name, services, contexts, customers, user);
        await Pages(name, location, customers);
    });

    private static async Task Log(string name, IServiceProvider services, IDbContextFactory<PatronDb> contexts, long[] customers, UserId user)
    {
        var (book, random, logs, limits) = (services.GetRequiredService<ContactBook>(), new Random(3), new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var customer = new CustomerId(customers[random.Next(customers.Length)]);
            var now = TimeProvider.System.GetUtcNow();
            logs[round] = await Time(async () =>
            {
                var logged = await book.Log(new(customer, "call", Direction.Out, now, new("Renewal", "Wants time", "Calls back"), Next: new(customer, TaskKind.CallBack, "Ring back", now.AddDays(1)) { Owner = user }), user, default);
                if (logged.Refusal is { } refusal) throw new InvalidOperationException(refusal.Key);
            });
            limits[round] = await Time(async () =>
            {
                await using var session = await BulkSession.Begin(contexts, TimeProvider.System, default);
                await session.Execute("update customers set version = version + 1 where id = @id", default, ("@id", customer.Value));
                await session.Commit(default);
            });
        }
        Console.WriteLine($"{name}: a contact with its next step logged: {Said(logs)}; a transaction of one row: {Said(limits)}");
    }

    private static async Task Pages(string name, DataLocation location, long[] customers)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await ServeBenchmarks.WithProgram(location, async (client, _) =>
        {
            var (random, past) = (new Random(5), DateOnly.FromDayNumber(MadeDeals.Today - 400));
            var (days, nows, boards, accounts, forecasts) = (new double[Rounds], new double[Rounds], new double[Rounds], new double[Rounds], new double[Forecasts]);
            var forecast = string.Create(CultureInfo.InvariantCulture, $"/sales/forecast?at={past:O}&until={past.AddDays(90):O}&since={past.AddDays(-30):O}");
            var firsts = new List<string>();
            foreach (var page in (string[])["/day", "/sales", forecast]) firsts.Add((await Page(page)).ToString("N0", CultureInfo.InvariantCulture));
            for (var round = 0; round < Rounds; round++)
            {
                days[round] = await Page("/day");
                nows[round] = await Page($"/customers/{new CustomerId(customers[random.Next(customers.Length)])}/now");
                boards[round] = await Page("/sales");
                accounts[round] = await Page("/account");
                if (round < Forecasts) forecasts[round] = await Page(forecast);
            }
            Console.WriteLine($"{name}: My day: {Said(days)}; the service screen: {Said(nows)}; the board: {Said(boards)}; the forecast of a past day: {Said(forecasts)}; the page of one's account: {Said(accounts)}; the first of My day, board and forecast: {string.Join(", ", firsts)} ms");
            return 0;

            Task<double> Page(string path) => Time(async () => await client.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
        });
    }

    private static async Task<double> Time(Func<Task> deed)
    {
        var start = Stopwatch.GetTimestamp();
        await deed();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string Said(double[] times) => string.Create(CultureInfo.InvariantCulture,
        $"median {times.Order().ElementAt(times.Length / 2):N1} ms, 95 of 100 within {times.Order().ElementAt(times.Length * 95 / 100):N1} ms, at most {times.Max():N1} ms");
}
