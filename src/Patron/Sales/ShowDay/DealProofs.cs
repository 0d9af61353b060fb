using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.Contracts;
using Patron.Tasks.Contracts;

namespace Patron.Sales.ShowDay;

/// <summary>A deal that moved on, was won or lost shows that somebody worked on it. That it began shows nothing: it begins by a tick.</summary>
internal sealed class DealProofs(IDbContextFactory<PatronDb> contexts) : IProvesTasks
{
    public const string Kind = "deal-step";
    private const int Most = 20;

    public async Task<IReadOnlyList<Happening>> Since(CustomerId customer, DateTimeOffset since, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var moved = await Moves(db, customer).Where(s => s.At >= since).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).Take(Most).AsNoTracking().ToListAsync(ct);
        if (moved.Count == 0) return [];
        var pipelines = await Pipelines.Read(db, ct);
        return [.. moved.Select(s => new Happening(new(Kind, s.Id), s.At, sentences.Get("sales.proof", new { state = s.State.ToString().ToLowerInvariant(), stage = pipelines.StageCalled(s.Stage, sentences) })))];
    }

    public async Task<DateTimeOffset?> At(BulkSession session, CustomerId customer, Reference thing, CancellationToken ct) =>
        thing.Kind != Kind ? null : await Moves(session.Db, customer).Where(s => s.Id == thing.Id).Select(s => (DateTimeOffset?)s.At).FirstOrDefaultAsync(ct);

    /// <summary>What a file told of later happened when the file says, which no task could have waited for: only what was done here counts.</summary>
    private static IQueryable<DealStep> Moves(PatronDb db, CustomerId customer) => db.Set<DealStep>().Where(s => s.CustomerId == customer && (s.Day == s.Since || s.State != DealState.Open)
        && db.Set<DealStep>().Any(e => e.CustomerId == customer && e.OpportunityId == s.OpportunityId && e.At < s.At));
}
