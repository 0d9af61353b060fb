using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.Frame;
using Patron.Insights.KeepResults;

namespace Patron.Insights.FitLifetimes;

/// <summary>Fits the models of lifetime value, keeps them, and renews the columns that follow from them.</summary>
internal sealed class LifetimeReckoning(
    ResultStore store, LifetimeColumns columns, IDerivedColumns derived, IReckoningDay day, IDbContextFactory<PatronDb> contexts) : IReckonsInsights
{
    /// <summary>A larger sample would make the standard errors smaller than anybody can read.</summary>
    public const int MostFitted = 100_000;
    public const string ResultKind = "lifetime";

    public string Kind => ResultKind;
    public int Order => 10;

    public async Task<Func<BulkSession, CancellationToken, Task>?> Reckon(ReckonScope scope, CancellationToken ct)
    {
        LifetimeSettings settings;
        await using (var db = await contexts.CreateDbContextAsync(ct)) settings = await LifetimeSettings.Read(db, ct);
        var result = Fit(scope.Snapshot, scope.AsOf, settings);
        return (session, token) => store.Write(session, this, scope.AsOf, result, token);
    }

    public async Task Kept(CancellationToken ct)
    {
        if (await store.Latest<LifetimeResult>(Kind, ct) is not { } kept) return;
        columns.Book = new(kept.Value, day.AsOf);
        await derived.Renew(columns, ct);
    }

    /// <summary>All that is kept, from one state of the base.</summary>
    public static LifetimeResult Fit(CustomerBaseSnapshot snapshot, DateOnly asOf, LifetimeSettings settings)
    {
        var buyers = SnapshotDays.Buyers(snapshot, asOf.DayNumber);
        var sample = SnapshotDays.Sample(snapshot, buyers, MostFitted);
        var days = SnapshotDays.Of(snapshot, sample, asOf.DayNumber);
        var whole = LifetimeFitting.Fit("", days, asOf.DayNumber, settings);
        var verdict = LifetimeDoctor.Examine(snapshot, buyers, days, asOf, settings, whole?.Part, whole?.Compared);
        // What the doctor refuses is not told of any customer either.
        if (whole is not { } fitted || verdict.Level == Trust.NotHere) return new(settings, [], buyers.Length, sample.Length, days.FirstDay ?? asOf.DayNumber, asOf.DayNumber, [], verdict);
        return new(settings, [fitted.Part, .. Parts(snapshot, buyers, asOf, settings)], buyers.Length, sample.Length, days.FirstDay!.Value, fitted.Compared.CalibrationEnd,
            fitted.Used is { } used ? LifetimeFitting.Track(used.Model, fitted.Compared) : [], verdict);
    }

    private static IEnumerable<LifetimePart> Parts(CustomerBaseSnapshot snapshot, int[] buyers, DateOnly asOf, LifetimeSettings settings)
    {
        if (settings.Split == LifetimeSplit.None) yield break;
        var groups = buyers.GroupBy(b => LifetimeBook.KeyOf(snapshot, b, BuyerHistory.Of(snapshot.Purchases, b, asOf.DayNumber)!.Value, settings.Split));
        foreach (var group in groups.Where(g => g.Key.Length > 0).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var days = SnapshotDays.Of(snapshot, SnapshotDays.Sample(snapshot, [.. group], MostFitted), asOf.DayNumber);
            if (LifetimeFitting.Fit(group.Key, days, asOf.DayNumber, settings) is { Part: { } part } && part.Repeaters >= LifetimeFitting.LeastRepeaters) yield return part;
        }
    }
}
