using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepObjections;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ListObjections;

/// <summary>Objections one by one, the latest first: only those of customers whom the asker may see, and who are not in the bin.</summary>
internal sealed class ObjectionList(IDbContextFactory<PatronDb> contexts, BoardReads board)
{
    private const int AtOnce = 2_000;

    public async Task<IReadOnlyList<Objection>> Latest(int most, UserId? asker, CancellationToken ct)
    {
        var rows = new List<Objection>(most);
        await foreach (var row in All(asker, ct))
        {
            rows.Add(row);
            if (rows.Count == most) break;
        }
        return rows;
    }

    /// <summary>Some thousand at a time: memory does not grow with their number. Ids are made in the order of time.</summary>
    public async IAsyncEnumerable<Objection> All(UserId? asker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var seen = board.Seen(asker);
        await using var db = await contexts.CreateDbContextAsync(ct);
        for (var before = long.MaxValue; ;)
        {
            var some = await db.Set<Objection>().AsNoTracking().Where(o => o.Id < before).OrderByDescending(o => o.Id).Take(AtOnce).ToListAsync(ct);
            foreach (var one in some.Where(o => seen(o.CustomerId.Value))) yield return one;
            if (some.Count < AtOnce) yield break;
            before = some[^1].Id;
        }
    }
}
