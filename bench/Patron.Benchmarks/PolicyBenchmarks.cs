using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Consents;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>
/// The contact policy over a million customers with three million contacts in forty days, a million consents and fifty thousand on the suppression list:
/// an audience of everybody foreseen, and three hundred judged at hand-off. The limits of the same run: reading the contacts alone, and three hundred customers alone.
/// </summary>
internal static class PolicyBenchmarks
{
    private const int Customers = 1_000_000, Contacts = 3_000_000, Suppressed = 50_000, AtOnce = 300;

    public static Task<double> Run() => Company.In(Customers, 0, async (services, _) =>
    {
        var contexts = services.GetRequiredService<IDbContextFactory<PatronDb>>();
        var customers = await ServeBenchmarks.Customers(services);
        await Fill(services, contexts, customers);
        var (policy, at) = (services.GetRequiredService<IContactPolicy>(), TimeProvider.System.GetUtcNow());
        var snapshot = services.GetRequiredService<ICustomerBase>().Current;
        var audience = snapshot.Known.ToIndexes();
        Measure.Heading();
        Measure.Line("contact policy foreseen for a million", () => policy.Foresee(snapshot, audience, "email", "marketing", null, at, default).GetAwaiter().GetResult(), "reading three million contacts", () => Read(contexts));
        var wishes = customers.Take(AtOnce).Select(c => new ContactWish(new(c), "email", "marketing", null, 1)).ToArray();
        Measure.Line("three hundred judged at hand-off", () => Judge(contexts, policy, wishes, at), "three hundred customers read by id", () => One(contexts, customers));
        return 0;
    });

    private static void Judge(IDbContextFactory<PatronDb> contexts, IContactPolicy policy, ContactWish[] wishes, DateTimeOffset at)
    {
        var session = BulkSession.Begin(contexts, TimeProvider.System, default).GetAwaiter().GetResult();
        policy.Judge(session, wishes, at, default).GetAwaiter().GetResult();
        session.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void One(IDbContextFactory<PatronDb> contexts, long[] customers)
    {
        using var db = contexts.CreateDbContext();
        db.Database.OpenConnection();
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"select id, email from customers where id in ({string.Join(',', customers.Take(AtOnce))})");
        while (row.Read()) row.Text(1);
    }

    private static void Read(IDbContextFactory<PatronDb> contexts)
    {
        using var db = contexts.CreateDbContext();
        db.Database.OpenConnection();
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"select at, customer_id, channel from {ContactTable.Name} order by at");
        while (row.Read()) row.Long(1);
    }

    private static async Task Fill(IServiceProvider services, IDbContextFactory<PatronDb> contexts, long[] customers)
    {
        var (random, now) = (new Random(5), Instants.ToMicroseconds(TimeProvider.System.GetUtcNow()));
        var fresh = new IdRanges(services.GetRequiredService<IdMaker>());
        await using var session = await BulkSession.Begin(contexts, TimeProvider.System, default);
        using (var sink = session.Sink(ContactTable.Name, "customer_id", "id", "channel", "at"))
        {
            for (var i = 0; i < Contacts; i++)
            {
                sink.Begin();
                sink.Long(customers[random.Next(customers.Length)]);
                sink.Long(fresh.Next());
                sink.Int(random.Next(4));
                sink.Instant(now - random.NextInt64(40 * Instants.MicrosecondsPerDay));
                sink.End();
            }
            sink.Complete();
        }
        using (var sink = session.Sink("consents_ledger", "customer_id", "id", "purpose", "channel", "given", "at", "recorded_at"))
        {
            foreach (var customer in customers)
            {
                sink.Begin();
                sink.Long(customer);
                sink.Long(fresh.Next());
                sink.Text("marketing");
                sink.Text("email");
                sink.Flag(random.Next(4) > 0);
                sink.Instant(now);
                sink.Instant(now);
                sink.End();
            }
            sink.Complete();
        }
        using (var sink = session.Sink(SuppressionTable.Name, "customer_id", "id", "reason", "source", "since"))
        {
            for (var i = 0; i < Suppressed; i++)
            {
                sink.Begin();
                sink.Long(customers[i * 7]);
                sink.Long(fresh.Next());
                sink.Int(1);
                sink.Text("bench");
                sink.Instant(now);
                sink.End();
            }
            sink.Complete();
        }
        await session.Commit(default);
    }
}
