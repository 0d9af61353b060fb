using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Matching;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ReviewPairs;
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

    /// <summary>Everything that there is of one kind, to find a few newcomers' like in.</summary>
    public Task<PreparedRecords> ReadAll(CustomerKind kind, CancellationToken ct) => Read(kind, (_, _, _) => { }, ct);

    /// <summary>Of one kind what these customers' records say, as the model has it.</summary>
    public async Task<PreparedRecords> ReadOf(MatchLayout layout, IReadOnlyCollection<long> of, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (countries, connection) = await Open(db, ct);
        var held = await customers.Find(db, of, ct);
        return PreparedRecords.Read(connection, layout, countries, clock.GetUtcNow().Year, held.ContainsKey, $"and customer_id in ({string.Join(',', of)})", null, ct);
    }

    /// <summary>Matches a few newcomers with those who are like them.</summary>
    /// <param name="around">Their records, and all records of the customers that may be the same.</param>
    public async Task Match(PreparedRecords around, ModelVersion used, IReadOnlySet<long> newcomers, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            await Settle(around, used, newcomers, (_, _, _) => { }, ct);
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
        if (prepared.Count < 2) return new(kind, prepared.Count, 0, false, 0, 0, await reviews.Write(kind, null, prepared, [], lines, null, ct));
        var used = await models.InUse(kind, ct);
        var learns = learn || used is null || IsOutgrown(used, prepared);
        if (learns)
        {
            used = await Learn(prepared, used, lines, by, report, ct);
            await models.Use(kind, used.Row.Version, by, ct);
        }
        report(Comparing, 0, prepared.Count);
        return await Settle(prepared, used!, null, report, ct) with { Learnt = learns };
    }

    /// <summary>Links, joins and lists.</summary>
    /// <param name="only">Records about which to ask; null: all.</param>
    private async Task<MatchedKind> Settle(PreparedRecords prepared, ModelVersion used, IReadOnlySet<long>? only, Action<string, long, long?> report, CancellationToken ct)
    {
        var lines = await Lines(ct);
        var found = Linkage.Run(prepared.Table, used.Model.For(prepared.Table), lines.Join, Math.Min(lines.Ask, MatchSettings.Kept));
        var joined = await Join(prepared, used.Model, found, report, ct);
        var waiting = await reviews.Write(prepared.Layout.Kind, used, prepared, [.. found.Pairs.Where(p => p.Probability >= lines.Ask), .. found.Doubtful], lines, only, ct);
        return new(prepared.Layout.Kind, prepared.Count, used.Row.Version, false, found.CandidatePairs, joined, waiting);
    }

    /// <summary>The records have other scripts than it knows, or are twice as many as it was learnt from; what a person switched on stays while it fits.</summary>
    private static bool IsOutgrown(ModelVersion used, PreparedRecords records) =>
        used.Model.Layout != records.Layout || used.Row.SwitchedBy is null && records.Count >= 2L * used.Row.Records;

    private async Task<PreparedRecords> Read(CustomerKind kind, Action<string, long, long?> report, CancellationToken ct)
    {
        report(Reading, 0, null);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (countries, connection) = await Open(db, ct);
        var held = new IndexFinder(customers.Load(connection, ct).Ids);
        return PreparedRecords.Read(connection, PreparedRecords.LayoutOf(connection, kind), countries, clock.GetUtcNow().Year, id => held.IndexOf(id) >= 0, "", n => report(Reading, n, null), ct);
    }

    private async Task<(Dictionary<long, string> Countries, DbConnection Connection)> Open(PatronDb db, CancellationToken ct)
    {
        var home = (await db.Organisation(ct)).Country;
        await db.Database.OpenConnectionAsync(ct);
        return ((await sources.All(ct)).ToDictionary(s => s.Id.Value, s => s.Country ?? home), db.Database.GetDbConnection());
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
