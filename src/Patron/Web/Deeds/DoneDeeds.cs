using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Web.Deeds;

/// <summary>Leads to a page with the deed that somebody has just done, so that it offers to take it back.</summary>
internal sealed class DoneDeeds(IDbContextFactory<PatronDb> contexts)
{
    /// <summary>The page with the last change set that tells of the row, where this person did it and nobody took it back; else the page alone.</summary>
    public async Task<string> Page(string page, string entity, long id, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await (from row in db.Set<ChangeRow>().AsNoTracking()
                          join set in db.Set<ChangeSet>().AsNoTracking() on row.ChangeSetId equals set.Id
                          where row.Entity == entity && row.EntityId == id
                          orderby set.At descending, set.Id descending
                          select set).FirstOrDefaultAsync(ct);
        return last is { UndoneBy: null, Undoes: null } && last.By == by ? DeedUrls.Done(page, last.Id) : page;
    }
}
