using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales.SetSales;

/// <summary>Somebody else changed the pipelines since the page was opened.</summary>
internal sealed record PipelinesChanged() : Refusal("sales.set.refused.changed");

internal sealed record PipelineNameNeeded(int Max) : FieldRefusal("sales.set.refused.name", "name");

internal sealed record ProbabilityWrong() : FieldRefusal("sales.set.refused.probability", "probability");

/// <summary>Deals lie in it: they would be nowhere.</summary>
internal sealed record StageInUse() : Refusal("sales.set.refused.used");

/// <summary>A pipeline keeps an open stage, one that is won and one that is lost.</summary>
internal sealed record LastOfItsKind() : Refusal("sales.set.refused.last");

internal sealed record NoSuchPlace() : Refusal("sales.set.refused.gone");

/// <summary>What people do to the ways that deals go. Numbers are given once: a deal's history keeps meaning what it meant.</summary>
internal sealed class PipelineDeeds(IDbContextFactory<PatronDb> contexts, SettingDeeds settings)
{
    public const string Kinds = "sales-setting.";
    public const int LongestName = 60, MostStages = 20, MostPipelines = 20;

    public Task<Result<ChangeSetId?>> AddPipeline(int version, string? name, UserId? by, CancellationToken ct) => Change(version, "pipeline-add", by, all =>
    {
        if (Named(name) is not { } called || all.All.Count >= MostPipelines) return new PipelineNameNeeded(LongestName);
        var next = all.Last;
        Stage[] stages = [.. Pipelines.Default.First.Stages.Select(s => s with { Id = ++next })];
        return all with { All = [.. all.All, new(++next, called, stages, stages[0].Id)], Last = next };
    }, ct);

    public Task<Result<ChangeSetId?>> NamePipeline(int version, int pipeline, string? name, UserId? by, CancellationToken ct) =>
        InPipeline(version, pipeline, "pipeline-name", by, way => Named(name) is { } called ? way with { Name = called } : new PipelineNameNeeded(LongestName), ct);

    /// <summary>Refused for the only one, and for one in which deals lie.</summary>
    public async Task<Result<ChangeSetId?>> RemovePipeline(int version, int pipeline, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Opportunities.AnyAsync(d => d.Pipeline == pipeline, ct)) return new StageInUse();
        return await Change(version, "pipeline-remove", by, all => all.Find(pipeline) is null ? new NoSuchPlace() : all.All.Count == 1 ? new LastOfItsKind() : all with { All = [.. all.All.Where(p => p.Id != pipeline)] }, ct);
    }

    /// <summary>Another name, probability, kind. A stage in which deals lie keeps its kind.</summary>
    public async Task<Result<ChangeSetId?>> ChangeStage(int version, int stage, string? name, int probability, DealState kind, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var used = await db.Opportunities.AnyAsync(d => d.Stage == stage, ct);
        return await InStage(version, stage, "stage-change", by, (way, at) =>
        {
            if (Named(name) is not { } called) return new PipelineNameNeeded(LongestName);
            if (!Suits(probability, kind)) return new ProbabilityWrong();
            if (kind != at.Kind && used) return new StageInUse();
            if (kind != at.Kind && way.Stages.Count(s => s.Kind == at.Kind) == 1) return new LastOfItsKind();
            Stage[] stages = [.. way.Stages.Select(s => s.Id == stage ? s with { Name = called, Probability = probability, Kind = kind } : s)];
            return way with { Stages = stages, Before = BeforeOf(way.Before, stages) };
        }, ct);
    }

    /// <summary>A new open stage behind the last open one.</summary>
    public Task<Result<ChangeSetId?>> AddStage(int version, int pipeline, string? name, int probability, UserId? by, CancellationToken ct) => Change(version, "stage-add", by, all =>
    {
        if (all.Find(pipeline) is not { } way) return new NoSuchPlace();
        if (Named(name) is not { } called || way.Stages.Count >= MostStages) return new PipelineNameNeeded(LongestName);
        if (!Suits(probability, DealState.Open)) return new ProbabilityWrong();
        var stages = way.Stages.ToList();
        stages.Insert(stages.FindLastIndex(s => s.Kind == DealState.Open) + 1, new(all.Last + 1, null, called, probability, DealState.Open));
        return With(all, way with { Stages = stages }) with { Last = all.Last + 1 };
    }, ct);

    /// <param name="up">Nearer to the beginning.</param>
    public Task<Result<ChangeSetId?>> MoveStage(int version, int stage, bool up, UserId? by, CancellationToken ct) => InStage(version, stage, "stage-move", by, (way, at) =>
    {
        var stages = way.Stages.ToList();
        var (from, to) = (stages.IndexOf(at), stages.IndexOf(at) + (up ? -1 : 1));
        if (to < 0 || to >= stages.Count) return way;
        (stages[from], stages[to]) = (stages[to], stages[from]);
        return way with { Stages = stages };
    }, ct);

    public async Task<Result<ChangeSetId?>> RemoveStage(int version, int stage, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Opportunities.AnyAsync(d => d.Stage == stage, ct)) return new StageInUse();
        return await InStage(version, stage, "stage-remove", by, (way, at) =>
        {
            if (way.Stages.Count(s => s.Kind == at.Kind) == 1) return new LastOfItsKind();
            Stage[] stages = [.. way.Stages.Where(s => s.Id != stage)];
            return way with { Stages = stages, Before = BeforeOf(way.Before, stages) };
        }, ct);
    }

    /// <summary>The open stage in which deals lay that a file brings as ended already.</summary>
    public Task<Result<ChangeSetId?>> LayBefore(int version, int stage, UserId? by, CancellationToken ct) =>
        InStage(version, stage, "stage-before", by, (way, at) => at.Kind == DealState.Open ? way with { Before = stage } : new NoSuchPlace(), ct);

    private Task<Result<ChangeSetId?>> InStage(int version, int stage, string kind, UserId? by, Func<Pipeline, Stage, Result<Pipeline>> change, CancellationToken ct) => Change(version, kind, by, all =>
    {
        if (all.Stage(stage) is not { } found) return new NoSuchPlace();
        var changed = change(found.Pipeline, found.Stage);
        return changed.Refusal is { } refusal ? refusal : With(all, changed.Value!);
    }, ct);

    private Task<Result<ChangeSetId?>> InPipeline(int version, int pipeline, string kind, UserId? by, Func<Pipeline, Result<Pipeline>> change, CancellationToken ct) => Change(version, kind, by, all =>
    {
        if (all.Find(pipeline) is not { } way) return new NoSuchPlace();
        var changed = change(way);
        return changed.Refusal is { } refusal ? refusal : With(all, changed.Value!);
    }, ct);

    private Task<Result<ChangeSetId?>> Change(int version, string kind, UserId? by, Func<Pipelines, Result<Pipelines>> change, CancellationToken ct) => settings.Change(Pipelines.Key, Kinds + kind, Pipelines.Default, all =>
    {
        if (all.Version != version) return new PipelinesChanged();
        var changed = change(all);
        return changed.Refusal is { } refusal ? refusal : changed.Value! with { Version = version + 1 };
    }, by, ct);

    private static Pipelines With(Pipelines all, Pipeline way) => all with { All = [.. all.All.Select(p => p.Id == way.Id ? way : p)] };

    private static int BeforeOf(int before, IReadOnlyList<Stage> stages) =>
        stages.Any(s => s.Id == before && s.Kind == DealState.Open) ? before : stages.First(s => s.Kind == DealState.Open).Id;

    /// <summary>What is won is certain, what is lost is nothing.</summary>
    private static bool Suits(int probability, DealState kind) => kind switch { DealState.Won => probability == 100, DealState.Lost => probability == 0, _ => probability is >= 0 and <= 100 };

    private static string? Named(string? name) => name?.Trim() is { Length: > 0 and <= LongestName } called ? called : null;
}
