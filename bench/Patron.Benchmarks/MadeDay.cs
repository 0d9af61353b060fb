using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Interactions;
using Patron.Kernel;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.Tasks;
using Patron.Tasks.Contracts;

namespace Patron.Benchmarks;

/// <summary>
/// What a hundred people have at work in a company: five million contacts, half a million tasks, a third of them open, half a million tickets, one in twenty open,
/// half a million deals, a tenth of them open. Written once where they are not there.
/// </summary>
internal static class MadeDay
{
    private const int Contacts = 5_000_000, Tasks = 500_000, Tickets = 500_000, People = 100;

    public static async Task Fill(IServiceProvider services, IDbContextFactory<PatronDb> contexts, long[] customers, UserId user)
    {
        if (await Has(contexts, TaskTable.Name)) return;
        var (random, ids, now) = (new Random(11), services.GetRequiredService<IdMaker>(), Instants.ToMicroseconds(TimeProvider.System.GetUtcNow()));
        await using var session = await BulkSession.Begin(contexts, TimeProvider.System, default);
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
    }

    public static async Task FillDeals(IServiceProvider services, IDbContextFactory<PatronDb> contexts, long[] customers, UserId user)
    {
        if (await Has(contexts, "sales_opportunities")) return;
        await MadeDeals.Write(services, new(services.GetRequiredService<IdMaker>()), customers, user.Value, new Random(1));
    }

    private static async Task<bool> Has(IDbContextFactory<PatronDb> contexts, string table)
    {
        await using var session = await BulkSession.BeginReading(contexts, TimeProvider.System, default);
        await using var present = session.Command($"select 1 from {table} limit 1");
        return await present.ExecuteScalarAsync() is not null;
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
}
