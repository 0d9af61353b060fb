using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.FindCustomers;
using Patron.Insights.FitLifetimes;
using Patron.Insights.KeepResults;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ShowCohorts;
using Patron.Insights.ShowLifetimes;
using Patron.Insights.ShowLoyal;
using Patron.Kernel;

namespace Patron.Benchmarks;

/// <summary>
/// Every number of Insights anew for a million customers with ten million lines, in memory after the load; then one customer's change until all columns show it.
/// The limit of the same run: one plain pass over the lines.
/// </summary>
internal static class InsightBenchmarks
{
    public static Task<double> Run() => Company.In(BaseData.Customers, BaseData.Lines, async (services, _) =>
    {
        var live = services.GetRequiredService<ICustomerBase>();
        var snapshot = live.Current;
        var asOf = PurchaseDays.Last(snapshot)!.Value;
        var pass = Measure.Milliseconds(() => GC.KeepAlive(Pass(snapshot)));

        var job = 0.0;
        JobProgress? done = null;
        var started = Stopwatch.GetTimestamp();
        done = await services.GetRequiredService<IJobs>().RunNow(ReckonInsightsJob.JobKind, "{}", null, _ => { }, default);
        job = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        foreach (var (kind, seconds) in JsonSerializer.Deserialize<Dictionary<string, double>>(done.Result!)!) Tell(kind, seconds * 1_000, pass);

        snapshot = live.Current;
        var lifetimes = services.GetRequiredService<LifetimeColumns>().Book;
        (string Name, Action Reckon)[] pages =
        [
            ("home, RFM, bucket, concentration", () => BaseNumbers.Reckon(snapshot, null, asOf, 90)),
            ("moves between cells", () => RfmMoves.Of(snapshot, snapshot.Known, asOf, null)),
            ("cohorts", () => CohortNumbers.Of(snapshot, Bitmap.CopyOf(snapshot.Known), asOf)),
            ("loyal", () => LoyalNumbers.Of(snapshot, Bitmap.CopyOf(snapshot.Known), asOf, LoyalRule.Default, lifetimes)),
            ("lifetime sums and classes", () => LifetimeNumbers.Of(snapshot, Bitmap.CopyOf(snapshot.Known), asOf)),
        ];
        var whole = job;
        foreach (var (name, reckon) in pages)
        {
            var took = Measure.Milliseconds(reckon);
            whole += took;
            Tell(name, took, pass);
        }
        Tell("all numbers anew", whole, pass);
        Tell("one customer told of until every column shows it", await OneCustomer(services, live, snapshot), pass);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB"));
        return whole;
    });

    private static async Task<double> OneCustomer(IServiceProvider services, ICustomerBase live, CustomerBaseSnapshot snapshot)
    {
        await using (var session = await BulkSession.Begin(services.GetRequiredService<IDbContextFactory<PatronDb>>(), TimeProvider.System, default))
        {
            session.Tell(Topics.Purchases, snapshot.Ids[snapshot.Size / 2]);
            await session.Commit(default);
        }
        var started = Stopwatch.GetTimestamp();
        await live.CatchUp(default);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Tell(string name, double milliseconds, double pass) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {milliseconds / 1_000:N3} s; a pass over the lines {pass / 1_000:N3} s; ratio {milliseconds / pass:N1}"));

    private static long Pass(CustomerBaseSnapshot snapshot)
    {
        var (lines, sum) = (snapshot.Purchases, 0L);
        for (var i = 0; i < lines.Day.Length; i++) sum += lines.Amount[i] ^ lines.Day[i];
        return sum;
    }
}
