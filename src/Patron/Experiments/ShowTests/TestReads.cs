using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Experiments;
using Patron.Data;
using Patron.Experiments.KeepTests;

namespace Patron.Experiments.ShowTests;

/// <summary>Whether a test may be believed.</summary>
/// <param name="People">Of each arm, in the order of the plan; the first was left alone.</param>
/// <param name="Ratio">p of the sample-ratio check; null where an arm has no share or nobody was drawn.</param>
/// <param name="TwoArms">People whom a merge found in two arms.</param>
/// <param name="Overlap">People who were in another test while this one ran.</param>
internal sealed record TestHealth(TestRow Test, IReadOnlyList<long> People, double? Ratio, int TwoArms, int Overlap)
{
    /// <summary>A gap that comes by chance once in a thousand tests is no chance.</summary>
    public const double LeastRatio = 0.001;

    public const double EnoughPower = 0.8;

    public bool IsFair => Ratio is null or >= LeastRatio;

    public double? Power => Test.Power / 1_000.0;

    public long All => People.Sum();
}

/// <summary>Counts who is in which test, by a few queries for all tests.</summary>
internal sealed class TestReads(TestBook book, IDbContextFactory<PatronDb> contexts)
{
    // A customer's first row of a test; later ones came by a merge. By the customer, of whom there are a few rows: by the test all its people would be looked through for each of them.
    private const string First = $"""
        from {AssignmentTable.Name} a where not exists (select 1 from {AssignmentTable.Name} b
            where b.customer_id = a.customer_id and b.test_id + 0 = a.test_id and (b.at < a.at or (b.at = a.at and b.id < a.id)))
        """;

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<TestHealth>> Health(CancellationToken ct)
    {
        var tests = await book.All(ct);
        if (tests.Count == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var arms = Read(db, $"select a.test_id, a.arm, count(*) {First} group by a.test_id, a.arm").ToLookup(r => r.Test, r => (r.Second, r.Count));
        var two = Read(db, $"select test_id, 0, count(*) from (select test_id, customer_id from {AssignmentTable.Name} group by test_id, customer_id having count(distinct arm) > 1) t group by test_id").ToDictionary(r => r.Test, r => r.Count);
        var overlap = Read(db, $"""
            select a.test_id, 0, count(distinct a.customer_id) from {AssignmentTable.Name} a join {TestTable.Name} t on t.id = a.test_id join {AssignmentTable.Name} b on b.customer_id = a.customer_id and b.test_id <> a.test_id
            join {TestTable.Name} u on u.id = b.test_id where (t.ended_at is null or u.started_at < t.ended_at) and (u.ended_at is null or t.started_at < u.ended_at) group by a.test_id
            """).ToDictionary(r => r.Test, r => r.Count);
        return [.. tests.Select(test => Of(test, arms[test.Id].ToDictionary(a => a.Second, a => a.Count), (int)two.GetValueOrDefault(test.Id), (int)overlap.GetValueOrDefault(test.Id)))];
    }

    private static TestHealth Of(TestRow test, Dictionary<long, long> counted, int two, int overlap)
    {
        var plan = TestBook.ArmsOf(test);
        long[] people = [.. plan.Select((_, arm) => counted.GetValueOrDefault(arm))];
        var drawn = people.Sum() > 0 && plan.Count > 1 && plan.All(a => a.Share > 0);
        return new(test, people, drawn ? SampleRatio.Of(people, [.. plan.Select(a => a.Share)]).P : null, two, overlap);
    }

    private static List<(long Test, long Second, long Count)> Read(PatronDb db, string sql)
    {
        var rows = new List<(long, long, long)>();
        using var row = FastReader.Open(db.Database.GetDbConnection(), sql);
        while (row.Read()) rows.Add((row.Long(0), row.Long(1), row.Long(2)));
        return rows;
    }
}
