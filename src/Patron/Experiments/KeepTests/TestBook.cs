using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Experiments.KeepTests;

internal sealed class TestBook(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : ITests
{
    public async Task Begin(BulkSession session, TestPlan test, CancellationToken ct, DateTimeOffset? at)
    {
        if (await session.Db.Set<TestRow>().AnyAsync(t => t.Id == test.Id, ct)) return;
        session.Db.Add(new TestRow
        {
            Id = test.Id, Kind = test.Kind, Key = test.Key, Name = test.Name, Href = test.Href, Arms = JsonSerializer.Serialize(test.Arms), WindowDays = test.WindowDays,
            Power = test.Power is { } power ? (int)Math.Round(power * 1_000) : null, StartedAt = at ?? clock.GetUtcNow(),
        });
        await session.Db.SaveChangesAsync(ct);
    }

    public Task End(BulkSession session, long test, CancellationToken ct, DateTimeOffset? at) =>
        session.Execute($"update {TestTable.Name} set ended_at = @at where id = @id and ended_at is null", ct, ("@at", at ?? clock.GetUtcNow()), ("@id", test));

    public async Task Forget(BulkSession session, long test, CancellationToken ct)
    {
        await session.Execute($"delete from {AssignmentTable.Name} where test_id = @id", ct, ("@id", test));
        await session.Execute($"delete from {TestTable.Name} where id = @id", ct, ("@id", test));
    }

    public void Assign(BulkSession session, long test, IReadOnlyList<(CustomerId Customer, int Arm)> drawn, DateTimeOffset? at)
    {
        var (fresh, since) = (new IdRanges(ids), Instants.ToMicroseconds(at ?? clock.GetUtcNow()));
        using (var sink = session.Sink(AssignmentTable.Name, "customer_id", "id", "source_record_id", "test_id", "arm", "at"))
        {
            foreach (var (customer, arm) in drawn)
            {
                sink.Begin();
                sink.Long(customer.Value);
                sink.Long(fresh.Next());
                sink.Long((long?)null);
                sink.Long(test);
                sink.Int(arm);
                sink.Instant(since);
                sink.End();
            }
            sink.Complete();
        }
        session.Tell(Topics.Experiments, drawn.Select(d => d.Customer.Value));
    }

    public async Task<TestPeople> People(long test, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var (customers, arms, since, two) = (new List<long>(), new List<int>(), new List<DateTimeOffset>(), new HashSet<long>());
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"select customer_id, arm, at from {AssignmentTable.Name} where test_id = {test} order by customer_id, at, id");
        while (row.Read())
        {
            var (customer, arm) = (row.Long(0), row.Int(1));
            if (customers.Count > 0 && customers[^1] == customer)
            {
                if (arms[^1] != arm) two.Add(customer);
                continue;
            }
            customers.Add(customer);
            arms.Add(arm);
            since.Add(Instants.FromMicroseconds(row.Instant(2)));
        }
        return new([.. customers], [.. arms], [.. since], two);
    }

    public async Task<IReadOnlyList<TestContact>> Contacts(long test, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var contacts = new List<TestContact>();
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"""
            select a.customer_id, a.test_id, a.at, t.window_days from {AssignmentTable.Name} a join {TestTable.Name} t on t.id = a.test_id
            where a.arm > 0 and a.customer_id in (select customer_id from {AssignmentTable.Name} where test_id = {test}) order by a.customer_id, a.at, a.id
            """);
        while (row.Read()) contacts.Add(new(row.Long(0), row.Long(1), Instants.FromMicroseconds(row.Instant(2)), row.Int(3)));
        return contacts;
    }

    public async Task<IReadOnlyList<TestPlan>> Running(CancellationToken ct) => [.. (await All(ct)).Where(t => t.EndedAt is null).Select(PlanOf)];

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<TestRow>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TestRow>().AsNoTracking().OrderByDescending(t => t.StartedAt).ThenByDescending(t => t.Id).ToListAsync(ct);
    }

    public static IReadOnlyList<TestArm> ArmsOf(TestRow test) => JsonSerializer.Deserialize<TestArm[]>(test.Arms)!;

    private static TestPlan PlanOf(TestRow test) => new(test.Id, test.Kind, test.Key, test.Name, test.Href, ArmsOf(test), test.WindowDays, test.Power / 1_000.0);
}
