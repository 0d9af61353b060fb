using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Demo.RemoveDemo;

/// <summary>How far the removal is.</summary>
internal readonly record struct RemovalProgress(int Done, int Steps);

/// <summary>
/// Takes the demo out as if it had never been loaded: room after room, each in a transaction of its own. Interrupted, it is simply run again:
/// every room finds what is left, or nothing.
/// </summary>
internal sealed class DemoRemover(
    IDbContextFactory<PatronDb> contexts, DataLocation location, ISources sources, IImportFiles imports, IEnumerable<IForgetsSources> rooms, DemoData data, TimeProvider clock)
{
    public async Task Remove(Action<RemovalProgress>? progress, CancellationToken ct)
    {
        if (await data.Mark(ct) is null) return;
        await Begin(ct);
        SourceInfo[] demo = [.. (await sources.All(ct)).Where(s => s.Demo)];
        if (demo.Length > 0) await Forget(demo, progress, ct);
        var folder = Path.Combine(location.Directory, "demo");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        await Finish(ct);
    }

    private async Task Forget(SourceInfo[] demo, Action<RemovalProgress>? progress, CancellationToken ct)
    {
        var what = new ForgottenSources(demo, await imports.ChangeSetsOf([.. demo.Select(s => s.Id)], ct));
        IForgetsSources[] steps = [.. rooms.OrderBy(r => r.Order)];
        foreach (var (done, room) in steps.Index())
        {
            ct.ThrowIfCancellationRequested();
            progress?.Invoke(new(done, steps.Length));
            await using var session = await BulkSession.Begin(contexts, clock, ct);
            await room.Forget(session, what, ct);
            await session.Commit(ct);
        }
    }

    /// <summary>The settings first: golden values and numbers are reckoned with those that hold afterwards.</summary>
    private async Task Begin(CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var mark = await session.Db.Read<DemoMark>(SettingsKeys.Demo, ct);
        if (mark is not { Removing: false }) return;
        await session.Db.Write(SettingsKeys.Organisation, mark.Restored(await session.Db.Organisation(ct)), ct);
        await session.Db.Write(SettingsKeys.Demo, mark with { Complete = false, Removing = true }, ct);
        await DemoCampaigns.Forget(session, ct);
        session.Db.Audit.Event("demo-remove", by: null);
        await session.Db.SaveChangesAsync(ct);
        session.Tell(Topics.Settings);
        await session.Commit(ct);
    }

    private async Task Finish(CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await session.Db.Write<DemoMark>(SettingsKeys.Demo, null, ct);
        await session.Db.SaveChangesAsync(ct);
        session.Tell(Topics.Everything);
        await session.Commit(ct);
        data.Reread();
    }
}
