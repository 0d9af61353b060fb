using Patron.Api.Contracts;
using Patron.Experiments.KeepTests;
using Patron.Experiments.ShowTests;

namespace Patron.Experiments.ServeApi;

/// <param name="Name">Empty: those left alone.</param>
/// <param name="Share">Planned, from 0 to 1.</param>
internal sealed record ExperimentArm(string Name, double Share, long People);

/// <param name="Ratio">p of the sample-ratio check; null: it cannot be checked.</param>
/// <param name="TwoArms">People found in two arms after a merge.</param>
/// <param name="Overlap">People who were in another test while this one ran.</param>
internal sealed record ExperimentItem(string Kind, string Name, string Started, string? Ended, IReadOnlyList<ExperimentArm> Arms, double? Ratio, int TwoArms, int Overlap, double? Power);

/// <summary>/api/v1/experiments</summary>
internal sealed class ExperimentsApi : IApiPart
{
    public string Area => "experiments";

    public void Map(RouteGroupBuilder api) => api.MapGet("/", List).WithSummary("All tests and hold-outs with their health, by id.").Produces<ApiPage<ExperimentItem>>();

    private static async Task<IResult> List(string? after, int? limit, TestReads reads, CancellationToken ct)
    {
        if (ApiPaging.After(after) is not { } from) return ApiAnswers.BadCursor();
        var most = ApiPaging.Limit(limit);
        var tests = (await reads.Health(ct)).Where(t => t.Test.Id > from).OrderBy(t => t.Test.Id).Take(most + 1).ToArray();
        return TypedResults.Ok(ApiPaging.Of(tests, most, t => t.Test.Id, Item));
    }

    private static ExperimentItem Item(TestHealth t) => new(
        t.Test.Kind, t.Test.Name, ApiAnswers.Instant(t.Test.StartedAt), t.Test.EndedAt is { } end ? ApiAnswers.Instant(end) : null,
        [.. TestBook.ArmsOf(t.Test).Select((a, at) => new ExperimentArm(a.Name, a.Share, t.People[at]))], t.Ratio, t.TwoArms, t.Overlap, t.Power);
}
