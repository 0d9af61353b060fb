using Patron.Data;
using Patron.Sales.Contracts;

namespace Patron.Sales;

/// <summary>A step on the way of a deal.</summary>
/// <param name="Id">Given once and never again, over all pipelines.</param>
/// <param name="Key">Of a ready-made stage whose name stands in the texts; null where people made it.</param>
/// <param name="Name">As people named it; null takes the ready-made one.</param>
/// <param name="Probability">Per cent that a deal in this stage is won, as people reckon with it.</param>
/// <param name="Kind">Deals in it are open, won or lost.</param>
internal sealed record Stage(int Id, string? Key, string? Name, int Probability, DealState Kind)
{
    public bool IsCalled(string said) => said.Equals(Name, StringComparison.OrdinalIgnoreCase) || said.Equals(Key, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Name">Null: the ready-made one.</param>
/// <param name="Stages">In the order of the way; at least one of each kind.</param>
/// <param name="Before">The open stage in which deals lay that a file brings as ended already.</param>
internal sealed record Pipeline(int Id, string? Name, IReadOnlyList<Stage> Stages, int Before)
{
    public Stage? Find(int id) => Stages.FirstOrDefault(s => s.Id == id);

    /// <summary>A stage by what a file or a person calls it; won and lost also by their kind.</summary>
    public Stage? Called(string said) =>
        Stages.FirstOrDefault(s => s.IsCalled(said))
        ?? (Words.TryGetValue(said, out var kind) ? Stages.FirstOrDefault(s => s.Kind == kind) : null);

    public Stage First(DealState kind) => Stages.First(s => s.Kind == kind);

    private static readonly Dictionary<string, DealState> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["won"] = DealState.Won, ["closed won"] = DealState.Won, ["gewonnen"] = DealState.Won, ["수주"] = DealState.Won, ["성공"] = DealState.Won, ["赢单"] = DealState.Won, ["贏單"] = DealState.Won, ["成交"] = DealState.Won,
        ["lost"] = DealState.Lost, ["closed lost"] = DealState.Lost, ["verloren"] = DealState.Lost, ["실주"] = DealState.Lost, ["실패"] = DealState.Lost, ["输单"] = DealState.Lost, ["輸單"] = DealState.Lost,
    };
}

/// <summary>The ways that deals go here: a setting, for they are few and belong to no customer. Deals name a stage by its number.</summary>
/// <param name="Last">The highest number of a stage or pipeline ever given.</param>
/// <param name="Version">Counts changes, so that two who edit at once see each other.</param>
internal sealed record Pipelines(IReadOnlyList<Pipeline> All, int Last, int Version = 0)
{
    public const string Key = "sales-pipelines";

    public static Pipelines Default { get; } = new(
        [
            new(1, null,
            [
                new(1, "prospecting", null, 10, DealState.Open), new(2, "engaging", null, 30, DealState.Open), new(3, "proposal", null, 50, DealState.Open), new(4, "negotiation", null, 75, DealState.Open),
                new(5, "won", null, 100, DealState.Won), new(6, "lost", null, 0, DealState.Lost),
            ], Before: 2),
        ], Last: 6);

    public Pipeline First => All[0];

    public Pipeline? Find(int id) => All.FirstOrDefault(p => p.Id == id);

    public Pipeline? Called(string said) => All.FirstOrDefault(p => said.Equals(p.Name, StringComparison.OrdinalIgnoreCase));

    public (Pipeline Pipeline, Stage Stage)? Stage(int id)
    {
        foreach (var pipeline in All)
            if (pipeline.Find(id) is { } stage) return (pipeline, stage);
        return null;
    }

    public static async Task<Pipelines> Read(PatronDb db, CancellationToken ct) => await db.Read<Pipelines>(Key, ct) ?? Default;
}
