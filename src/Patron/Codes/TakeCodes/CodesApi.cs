using Patron.Api.Contracts;
using Patron.Codes.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Codes.TakeCodes;

/// <param name="Code">In any case, with or without hyphens.</param>
/// <param name="Place">A till, a shop; at most 60 letters.</param>
/// <param name="At">When it was shown, in UTC; null: now.</param>
public sealed record CodeShown(string? Code, string? Place, DateTimeOffset? At);

/// <param name="Customer">Whose code it was.</param>
/// <param name="Source">campaign.</param>
internal sealed record CodeTaken(string Code, string Customer, string Source, string SourceId, string? Arm, string At);

/// <summary>/api/v1/codes</summary>
internal sealed class CodesApi : IApiPart
{
    public string Area => "codes";

    public void Map(RouteGroupBuilder api) => api.MapPost("/redeem", Redeem).WithSummary("Takes a code that a customer showed: it is used up, and the answer counts for the campaign that gave it out.")
        .Produces<CodeTaken>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> Redeem(CodeShown body, ICodes codes, TimeProvider clock, Texts texts, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (body.At > now) return ApiAnswers.Refused(new CodeTimeWrong(), texts);
        var done = await codes.Redeem(body.Code ?? "", body.Place, body.At ?? now, null, ct);
        if (done.Refusal is { } refusal) return ApiAnswers.Refused(refusal, texts);
        var (customer, code, source, at) = done.Value!;
        return TypedResults.Ok(new CodeTaken(CodeText.Shown(code), customer.ToString(), source.SourceKind, source.SourceKind == "campaign" ? new Kernel.CampaignId(source.SourceId).ToString() : $"{source.SourceId}", source.Arm, ApiAnswers.Instant(at)));
    }
}
