using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.ChangeMany;

/// <summary>Where the work stands.</summary>
/// <param name="Part">The next part.</param>
/// <param name="Done">Customers dealt with.</param>
/// <param name="Changed">Of those the ones that changed.</param>
/// <param name="Recorded">The number of the last change recorded in the set.</param>
internal sealed record ManyCursor(int Part, long Done, long Changed, int Recorded)
{
    public static ManyCursor Read(string? cursor) => cursor is null ? new(0, 0, 0, 0) : JsonSerializer.Deserialize<ManyCursor>(cursor)!;

    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>Does a deed part after part: what changed, its change set and the cursor commit together, so no part is done twice or left out.</summary>
internal sealed class ManyChangeJob(IDbContextFactory<PatronDb> contexts, IEnumerable<IManyDeed> deeds, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "change-many", Phase = "customers.many.phase";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var (change, parts) = await Find(run, ct);
        var deed = deeds.First(d => d.Kind == change.Kind);
        var at = ManyCursor.Read(run.Cursor);
        run.Report(Phase, at.Done, change.Total);
        while (at.Part < parts)
        {
            ct.ThrowIfCancellationRequested();
            at = await Do(run, change, deed, at, ct);
        }
        return at.ToString();
    }

    private async Task<ManyCursor> Do(IJobRun run, ManyChange change, IManyDeed deed, ManyCursor at, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginNext(contexts, clock, ct);
        var part = await session.Db.ManyParts.AsNoTracking().FirstAsync(p => p.ChangeId == change.Id && p.Part == at.Part, ct);
        var customers = ManyPart.Read(part.Customers);
        var changes = await ManySet.Open(session.Db, change, at.Recorded, ct);
        var changed = await deed.Do(session, changes, change.Arguments, customers, change.By, ct);
        await session.Db.SaveChangesAsync(ct);
        var next = new ManyCursor(at.Part + 1, at.Done + customers.Length, at.Changed + changed, changes.Last);
        await session.Db.ManyChanges.Where(c => c.Id == change.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Changed, next.Changed), ct);
        run.Report(Phase, next.Done, change.Total);
        await run.SaveCursor(session, next.ToString(), ct);
        await session.Commit(ct);
        return next;
    }

    private async Task<(ManyChange Change, int Parts)> Find(IJobRun run, CancellationToken ct)
    {
        var id = IdText.TryRead<ChangeSetId>(run.Arguments, out var read) ? read : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Job {run.Id} names no change."));
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.ManyChanges.AsNoTracking().FirstAsync(c => c.Id == id, ct), await db.ManyParts.CountAsync(p => p.ChangeId == id, ct));
    }
}

internal static class ManySets
{
    extension(PatronDb db)
    {
        public DbSet<ManyChange> ManyChanges => db.Set<ManyChange>();
        public DbSet<ManyPart> ManyParts => db.Set<ManyPart>();
        public DbSet<ManyLeft> ManyLeft => db.Set<ManyLeft>();
    }
}
