using Microsoft.EntityFrameworkCore;
using Patron.Api.Contracts;
using Patron.Consents.Contracts;
using Patron.Consents.ListSuppressions;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Consents.ServeApi;

/// <param name="Customer">cus_...; null: an address alone, which the list holds as a digest.</param>
/// <param name="Channel">Null: every channel.</param>
/// <param name="Reason">asked, bounced, complained, ordered, listed.</param>
public sealed record SuppressionItem(string Id, string? Customer, string? Channel, string Reason, string Source, string Since, string? Ended, string? EndedWhy);

/// <param name="Customer">Either this or <paramref name="Address"/>.</param>
/// <param name="Address">An e-mail address or a number in international form; it is never given back.</param>
/// <param name="Channel">With an address: email, phone or sms; with a customer null is every channel.</param>
/// <param name="Reason">As in the list; null: asked.</param>
/// <param name="Source">Where it came from; null: the key's name.</param>
public sealed record NewSuppression(string? Customer, string? Address, string? Channel, string? Reason, string? Source);

/// <param name="Why">Needed.</param>
public sealed record EndSuppression(string? Why);

internal sealed record SuppressionWanting() : Refusal("consents.api.wanting")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

/// <summary>/api/v1/suppressions</summary>
internal sealed class SuppressionsApi : IApiPart
{
    public string Area => "suppressions";

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", List).WithSummary("The suppression list, by id, ended lines left out unless ended=true.").Produces<ApiPage<SuppressionItem>>();
        api.MapPost("/", Add).WithSummary("Puts a customer or an address on the list. Who is on it stays as it is.").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPost("/{id}/end", End).WithSummary("Takes a line off the list, with the reason.").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> List(string? after, int? limit, bool? ended, SuppressionList list, CancellationToken ct)
    {
        if (ApiPaging.After(after) is not { } from) return ApiAnswers.BadCursor();
        var most = ApiPaging.Limit(limit);
        return TypedResults.Ok(ApiPaging.Of(await list.After(from, most + 1, ended ?? false, ct), most, r => r.Id.Value, Shown));
    }

    private static async Task<IResult> Add(NewSuppression body, ApiCaller caller, IConsentDeeds deeds, ICustomers customers, IDbContextFactory<PatronDb> contexts, TimeProvider clock, Texts texts, CancellationToken ct)
    {
        var reason = SuppressionReason.Asked;
        if (body.Reason is { } word && (!Enum.TryParse(word, ignoreCase: true, out reason) || !Enum.IsDefined(reason))) return ApiAnswers.Refused(new SuppressionWanting(), texts);
        if ((body.Customer is null) == string.IsNullOrWhiteSpace(body.Address) || (body.Channel is not null && !ContactChannels.All.Contains(body.Channel))) return ApiAnswers.Refused(new SuppressionWanting(), texts);
        if (body.Customer is null && body.Channel is (null or ContactChannels.Letter)) return ApiAnswers.Refused(new SuppressionWanting(), texts);
        var source = body.Source is { Length: > 0 } said ? said : caller.Name;
        CustomerId? customer = null;
        if (body.Customer is not null && (!IdText.TryRead<CustomerId>(body.Customer, out var id) || (customer = await customers.Resolve(id, ct)) is null)) return ApiAnswers.NotFound();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (customer is { } one) await deeds.Suppress(session, one, body.Channel, reason, source, null, ct);
        else await deeds.SuppressAddress(session, body.Address!, body.Channel!, reason, source, null, ct);
        await session.Commit(ct);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> End(string id, EndSuppression body, SuppressionList list, Texts texts, CancellationToken ct) =>
        !IdText.TryRead<SuppressionId>(id, out var suppression) ? ApiAnswers.NotFound()
        : (await list.End(suppression, body.Why, null, ct)).Refusal is { } refusal ? ApiAnswers.Refused(refusal, texts) : TypedResults.NoContent();

    private static SuppressionItem Shown(ListedSuppression row) => new(
        row.Id.ToString(), row.Customer?.ToString(), row.Channel, row.Reason.ToString().ToLowerInvariant(), row.Source, ApiAnswers.Instant(row.Since), row.EndedAt is { } end ? ApiAnswers.Instant(end) : null, row.EndedWhy);
}
