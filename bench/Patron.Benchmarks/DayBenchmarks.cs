using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Interactions;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.Tasks;
using Patron.Tasks.Contracts;

namespace Patron.Benchmarks;

/// <summary>
/// The working day in a company of a million customers with five million contacts, half a million tasks, a third of them open, and half a million tickets, one in
/// twenty open, of a hundred people: a contact with its next step logged, My day and the service screen of customers drawn at random, page after page from the real program.
/// The limits of the same run: a transaction of one row, and the page of one's own account.
/// </summary>
internal static class DayBenchmarks
{
    private const int Customers = 1_000_000, Lines = 10_000_000, Contacts = 5_000_000, Tasks = 500_000, Tickets = 500_000, People = 100, Rounds = 201;

    public static Task<double> Run() => Company.In(Customers, Lines, async (services, folder) =>
    {
        var contexts = services.GetRequiredService<IDbContextFactory<PatronDb>>();
        var user = await ServeBenchmarks.UserOf(services);
        var customers = await ServeBenchmarks.Customers(services);
        await Fill(services, contexts, customers, user);
        await Log(services, contexts, customers, user);
        return await Pages(folder, customers);
    });

    private static async Task Fill(IServiceProvider services, IDbContextFactory<PatronDb> contexts, long[] customers, UserId user)
    {
        var (random, ids, now) = (new Random(11), services.GetRequiredService<IdMaker>(), Instants.ToMicroseconds(TimeProvider.System.GetUtcNow()));
        await using var session = await BulkSession.Begin(contexts, TimeProvider.System, default);
        await using (var present = session.Command($"select count(*) from {TaskTable.Name}")) if (Convert.ToInt64(await present.ExecuteScalarAsync(), CultureInfo.InvariantCulture) > 0) return;
        var fresh = new IdRanges(ids);
        using (var contacts = session.Sink(InteractionStore.Table, "customer_id", "id", "at", "kind", "direction", "agent", "payload", "version"))
        {
            for (var i = 0; i < Contacts; i++)
            {
                contacts.Begin();
                contacts.Long(customers[random.Next(customers.Length)]);
                contacts.Long(fresh.Next());
                contacts.Instant(now - random.NextInt64(900 * Instants.MicrosecondsPerDay));
                contacts.Text(InteractionKinds.Contacts[random.Next(InteractionKinds.Contacts.Length)]);
                contacts.Int(1 + random.Next(2));
                contacts.Long(user.Value + random.Next(People));
                contacts.Text("""{"subject":"Talked about the renewal","text":"Wants a better price and time to think.","outcome":"Calls back"}""");
                contacts.Int(0);
                contacts.End();
            }
            contacts.Complete();
        }
        using (var tasks = session.Sink(TaskTable.Name, "customer_id", "id", "kind", "state", "priority", "title", "due", "first_due", "owner_id", "created_at", "version"))
        {
            for (var i = 0; i < Tasks; i++)
            {
                var due = now + (random.NextInt64(60) - 30) * Instants.MicrosecondsPerDay + random.NextInt64(Instants.MicrosecondsPerDay);
                tasks.Begin();
                tasks.Long(customers[random.Next(customers.Length)]);
                tasks.Long(fresh.Next());
                tasks.Int(1 + random.Next(4));
                tasks.Int(i % 3 == 0 ? (int)TaskState.Open : (int)TaskState.Done);
                tasks.Int(1 + random.Next(3));
                tasks.Text("Send the offer that was promised");
                tasks.Instant(due);
                tasks.Instant(due);
                tasks.Long(user.Value + random.Next(People));
                tasks.Instant(due - 7 * Instants.MicrosecondsPerDay);
                tasks.Int(1);
                tasks.End();
            }
            tasks.Complete();
        }
        FillTickets(session, customers, user, random, fresh, now);
        await session.Commit(default);
        if (session.Db.Database.IsSqlite()) await session.Db.Database.ExecuteSqlRawAsync("analyze");
    }

    private static void FillTickets(BulkSession session, long[] customers, UserId user, Random random, IdRanges fresh, long now)
    {
        using var tickets = session.Sink(TicketTable.Name, "customer_id", "id", "number", "kind", "state", "severity", "severity_set", "stake", "title", "owner_id", "opened_at", "answered_at", "solved_at", "next_due", "is_open", "goodwill", "reopened", "version");
        for (var i = 0; i < Tickets; i++)
        {
            var (open, opened, id) = (i % 20 == 0, now - random.NextInt64(700 * Instants.MicrosecondsPerDay), fresh.Next());
            tickets.Begin();
            tickets.Long(customers[random.Next(customers.Length)]);
            tickets.Long(id);
            tickets.Text("N" + i.ToString(CultureInfo.InvariantCulture));
            tickets.Int(1 + random.Next(3));
            tickets.Int((int)(open ? TicketState.Open : TicketState.Closed));
            tickets.Int(1 + random.Next(3));
            tickets.Int(0);
            tickets.Long(0);
            tickets.Text("It came late and one part is missing");
            tickets.Long(user.Value + random.Next(People));
            tickets.Instant(opened);
            tickets.Instant(opened + Instants.MicrosecondsPerDay / 24);
            tickets.Instant(open ? null : opened + Instants.MicrosecondsPerDay);
            tickets.Instant(open ? now + (random.NextInt64(20) - 10) * Instants.MicrosecondsPerDay : null);
            tickets.Int(open ? 1 : 0);
            tickets.Long(0);
            tickets.Int(0);
            tickets.Int(1);
            tickets.End();
        }
        tickets.Complete();
    }

    private static async Task Log(IServiceProvider services, IDbContextFactory<PatronDb> contexts, long[] customers, UserId user)
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
        Console.WriteLine($"a contact with its next step logged: {Said(logs)}; a transaction of one row: {Said(limits)}");
    }

    private static async Task<double> Pages(string folder, long[] customers)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return await ServeBenchmarks.WithProgram(folder, async (client, _) =>
        {
            var random = new Random(5);
            var (days, nows, accounts) = (new double[Rounds], new double[Rounds], new double[Rounds]);
            await client.GetStringAsync(new Uri("/day", UriKind.Relative)); // the first numbers of a day
            for (var round = 0; round < Rounds; round++)
            {
                days[round] = await Page("/day");
                nows[round] = await Page($"/customers/{new CustomerId(customers[random.Next(customers.Length)])}/now");
                accounts[round] = await Page("/account");
            }
            Console.WriteLine($"My day: {Said(days)}; the service screen: {Said(nows)}; the page of one's account: {Said(accounts)}");
            return days.Order().ElementAt(Rounds * 95 / 100);

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
