using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Matching;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ReviewPairs;
using Patron.IdentityResolution.TakeRecords;
using Patron.IdentityResolution.TrainModel;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>What became of one kind of records.</summary>
/// <param name="Version">Of the model.</param>
/// <param name="Learnt">The version was learnt in this run.</param>
/// <param name="Compared">Pairs compared.</param>
/// <param name="Joined">Customers that became part of others.</param>
/// <param name="Waiting">Pairs that people are asked about now.</param>
internal sealed record MatchedKind(CustomerKind Kind, int Records, int Version, bool Learnt, long Compared, int Joined, int Waiting);

/// <summary>
/// Compares all records with all, joins what is certain and puts what is doubtful on the review list. Whatever state it is broken off in, the next run
/// brings it to the same end: what is joined is joined, and the list is written anew where it differs.
/// </summary>
internal sealed class Matcher(
    IDbContextFactory<PatronDb> contexts, ISources sources, IListsCustomers customers, ModelStore models, IDecisions decisions, ReviewWriter reviews, TimeProvider clock) : IDisposable
{
    public const string Reading = "identity.match.phase.reading", Learning = "identity.match.phase.learning", Comparing = "identity.match.phase.comparing", Joining = "identity.match.phase.joining";
    private const int JoinedAtOnce = 1_000;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <param name="learn">Learn a new version first and use it; else that is done only where none fits.</param>
    public async Task<IReadOnlyList<MatchedKind>> Run(bool learn, UserId? by, Action<string, long, long?> report, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            var done = new List<MatchedKind>();
            foreach (var kind in (CustomerKind[])[CustomerKind.Person, CustomerKind.Organisation]) done.Add(await Match(kind, learn, by, report, ct));
            return done;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Learns a version that is not used yet; null where there are no two records to compare.</summary>
    public async Task<int?> Learn(CustomerKind kind, UserId? by, Action<string, long, long?> report, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            var prepared = await Read(kind, report, ct);
            return prepared.Count < 2 ? null : (await Learn(prepared, await models.InUse(kind, ct), await Lines(ct), by, report, ct)).Row.Version;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<MatchedKind> Match(CustomerKind kind, bool learn, UserId? by, Action<string, long, long?> report, CancellationToken ct)
    {
        var (prepared, lines) = (await Read(kind, report, ct), await Lines(ct));
        if (prepared.Count < 2) return new(kind, prepared.Count, 0, false, 0, 0, await reviews.Write(kind, null, prepared, [], lines, ct));
        var used = await models.InUse(kind, ct);
        var learns = learn || used is null || IsOutgrown(used, prepared);
        if (learns)
        {
            used = await Learn(prepared, used, lines, by, report, ct);
            await models.Use(kind, used.Row.Version, by, ct);
        }
        report(Comparing, 0, prepared.Count);
        var found = Linkage.Run(prepared.Table, used!.Model.For(prepared.Table), lines.Join, Math.Min(lines.Ask, MatchSettings.Kept));
        var joined = await Join(prepared, used.Model, found, report, ct);
        var waiting = await reviews.Write(kind, used, prepared, [.. found.Pairs.Where(p => p.Probability >= lines.Ask), .. found.Doubtful], lines, ct);
        return new(kind, prepared.Count, used.Row.Version, learns, found.CandidatePairs, joined, waiting);
    }

    /// <summary>The records have other scripts than it knows, or are twice as many as it was learnt from; what a person switched on stays while it fits.</summary>
    private static bool IsOutgrown(ModelVersion used, PreparedRecords records) =>
        used.Model.Layout != records.Layout || used.Row.SwitchedBy is null && records.Count >= 2L * used.Row.Records;

    private async Task<PreparedRecords> Read(CustomerKind kind, Action<string, long, long?> report, CancellationToken ct)
    {
        report(Reading, 0, null);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var home = (await db.Organisation(ct)).Country;
        var countries = (await sources.All(ct)).ToDictionary(s => s.Id.Value, s => s.Country ?? home);
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        var held = new IndexFinder(customers.Load(connection, ct).Ids);
        return PreparedRecords.Read(connection, PreparedRecords.LayoutOf(connection, kind), countries, clock.GetUtcNow().Year, id => held.IndexOf(id) >= 0, "", n => report(Reading, n, null), ct);
    }

    private async Task<ModelVersion> Learn(PreparedRecords prepared, ModelVersion? used, MatchSettings lines, UserId? by, Action<string, long, long?> report, CancellationToken ct)
    {
        report(Learning, 0, prepared.Count);
        List<PairAnswer> answers;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await db.Database.OpenConnectionAsync(ct);
            answers = Answers.Latest(db.Database.GetDbConnection());
        }
        var learnt = Training.Learn(prepared, answers, used, lines);
        var version = await models.Add(learnt.Model, prepared.Count, learnt.Answers, Training.Write(learnt.Comparison), by, ct);
        return (await models.Find(prepared.Layout.Kind, version, ct))!;
    }

    private async Task<MatchSettings> Lines(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await MatchSettings.Read(db, ct);
    }

    /// <summary>The engine's groups, as far as their records are several customers: the strongest pairs that connect them.</summary>
    private async Task<int> Join(PreparedRecords prepared, StoredModel model, LinkageResult found, Action<string, long, long?> report, CancellationToken ct)
    {
        var (chosen, sets) = (new List<MatchPair>(), new Dictionary<long, long>());
        foreach (var pair in found.Pairs)
        {
            var (one, other) = (Find(prepared.Customers[pair.A]), Find(prepared.Customers[pair.B]));
            if (one == other) continue;
            sets[other] = one;
            chosen.Add(pair);
        }
        var joined = 0;
        foreach (var some in chosen.Chunk(JoinedAtOnce))
        {
            var decided = some.Select(p => new Decision(new(prepared.Records[p.A]), new(prepared.Records[p.B]), Verdict.SameByModel, p.Probability, Evidence(p).Fields));
            joined += (await decisions.Decide([.. decided], null, ct)).Merged.Count;
            report(Joining, joined, chosen.Count);
        }
        return joined;

        Weighed Evidence(MatchPair pair) => Weighing.Of(model, model.Compare(prepared.Texts(pair.A), prepared.Texts(pair.B)), pair.Weight);

        long Find(long customer)
        {
            while (sets.TryGetValue(customer, out var with)) customer = with;
            return customer;
        }
    }
}
