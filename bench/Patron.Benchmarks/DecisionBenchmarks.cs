using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Households.FindHouseholds;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.ReviewPairs;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>Joining two customers, taking them apart, and undoing that, in a company of two hundred thousand. The limit of the same run: a transaction of one row.</summary>
internal static class DecisionBenchmarks
{
    private const int Rounds = 41;
    private static readonly UserId Reviewer = new(1 << 20);

    public static Task<double> Run() => Company.In(200_000, 1_600_000, (services, _) => Decide(services));

    /// <summary>In a company of a million: the match of all, a search for households, answers of the review, then the same. Changes the data that is kept.</summary>
    public static Task<double> Million() => Company.In(1_000_000, 10_000_000, async (services, _) =>
    {
        await Job(services, MatchJob.JobKind, JsonSerializer.Serialize(new MatchArguments()));
        await Job(services, FindJob.JobKind, "{}");
        await Review(services);
        return await Decide(services);
    });

    private static async Task Job(IServiceProvider services, string kind, string arguments)
    {
        var done = await services.GetRequiredService<IJobs>().RunNow(kind, arguments, null, null, default);
        using var own = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {done.Result ?? done.Error}, peak of the process {own.PeakWorkingSet64 >> 20} MB"));
    }

    private static async Task Review(IServiceProvider services)
    {
        var (waiting, reviews) = (services.GetRequiredService<WaitingPairs>(), services.GetRequiredService<Reviews>());
        // As a server does when it starts.
        services.GetServices<IReadiesNumbers>().OfType<ReadiesReview>().Single().Ready();
        var (shown, answers, undos) = (new List<Taken>(), new List<Taken>(), new List<Taken>());
        for (var round = 0; round < Rounds; round++)
        {
            WaitingPair? next = null;
            shown.Add(await Time(async () => next = await waiting.Next(new(), null, Reviewer, default)));
            if (next is null) break;
            answers.Add(await Time(async () => await reviews.Answer(next.Id, round % 2 == 0 ? Verdict.Same : Verdict.Never, Reviewer, default)));
            if (round % 4 == 0) undos.Add(await Time(async () => await reviews.UndoLast(Reviewer, default)));
        }
        if (undos.Count > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"review: the next pair {Said([.. shown])}; answered: {Said([.. answers])}; taken back: {Said([.. undos])}"));
    }

    private static async Task<double> Decide(IServiceProvider services)
    {
        var (decisions, splits, contexts) = (services.GetRequiredService<IDecisions>(), services.GetRequiredService<Splits>(), services.GetRequiredService<IDbContextFactory<PatronDb>>());
        var records = await Records(contexts);
        var random = new Random(7);
        var (joins, parts, undos, limits) = (new Taken[Rounds], new Taken[Rounds], new Taken[Rounds], new Taken[Rounds]);
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
            $"of {records.Count:N0} customers two joined: {Said(joins)}; taken apart: {Said(parts)}; that undone: {Said(undos)}; a transaction of one row: {Said(limits)}"));
        return Median(joins);
    }

    private static async Task<List<(CustomerId Customer, SourceRecordId Record)>> Records(IDbContextFactory<PatronDb> contexts)
    {
        var records = new List<(CustomerId, SourceRecordId)>();
        await using var db = await contexts.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        using var row = FastReader.Open(db.Database.GetDbConnection(), "select customer_id, id from identity_source_records");
        while (row.Read()) records.Add((new(row.Long(0)), new(row.Long(1))));
        return records;
    }

    /// <summary>What a deed took, and what of that the program compiled or collected.</summary>
    private readonly record struct Taken(double Milliseconds, double Compiling, double Collecting);

    private static async Task<Taken> Time(Func<Task> deed)
    {
        var (start, compiled, collected) = (Stopwatch.GetTimestamp(), JitInfo.GetCompilationTime(), GC.GetTotalPauseDuration());
        await deed();
        return new(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (JitInfo.GetCompilationTime() - compiled).TotalMilliseconds, (GC.GetTotalPauseDuration() - collected).TotalMilliseconds);
    }

    private static double Median(Taken[] taken) => Least(taken, .5);

    /// <summary>Of all but the first: what this share of them took at most.</summary>
    private static double Least(Taken[] taken, double share) => taken.Skip(1).Select(t => t.Milliseconds).Order().ElementAt((int)Math.Min(taken.Length - 2, (taken.Length - 1) * share));

    private static string Said(Taken[] taken)
    {
        if (taken.Length < 3) return "too few";
        var (first, longest) = (taken[0], taken.Skip(1).MaxBy(t => t.Milliseconds));
        return string.Create(CultureInfo.InvariantCulture,
            $"{Median(taken):N1} ms (95 of 100 {Least(taken, .95):N1}, at most {longest.Milliseconds:N1}, of that {longest.Compiling:N0} compiling and {longest.Collecting:N0} collecting; the very first {first.Milliseconds:N1}, of that {first.Compiling:N0} compiling)");
    }
}
