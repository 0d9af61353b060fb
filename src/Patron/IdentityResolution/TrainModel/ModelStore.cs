using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.MatchRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.TrainModel;

/// <summary>A version with what it has learnt.</summary>
/// <param name="Row">Its text left empty: it stands in <paramref name="Model"/>.</param>
internal sealed record ModelVersion(LearntModel Row, StoredModel Model);

/// <summary>The versions of the models, and which of them is in use.</summary>
internal sealed class ModelStore(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    /// <summary>In change sets and in the audit.</summary>
    public const string Entity = "identity_models", Switched = "match-model";

    private readonly ConcurrentDictionary<(CustomerKind, int, DateTimeOffset), StoredModel> read = [];

    public async Task<ModelVersion?> InUse(CustomerKind kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var used = await Rows(db).FirstOrDefaultAsync(m => m.Kind == kind && m.InUse, ct);
        return used is null ? null : await Open(db, used, ct);
    }

    public async Task<ModelVersion?> Find(CustomerKind kind, int version, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await Rows(db).FirstOrDefaultAsync(m => m.Kind == kind && m.Version == version, ct);
        return found is null ? null : await Open(db, found, ct);
    }

    /// <summary>All versions, the latest first.</summary>
    public async Task<IReadOnlyList<LearntModel>> All(CustomerKind kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Rows(db).Where(m => m.Kind == kind).OrderByDescending(m => m.Version).ToListAsync(ct);
    }

    /// <summary>Keeps a new version; it takes effect with <see cref="Use"/>.</summary>
    public async Task<int> Add(StoredModel model, int records, int answers, string? comparison, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var kind = model.Layout.Kind;
        var version = (await db.LearntModels.Where(m => m.Kind == kind).MaxAsync(m => (int?)m.Version, ct) ?? 0) + 1;
        db.Add(new LearntModel { Kind = kind, Version = version, At = clock.GetUtcNow(), By = by, Records = records, Answers = answers, Model = model.Write(), Comparison = comparison });
        await db.SaveChangesAsync(ct);
        return version;
    }

    /// <summary>From the next run on this version decides; it may be an older one again. Nothing happens where it does already.</summary>
    /// <param name="by">Null is the program itself.</param>
    public async Task<Result<Done>> Use(CustomerKind kind, int version, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var concerned = await db.LearntModels.Where(m => m.Kind == kind && (m.InUse || m.Version == version)).ToListAsync(ct);
        if (concerned.Find(m => m.Version == version) is not { } chosen) return new NoSuchModel();
        if (chosen.InUse) return new Done();
        var before = concerned.Find(m => m.InUse)?.Version;
        foreach (var model in concerned) model.InUse = model == chosen;
        (chosen.SwitchedAt, chosen.SwitchedBy) = (clock.GetUtcNow(), by);
        // What the program takes of its own accord is no change that somebody made; the version itself tells of it.
        if (by is not null) new ChangeRecorder(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Switched })
            .Row(Entity, (long)kind, default, new Dictionary<string, object?> { ["version"] = before }, new Dictionary<string, object?> { ["version"] = version });
        await db.SaveChangesAsync(ct);
        return new Done();
    }

    /// <summary>Without the models' texts, which are long.</summary>
    private static IQueryable<LearntModel> Rows(PatronDb db) => db.LearntModels.AsNoTracking().Select(m => new LearntModel
    {
        Kind = m.Kind, Version = m.Version, At = m.At, By = m.By, Records = m.Records, Answers = m.Answers, Model = "", Comparison = m.Comparison,
        InUse = m.InUse, SwitchedAt = m.SwitchedAt, SwitchedBy = m.SwitchedBy,
    });

    private async Task<ModelVersion> Open(PatronDb db, LearntModel row, CancellationToken ct)
    {
        // With a removed source all versions go, and numbers begin anew.
        var key = (row.Kind, row.Version, row.At);
        if (read.TryGetValue(key, out var known)) return new(row, known);
        var text = await db.LearntModels.Where(m => m.Kind == row.Kind && m.Version == row.Version).Select(m => m.Model).SingleAsync(ct);
        return new(row, read[key] = StoredModel.Read(text));
    }
}

internal sealed record NoSuchModel() : Refusal("identity.model.none")
{
    public override int Status => StatusCodes.Status404NotFound;
}
