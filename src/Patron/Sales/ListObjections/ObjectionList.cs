using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepObjections;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ListObjections;

/// <param name="Rows">Of one page.</param>
/// <param name="Found">All that are asked for.</param>
internal sealed record ListedObjections(IReadOnlyList<Objection> Rows, int Found);

/// <summary>Objections one by one: only those of customers whom the asker may see, and who are not in the bin.</summary>
internal sealed class ObjectionList(IDbContextFactory<PatronDb> contexts, BoardReads board)
{
    public async Task<ListedObjections> Page(ObjectionQuestion asked, UserId? asker, CancellationToken ct)
    {
        var (rows, found, first) = (new List<Objection>(ObjectionQuestion.PageSize), 0, (asked.Page - 1) * ObjectionQuestion.PageSize);
        await foreach (var row in All(asked, asker, ct))
        {
            if (found >= first && rows.Count < ObjectionQuestion.PageSize) rows.Add(row);
            found++;
        }
        return new(rows, found);
    }

    /// <summary>All that are asked for, in the order of when they were said; memory does not grow with their number.</summary>
    public async IAsyncEnumerable<Objection> All(ObjectionQuestion asked, UserId? asker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var seen = board.Seen(asker);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (rows, worked) = (db.Set<Objection>().AsNoTracking(), asked.Worked == true ? 1 : 0);
        if (asked.Kind is { } kind) rows = rows.Where(o => o.Kind == kind);
        if (asked.Worked is not null) rows = rows.Where(o => o.Worked == worked);
        if (asked.Product is { } product) rows = rows.Where(o => o.ProductId == product);
        if (asked.By is { } by) rows = rows.Where(o => o.By == by);
        var ordered = asked.Descending ? rows.OrderByDescending(o => o.At).ThenByDescending(o => o.Id) : rows.OrderBy(o => o.At).ThenBy(o => o.Id);
        await foreach (var one in ordered.AsAsyncEnumerable().WithCancellation(ct))
            if (seen(one.CustomerId.Value) && asked.Says(one)) yield return one;
    }
}
