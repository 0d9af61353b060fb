using System.Globalization;
using Patron.Analytics.Base;
using Patron.Api.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Segments.EditSegment;
using Patron.Segments.Explain;

namespace Patron.Segments.ServeApi;

/// <param name="Query">As it is kept: other segments by their ids; empty for a set from a file.</param>
/// <param name="GoalDays">Days from entering within which the goal counts; null: at any time.</param>
/// <param name="Customers">Who is in it on the reckoning day.</param>
internal sealed record SegmentItem(string Id, string Name, string? About, string Query, string? Goal, int? GoalDays, bool FromFile, string Made, int Customers);

/// <param name="Query">In the language of segments; other segments by name or id. Blank: everyone.</param>
public sealed record NewSegment(string? Name, string? About, string? Query, string? Goal, int? GoalDays);

/// <param name="Query">In the language of segments.</param>
/// <param name="AsOf">yyyy-MM-dd; null: the reckoning day.</param>
public sealed record SegmentQuestion(string? Query, string? AsOf);

/// <param name="Of">All customers.</param>
internal sealed record SegmentCount(int Count, int Of, string AsOf);

internal sealed record SegmentMember(string Id, string Name);

/// <summary>/api/v1/segments</summary>
internal sealed class SegmentsApi : IApiPart
{
    private const string Iso = "yyyy-MM-dd";

    public string Area => "segments";

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", List).WithSummary("Segments by id, with how many customers are in each.").Produces<ApiPage<SegmentItem>>();
        api.MapPost("/", Create).WithSummary("Saves a segment.").Produces<SegmentItem>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/count", (string? query, string? asOf, SegmentQueries queries, ICustomerBase customers, IReckoningDay today, Texts texts) => Count(new(query, asOf), queries, customers, today, texts))
            .WithSummary("How many customers a query means.").Produces<SegmentCount>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapPost("/count", Count).WithSummary("The same for a query that is too long for an address.").Produces<SegmentCount>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/{segment}", Show).WithSummary("One segment, by id or name.").Produces<SegmentItem>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/{segment}/members", Members).WithSummary("Who is in a segment, by id.").Produces<ApiPage<SegmentMember>>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/{segment}/explain/{customer}", Explain).WithSummary("Why a customer is in a segment, or is not: every part of its query.").Produces<ExplainedCustomer>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? after, int? limit, SegmentBook book, SegmentQueries queries, ICustomerBase customers, IReckoningDay today)
    {
        if (ApiPaging.After(after) is not { } from) return ApiAnswers.BadCursor();
        var (most, day) = (ApiPaging.Limit(limit), today.AsOf);
        var rows = book.All.Where(s => s.Id.Value > from).OrderBy(s => s.Id.Value).Take(most + 1).ToList();
        return TypedResults.Ok(ApiPaging.Of(rows, most, s => s.Id.Value, s => Item(s, queries, customers.Current, day)));
    }

    private static async Task<IResult> Create(NewSegment body, SegmentDeeds deeds, SegmentBook book, SegmentQueries queries, ICustomerBase customers, IReckoningDay today, Texts texts, CancellationToken ct)
    {
        var saved = await deeds.Save(null, new(body.Name, body.About, body.Query, body.Goal, body.GoalDays), null, null, ct);
        if (saved.Refusal is { } refusal) return Refused(refusal, texts);
        return TypedResults.Created($"/api/v1/segments/{saved.Value.Id}", Item(book.Find(saved.Value.Id)!, queries, customers.Current, today.AsOf));
    }

    private static IResult Count(SegmentQuestion body, SegmentQueries queries, ICustomerBase customers, IReckoningDay today, Texts texts)
    {
        if (Day(body.AsOf, today) is not { } day) return BadDay();
        var snapshot = customers.Current;
        var found = queries.Select(body.Query ?? "", snapshot, null, day);
        return found.Refusal is { } refusal ? Refused(refusal, texts) : TypedResults.Ok(new SegmentCount(found.Value!.Count(), snapshot.Known.Count(), Said(day)));
    }

    private static IResult Show(string segment, SegmentBook book, SegmentQueries queries, ICustomerBase customers, IReckoningDay today) =>
        book.Find(segment) is { } found ? TypedResults.Ok(Item(found, queries, customers.Current, today.AsOf)) : ApiAnswers.NotFound();

    private static IResult Members(string segment, string? after, int? limit, string? asOf, SegmentBook book, SegmentQueries queries, ICustomerBase customers, IReckoningDay today)
    {
        if (book.Find(segment) is not { } found) return ApiAnswers.NotFound();
        if (ApiPaging.After(after) is not { } from) return ApiAnswers.BadCursor();
        if (Day(asOf, today) is not { } day) return BadDay();
        var (most, snapshot) = (ApiPaging.Limit(limit), customers.Current);
        var rows = Next(queries.Members(found.Id, snapshot, null, day)!, snapshot, from, most + 1);
        return TypedResults.Ok(ApiPaging.Of(rows, most, i => snapshot.Ids[i], i => new SegmentMember(new CustomerId(snapshot.Ids[i]).ToString(), snapshot[CustomerColumns.Name][i])));
    }

    private static IResult Explain(string segment, string customer, string? asOf, SegmentBook book, RuleReasons reasons, ICustomerBase customers, IReckoningDay today, Texts texts)
    {
        if (Day(asOf, today) is not { } day) return BadDay();
        var snapshot = customers.Current;
        if (book.Find(segment) is not { } found || !IdText.TryRead<CustomerId>(customer, out var id) || !snapshot.TryIndex(id.Value, out var index) || !snapshot.Known.Get(index)) return ApiAnswers.NotFound();
        return TypedResults.Ok(ExplainedCustomer.Of(found.Name, id, day, reasons.Of(found, snapshot, index, day, today.AsOf, texts.For(Language.English))));
    }

    /// <summary>Those with the smallest ids above a number, rising, without sorting all.</summary>
    private static List<int> Next(Bitmap members, CustomerBaseSnapshot snapshot, long above, int most)
    {
        var nearest = new PriorityQueue<int, long>();
        foreach (var i in members.Indexes())
        {
            var id = snapshot.Ids[i];
            if (id <= above) continue;
            if (nearest.Count < most) nearest.Enqueue(i, -id);
            else if (nearest.TryPeek(out _, out var farthest) && id < -farthest) nearest.EnqueueDequeue(i, -id);
        }
        var found = new List<int>(nearest.Count);
        while (nearest.TryDequeue(out var i, out _)) found.Add(i);
        found.Reverse();
        return found;
    }

    private static SegmentItem Item(SavedSegment s, SegmentQueries queries, CustomerBaseSnapshot snapshot, DateOnly day) => new(
        s.Id.ToString(), s.Name, s.Definition.About, s.Definition.Query, s.Definition.Goal, s.Definition.GoalDays, s.Definition.FromFile, ApiAnswers.Instant(s.Definition.Made), queries.Members(s.Id, snapshot, null, day)?.Count() ?? 0);

    /// <summary>What is wrong with a query is told with the place: of the first letter concerned, counted from 0.</summary>
    private static IResult Refused(Refusal refusal, Texts texts)
    {
        if (refusal is not FieldRefusal field) return ApiAnswers.Refused(refusal, texts);
        var of = new Dictionary<string, object?> { ["field"] = field.Field switch { "q" => "query", "goal-days" => "goalDays", var name => name } };
        if (refusal is QueryWrong wrong) (of["fault"], of["position"], of["word"], of["expected"]) = (wrong.Fault, wrong.Place - 1, wrong.Word, wrong.Expected);
        return TypedResults.Problem(texts.For(Language.English).Of(refusal, refusal.Key), statusCode: refusal.Status, type: "urn:patron:" + refusal.Key, extensions: of);
    }

    private static DateOnly? Day(string? said, IReckoningDay today) =>
        string.IsNullOrEmpty(said) ? today.AsOf : DateOnly.TryParseExact(said, Iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year > 1 ? day : null;

    private static IResult BadDay() => ApiAnswers.Problem(StatusCodes.Status400BadRequest, "A day is written as 2026-01-31.", "bad-day", "asOf");

    private static string Said(DateOnly day) => day.ToString(Iso, CultureInfo.InvariantCulture);
}
