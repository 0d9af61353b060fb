using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.ChangeMany;

/// <summary>Writes down what is to be done and to whom, and has it done.</summary>
internal sealed class ManyChanges(IDbContextFactory<PatronDb> contexts, IJobs jobs, ICustomerBase customerBase, IdMaker ids, TimeProvider clock) : IManyChanges
{
    /// <summary>So many are done with before an answer would be missed.</summary>
    internal const int Few = 500;

    public async Task<ManyBegun> Begin(IManyDeed deed, string arguments, IReadOnlyCollection<CustomerId> customers, UserId by, CancellationToken ct)
    {
        var change = new ManyChange { Id = ids.Next<ChangeSetId>(), Kind = deed.Kind, Arguments = arguments, Total = customers.Count, At = clock.GetUtcNow(), By = by };
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            db.Add(change);
            foreach (var (part, some) in customers.Chunk(ManyPart.Size).Index())
                db.Add(new ManyPart { ChangeId = change.Id, Part = part, Customers = ManyPart.Write(some) });
            await db.SaveChangesAsync(ct);
        }
        return await Run(change, ct);
    }

    /// <summary>Takes a change back; null where there is nothing to take back, or it was done already.</summary>
    public async Task<ManyBegun?> Undo(ChangeSetId set, UserId by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.ManyChanges.AsNoTracking().FirstOrDefaultAsync(c => c.Id == set && c.Kind != ManyChange.Undo, ct) is not { } done) return null;
        if (done.JobId is { } job && await jobs.Find(job, ct) is { State: JobState.Waiting or JobState.Running or JobState.Paused }) return null;
        if (!await db.Set<ChangeSet>().AnyAsync(s => s.Id == set && s.UndoneBy == null, ct)) return null;
        if (await db.ManyChanges.AsNoTracking().FirstOrDefaultAsync(c => c.Undoes == set, ct) is { } begun) return new(begun.Id, false);
        var change = new ManyChange { Id = ids.Next<ChangeSetId>(), Kind = ManyChange.Undo, Arguments = "", Undoes = set, Total = done.Changed, At = clock.GetUtcNow(), By = by };
        db.Add(change);
        await db.SaveChangesAsync(ct);
        return await Run(change, ct);
    }

    private async Task<ManyBegun> Run(ManyChange change, CancellationToken ct)
    {
        var kind = change.Kind == ManyChange.Undo ? UndoManyJob.JobKind : ManyChangeJob.JobKind;
        var few = change.Total <= Few;
        // Who asked for a few and went away gets them done all the same.
        var job = few
            ? (await jobs.RunNow(kind, change.Id.ToString(), change.By, null, CancellationToken.None)).Id
            : await jobs.Start(kind, change.Id.ToString(), change.By, null, ct);
        await using (var db = await contexts.CreateDbContextAsync(CancellationToken.None))
            await db.ManyChanges.Where(c => c.Id == change.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.JobId, job), CancellationToken.None);
        if (!few || await jobs.Find(job, ct) is not { State: JobState.Done }) return new(change.Id, false);
        // The next page shows what was done, not what was before.
        await customerBase.CatchUp(ct);
        return new(change.Id, true);
    }
}
