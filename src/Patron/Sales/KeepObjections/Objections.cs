using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.KeepObjections;

/// <summary>What stands behind an objection, and so how it is met.</summary>
internal enum ObjectionKind
{
    /// <summary>Something real: admitted, thanked for, other strengths shown.</summary>
    Objective = 1,

    /// <summary>A feeling: not argued with.</summary>
    Subjective = 2,

    /// <summary>A shield: met gently, with proof that we can be trusted.</summary>
    Defence = 3,

    /// <summary>Regret after the purchase: found and dissolved soon.</summary>
    Regret = 4,
}

internal sealed class Objection
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public OpportunityId? OpportunityId { get; init; }
    public ProductId? ProductId { get; init; }
    public required ObjectionKind Kind { get; set; }
    public required string Said { get; set; }
    public required string Answer { get; set; }

    /// <summary>1 where the answer dissolved it, else 0.</summary>
    public required int Worked { get; set; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }

    /// <summary>What may be corrected, in the order of <see cref="ObjectionTable.Recorded"/>.</summary>
    public object?[] Values => [(long)Kind, Said, Answer, (long)Worked];
}

internal sealed class ObjectionTable : IEntityTypeConfiguration<Objection>
{
    public const string Name = "sales_objections";
    public const int Longest = 300;

    /// <summary>The columns that a change set keeps.</summary>
    public static readonly RecordedColumn[] Recorded = [new("kind"), new("said"), new("answer"), new("worked")];

    public void Configure(EntityTypeBuilder<Objection> objection)
    {
        objection.ToTable(Name);
        objection.HasKey(o => new { o.CustomerId, o.Id });
        objection.Property(o => o.Said).HasMaxLength(Longest);
        objection.Property(o => o.Answer).HasMaxLength(Longest);
        objection.HasIndex(o => o.Id);
    }
}

internal sealed record ObjectionUnsaid(int Max) : FieldRefusal("sales.objection.refused.unsaid", "said");

internal sealed record ObjectionGone() : Refusal("sales.objection.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <param name="Share">Of those met with this answer the share that was dissolved, of 1.</param>
internal readonly record struct AnswerResult(string Answer, int Times, int Worked)
{
    public double Share => (double)Worked / Times;
}

/// <param name="Best">The answer that worked most often: by times, then by share, then by its words; null while none worked.</param>
internal sealed record ObjectionCount(ObjectionKind Kind, ProductId? Product, UserId? By, int Times, AnswerResult? Best);

/// <summary>Keeps objections with the answers given, and finds the answer that worked most often.</summary>
internal sealed class Objections(IDbContextFactory<PatronDb> contexts, ICustomers customers, BoardReads board, IVisibility visibility, IdMaker ids, TimeProvider clock)
{
    public const string Kinds = "objection.";

    public async Task<Result<ChangeSetId>> Add(
        CustomerId customer, OpportunityId? deal, ProductId? product, ObjectionKind kind, string? said, string? answer, bool worked, UserId? by, CancellationToken ct)
    {
        if (said?.Trim() is not { Length: > 0 and <= ObjectionTable.Longest } text || answer?.Trim() is not { Length: > 0 and <= ObjectionTable.Longest } told) return new ObjectionUnsaid(ObjectionTable.Longest);
        if (await customers.Resolve(customer, ct) is not { } of) return new MoveDeals.DealGone();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var (id, set) = (ids.Next<OpportunityId>().Value, new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + "add" });
        session.Db.Add(new Objection { CustomerId = of, Id = id, OpportunityId = deal, ProductId = product, Kind = kind, Said = text, Answer = told, Worked = worked ? 1 : 0, At = set.At, By = by });
        new ChangeRecorder(session.Db, set).Range(ObjectionTable.Name, id, id);
        session.Tell(Topics.Sales, of.Value);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return set.Id;
    }

    /// <summary>Whether an answer worked is often seen later; so is what stood behind an objection. Null where nothing differs.</summary>
    public async Task<Result<ChangeSetId?>> Correct(CustomerId customer, long id, ObjectionKind kind, string? said, string? answer, bool worked, UserId? by, CancellationToken ct)
    {
        if (said?.Trim() is not { Length: > 0 and <= ObjectionTable.Longest } text || answer?.Trim() is not { Length: > 0 and <= ObjectionTable.Longest } told) return new ObjectionUnsaid(ObjectionTable.Longest);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        if (await session.Db.Set<Objection>().FirstOrDefaultAsync(o => o.CustomerId == customer && o.Id == id, ct) is not { } row) return new ObjectionGone();
        var before = row.Values;
        (row.Kind, row.Said, row.Answer, row.Worked) = (kind, text, told, worked ? 1 : 0);
        var (was, becomes) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
        for (var i = 0; i < before.Length; i++)
            if (!Equals(before[i], row.Values[i])) (was[ObjectionTable.Recorded[i].Name], becomes[ObjectionTable.Recorded[i].Name]) = (before[i], row.Values[i]);
        if (was.Count == 0) return (ChangeSetId?)null;
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + "edit" };
        new ChangeRecorder(session.Db, set).Row(ObjectionTable.Name, id, customer, was, becomes);
        session.Tell(Topics.Sales, customer.Value);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return (ChangeSetId?)set.Id;
    }

    /// <summary>By kind, and within each by product or by person where asked; the most frequent first. Customers in the bin do not count, nor those whom the asker may not see.</summary>
    public async Task<IReadOnlyList<ObjectionCount>> Count(bool byProduct, bool byPerson, UserId? asker, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        // Who sees everybody needs no customers: they would be as many rows as objections.
        var (whole, seen) = (visibility.For(asker) == Visibility.Everyone, board.Seen(asker));
        var rows = whole ? await Rows(db, ct) : await RowsByCustomer(db, ct);
        var all = rows.Where(r => whole || seen(r.Customer)).ToList();
        return
        [
            .. all.GroupBy(r => (r.Kind, Product: byProduct ? r.Product : null, Person: byPerson ? r.Person : null))
                .Select(g => new ObjectionCount((ObjectionKind)g.Key.Kind, g.Key.Product is { } product ? new(product) : null, g.Key.Person is { } person ? new(person) : null, (int)g.Sum(r => r.Times), Best(g)))
                .OrderBy(c => c.Kind).ThenByDescending(c => c.Times).ThenBy(c => c.Product?.Value).ThenBy(c => c.By?.Value),
        ];
    }

    private static Task<List<Row>> Rows(PatronDb db, CancellationToken ct) => db.Database.SqlQuery<Row>($"""
        select 0 as "Customer", kind as "Kind", product_id as "Product", "by" as "Person", answer as "Answer", count(*) as "Times", sum(worked) as "Worked" from sales_objections
        where customer_id not in (select id from customers where deleted_at is not null) group by kind, product_id, "by", answer
        """).ToListAsync(ct);

    private static Task<List<Row>> RowsByCustomer(PatronDb db, CancellationToken ct) => db.Database.SqlQuery<Row>($"""
        select customer_id as "Customer", kind as "Kind", product_id as "Product", "by" as "Person", answer as "Answer", count(*) as "Times", sum(worked) as "Worked" from sales_objections
        where customer_id not in (select id from customers where deleted_at is not null) group by customer_id, kind, product_id, "by", answer
        """).ToListAsync(ct);

    private static AnswerResult? Best(IEnumerable<Row> rows)
    {
        var answers = rows.GroupBy(r => r.Answer, StringComparer.OrdinalIgnoreCase).Select(g => new AnswerResult(g.First().Answer, (int)g.Sum(r => r.Times), (int)g.Sum(r => r.Worked))).Where(a => a.Worked > 0).ToList();
        return answers.Count == 0 ? null : answers.OrderByDescending(a => a.Worked).ThenByDescending(a => a.Share).ThenBy(a => a.Answer, StringComparer.OrdinalIgnoreCase).First();
    }

    private sealed record Row(long Customer, int Kind, long? Product, long? Person, string Answer, long Times, long Worked);
}
