using Microsoft.EntityFrameworkCore;
using Patron.Api.Contracts;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Consents.ServeApi;

/// <summary>What counts now.</summary>
public sealed record ConsentItem(string Purpose, string Channel, bool Given, string At, string? Evidence);

/// <summary>One entry of the ledger.</summary>
/// <param name="Text">Id of the version of the text that was agreed to.</param>
/// <param name="Recorded">When it came into the ledger.</param>
public sealed record ConsentEntryItem(string Purpose, string Channel, bool Given, string At, string? Evidence, string? Text, string Recorded);

/// <param name="At">When the person said so; null: now. Not in the future.</param>
/// <param name="Evidence">Where it was said; an agreement needs it.</param>
public sealed record NewConsent(string Purpose, string Channel, bool Given, DateTimeOffset? At, string? Evidence);

internal sealed record ConsentWanting() : Refusal("consents.api.consent.wanting")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

/// <summary>/api/v1/consents/{customer}</summary>
internal sealed class ConsentsApi : IApiPart
{
    private const int LongestPurpose = 40, LongestEvidence = 200;

    public string Area => "consents";

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/{customer}", States).WithSummary("What counts now for each purpose and channel.").Produces<IReadOnlyList<ConsentItem>>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/{customer}/entries", Entries).WithSummary("Every entry of the ledger about a customer, the earliest recorded first.").Produces<ApiPage<ConsentEntryItem>>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/{customer}", Say).WithSummary("Adds an entry: agreed, or withdrawn.").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> States(string customer, ICustomers customers, IConsentLedger ledger, CancellationToken ct) =>
        await Find(customer, customers, ct) is not { } id ? ApiAnswers.NotFound()
        : TypedResults.Ok((await ledger.Of(id, ct)).Select(s => new ConsentItem(s.Purpose, s.Channel, s.Given, ApiAnswers.Instant(s.At), s.Evidence)).ToArray());

    private static async Task<IResult> Entries(string customer, string? after, int? limit, ICustomers customers, IDbContextFactory<PatronDb> contexts, CancellationToken ct)
    {
        if (ApiPaging.After(after) is not { } from) return ApiAnswers.BadCursor();
        if (await Find(customer, customers, ct) is not { } id) return ApiAnswers.NotFound();
        var most = ApiPaging.Limit(limit);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.ConsentLedger.AsNoTracking().Where(e => e.CustomerId == id && e.Id > from).OrderBy(e => e.Id).Take(most + 1).ToListAsync(ct);
        return TypedResults.Ok(ApiPaging.Of(rows, most, r => r.Id, r => new ConsentEntryItem(r.Purpose, r.Channel, r.Given, ApiAnswers.Instant(r.At), r.Evidence, r.TextId?.ToString(System.Globalization.CultureInfo.InvariantCulture), ApiAnswers.Instant(r.RecordedAt))));
    }

    private static async Task<IResult> Say(string customer, NewConsent body, ApiCaller caller, ICustomers customers, IConsentDeeds deeds, IDbContextFactory<PatronDb> contexts, TimeProvider clock, Texts texts, CancellationToken ct)
    {
        var (now, evidence) = (clock.GetUtcNow(), body.Evidence?.Trim() is { Length: > 0 } said ? said : null);
        if (body.Purpose is not { Length: > 0 and <= LongestPurpose } || !ContactChannels.All.Contains(body.Channel) || body.At > now || evidence?.Length > LongestEvidence || (body.Given && evidence is null))
            return ApiAnswers.Refused(new ConsentWanting(), texts);
        if (await Find(customer, customers, ct) is not { } id) return ApiAnswers.NotFound();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await deeds.Say(session, [new ConsentSaid(id, null, body.Purpose.ToLowerInvariant(), body.Channel, body.Given, body.At ?? now, evidence ?? caller.Name)], ct);
        await session.Commit(ct);
        return TypedResults.NoContent();
    }

    private static async Task<CustomerId?> Find(string customer, ICustomers customers, CancellationToken ct) =>
        IdText.TryRead<CustomerId>(customer, out var id) ? await customers.Resolve(id, ct) : null;
}
