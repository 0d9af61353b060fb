using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ReviewPairs;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

internal sealed record LinesUnfit(string At, string Least, string Most) : FieldRefusal("identity.lines.unfit", At);

/// <summary>What other lines would change now.</summary>
/// <param name="Joined">Pairs that wait and would be joined.</param>
/// <param name="Asked">Pairs that would be asked about.</param>
/// <param name="AskedNow">Pairs that are asked about.</param>
/// <param name="Below">Pairs that the model has joined and would not join any more: they stay joined.</param>
/// <param name="Examples">Of pairs that change their place, the likeliest.</param>
internal sealed record LinesPreview(int Joined, int Asked, int AskedNow, int Below, IReadOnlyList<(ReviewPairId Pair, double Probability, bool Joins)> Examples);

/// <summary>From where on records are joined and people asked: looked at, and changed.</summary>
internal sealed class Lines(IDbContextFactory<PatronDb> contexts, Matchings matchings, IdMaker ids, TimeProvider clock)
{
    public const string Changed = "match-lines", JoinField = "join", AskField = "ask";
    private const double Millionths = 1_000_000;
    private const double LeastJoin = .5;
    private const int Examples = 5;

    /// <summary>Per cent as typed.</summary>
    public static Result<MatchSettings> Read(string? join, string? ask)
    {
        if (Share(join) is not { } certain || certain is < LeastJoin or > MatchSettings.MostJoin) return Unfit(JoinField, LeastJoin, MatchSettings.MostJoin);
        if (Share(ask) is not { } doubtful || doubtful < MatchSettings.Kept || doubtful > certain) return Unfit(AskField, MatchSettings.Kept, certain);
        return new MatchSettings(certain, doubtful);
    }

    public async Task<MatchSettings> Now(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await MatchSettings.Read(db, ct);
    }

    public async Task<LinesPreview> Preview(MatchSettings wanted, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = await MatchSettings.Read(db, ct);
        var (join, ask, askNow, joinNow) = (Whole(wanted.Join), Whole(wanted.Ask), Whole(now.Ask), Whole(now.Join));
        var open = from pair in db.ReviewPairs.AsNoTracking()
                   join one in db.SourceRecords on pair.FirstRecord equals one.Id
                   join other in db.SourceRecords on pair.SecondRecord equals other.Id
                   where pair.Answer == null && one.CustomerId != other.CustomerId
                   select pair;
        // What is as sure as that and waits all the same is kept apart by names: other lines change nothing about it.
        var joins = open.Where(p => p.Probability >= join && p.Probability < joinNow);
        var asks = open.Where(p => p.Probability >= ask && (p.Probability < join || p.Probability >= joinNow));
        var below = await db.Set<PairDecision>().CountAsync(d => d.EndedAt == null && d.Verdict == Verdict.SameByModel && d.Probability < join, ct);
        var moved = await open.Where(p => (p.Probability >= join && p.Probability < joinNow) || (p.Probability >= ask) != (p.Probability >= askNow))
            .OrderByDescending(p => p.Probability).ThenBy(p => p.Id).Take(Examples).Select(p => new { p.Id, p.Probability }).ToListAsync(ct);
        return new(await joins.CountAsync(ct), await asks.CountAsync(ct), await open.CountAsync(p => p.Probability >= askNow, ct), below,
            [.. moved.Select(p => (new ReviewPairId(p.Id), p.Probability / Millionths, p.Probability >= join))]);
    }

    /// <summary>Takes effect with the next run, which is asked for at once.</summary>
    public async Task Change(MatchSettings wanted, UserId? by, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var before = await MatchSettings.Read(db, ct);
            if (before == wanted) return;
            await wanted.Write(db, ct);
            new ChangeRecorder(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Changed })
                .Row("identity_lines", 1, default, Fields(before), Fields(wanted));
            await db.SaveChangesAsync(ct);
        }
        await matchings.Soon(by, ct);
    }

    private static Dictionary<string, object?> Fields(MatchSettings lines) => new() { [JoinField] = lines.Join, [AskField] = lines.Ask };

    private static int Whole(double share) => (int)Math.Round(share * Millionths);

    private static double? Share(string? percent) =>
        double.TryParse(percent, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var share) ? share / 100 : null;

    private static LinesUnfit Unfit(string field, double least, double most) => new(field, Text(least), Text(most));

    public static string Text(double share) => (share * 100).ToString("0.####", CultureInfo.InvariantCulture);
}
