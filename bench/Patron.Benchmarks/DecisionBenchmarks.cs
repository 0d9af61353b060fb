using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>Joining two customers, taking them apart, and undoing that, in a company of two hundred thousand. The limit of the same run: a transaction of one row.</summary>
internal static class DecisionBenchmarks
{
    private const int Customers = 200_000, Lines = 1_600_000, Rounds = 41;

    public static Task<double> Run() => Company.In(Customers, Lines, async (services, _) =>
    {
        var (decisions, splits, contexts) = (services.GetRequiredService<IDecisions>(), services.GetRequiredService<Splits>(), services.GetRequiredService<IDbContextFactory<PatronDb>>());
        var records = await Records(contexts);
        var random = new Random(7);
        var (joins, parts, undos, limits) = (new double[Rounds], new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var (one, other) = (records[random.Next(records.Count)], records[random.Next(records.Count)]);
            DecisionOutcome? joined = null;
            Result<SplitOutcome> parted = default;
            joins[round] = await Time(async () => joined = await decisions.Decide([new(one.Record, other.Record, Verdict.Same)], null, default));
            if (joined!.Merged.Count == 0) throw new InvalidOperationException("The two were not joined.");
            parts[round] = await Time(async () => parted = await splits.Split(joined.Merged[0].Into, [joined.Merged[0].Into == one.Customer ? other.Record : one.Record], null, default));
            undos[round] = await Time(async () => await decisions.Undo(parted.Value!.Set, null, default));
            limits[round] = await Time(async () =>
            {
                await using var session = await BulkSession.Begin(contexts, TimeProvider.System, default);
                await session.Execute("update customers set version = version + 1 where id = @id", default, ("@id", one.Customer.Value));
                await session.Commit(default);
            });
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"of {Customers:N0} customers two joined: {Said(joins)}; taken apart: {Said(parts)}; that undone: {Said(undos)}; a transaction of one row: {Said(limits)}"));
        return Median(joins);
    });

    private static async Task<List<(CustomerId Customer, SourceRecordId Record)>> Records(IDbContextFactory<PatronDb> contexts)
    {
        var records = new List<(CustomerId, SourceRecordId)>(Customers);
        await using var db = await contexts.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        using var row = FastReader.Open(db.Database.GetDbConnection(), "select customer_id, id from identity_source_records");
        while (row.Read()) records.Add((new(row.Long(0)), new(row.Long(1))));
        return records;
    }

    private static async Task<double> Time(Func<Task> deed)
    {
        var start = Stopwatch.GetTimestamp();
        await deed();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);

    private static string Said(double[] times) => string.Create(CultureInfo.InvariantCulture, $"{Median(times):N1} ms (at most {times.Max():N1})");
}
