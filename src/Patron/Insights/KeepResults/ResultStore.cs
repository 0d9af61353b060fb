using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;

namespace Patron.Insights.KeepResults;

/// <summary>A result with the day it is as of, the moment it was reckoned, and the way in which it was.</summary>
internal sealed record Kept<T>(T Value, DateOnly AsOf, DateTimeOffset At, int Method);

/// <summary>Reads and writes <see cref="InsightResult"/>s. A record that was written by an older version and can no longer be read counts as not there: the next reckoning writes it anew.</summary>
internal sealed class ResultStore(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <summary>Enough to see how a model wanders over two years of nights that are thinned to one a month.</summary>
    private const int MostOfOneKind = 60;

    /// <summary>What is reckoned from other properties is not written.</summary>
    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true };

    /// <summary>The result of the latest day; null where nothing was reckoned yet.</summary>
    public async Task<Kept<T>?> Latest<T>(string kind, CancellationToken ct) where T : class
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<InsightResult>().AsNoTracking().Where(r => r.Kind == kind).OrderByDescending(r => r.At).FirstOrDefaultAsync(ct);
        return row is null ? null : Read<T>(row);
    }

    /// <summary>The latest days first.</summary>
    public async Task<IReadOnlyList<Kept<T>>> Past<T>(string kind, int most, CancellationToken ct) where T : class
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<InsightResult>().AsNoTracking().Where(r => r.Kind == kind).OrderByDescending(r => r.AsOf).Take(most).ToListAsync(ct);
        return [.. rows.Select(Read<T>).OfType<Kept<T>>()];
    }

    /// <summary>The way in which the latest result of each kind was reckoned.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Methods(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<InsightResult>().AsNoTracking().Select(r => new { r.Kind, r.At, r.Method }).ToListAsync(ct);
        return rows.GroupBy(r => r.Kind).ToDictionary(g => g.Key, g => g.MaxBy(r => r.At)!.Method);
    }

    /// <summary>Takes the place of what was reckoned for the same day, in the session's transaction.</summary>
    public async Task Write<T>(BulkSession session, IReckonsInsights by, DateOnly asOf, T value, CancellationToken ct) where T : class
    {
        var kind = by.Kind;
        await session.Execute($"delete from {InsightResultTable.Name} where kind = @kind and as_of = @day", ct, ("@kind", kind), ("@day", asOf.DayNumber));
        session.Db.Add(new InsightResult { Kind = kind, AsOf = asOf, Method = by.Method, At = clock.GetUtcNow(), Body = JsonSerializer.Serialize(value, Json) });
        await session.Db.SaveChangesAsync(ct);
        await session.Execute(
            $"delete from {InsightResultTable.Name} where kind = @kind and as_of < (select min(as_of) from (select as_of from {InsightResultTable.Name} where kind = @kind order by as_of desc limit {MostOfOneKind}) newest)",
            ct, ("@kind", kind));
    }

    private static Kept<T>? Read<T>(InsightResult row) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(row.Body, Json) is { } value ? new(value, row.AsOf, row.At, row.Method) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
