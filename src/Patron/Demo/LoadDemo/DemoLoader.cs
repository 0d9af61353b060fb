using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Demo.LoadDemo;

/// <summary>How far the loading is: the file that is being read, counted from one.</summary>
internal readonly record struct DemoProgress(int File, int Files, string FileName, string Phase, ImportProgress Rows, ImportOutcome? Done);

/// <summary>
/// Makes the demo's files and imports them as a person would, through the same import. Interrupted, it is simply run again:
/// what is there already is found unchanged.
/// </summary>
internal sealed class DemoLoader(IDbContextFactory<PatronDb> contexts, DataLocation location, ISources sources, IImportFiles imports, IUserNames users, DemoCampaigns campaigns, DemoData data, TimeProvider clock)
{
    /// <param name="by">Whoever loads it: all that is anybody's is this person's where the demo's own people are not there.</param>
    public async Task<Result<Done>> Load(UserId? by, Action<DemoProgress>? progress, CancellationToken ct)
    {
        await Begin(by, ct);
        var folder = location.Files("demo");
        var staff = await Staff(by, ct);
        DemoFiles.Write(folder, await Today(ct), staff);
        // Where there are no teams, nothing is handed from one to another.
        var files = DemoCatalogue.Imports.Where(f => staff.HaveTeams || f != DemoCatalogue.HandOversImport).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            var (file, at) = (files[i], i);
            var source = await sources.FindOrMake(file.Source, demo: true, ct);
            if (source.Refusal is { } full) return full;
            if (file.Source == DemoCatalogue.WebShop)
                await sources.Change(source.Value! with { CancellationPrefix = DemoCatalogue.CancellationPrefix, Currency = DemoCatalogue.Currency }, by, ct);
            var outcome = await imports.Run(RequestFor(file, folder, by), rows => progress?.Invoke(new(at + 1, files.Count, file.FileName, file.Phase, rows, null)), ct);
            if (outcome.Refusal is { } refusal) return refusal;
            progress?.Invoke(new(at + 1, files.Count, file.FileName, file.Phase, new(outcome.Value!.Read, outcome.Value.Read, outcome.Value.RowsPerSecond, TimeSpan.Zero), outcome.Value));
        }
        await campaigns.Write(by, ct);
        await Finish(ct);
        return new Done();
    }

    private static ImportFileRequest RequestFor(DemoImport file, string folder, UserId? by) => new(DemoCatalogue.PathOf(file, folder), file.As, file.Source)
    {
        Map = ImportFileRequest.MapOf(file.Columns),
        OnlyMapped = true,
        Delimiter = file.Delimiter == '\t' ? "tab" : file.Delimiter.ToString(),
        DateFormat = file.DateFormat,
        Demo = true,
        By = by,
    };

    private async Task<DemoStaff> Staff(UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var said = await users.Said(session, ct);
        return DemoColleagues.Staff.Emails.All(said.Values.Contains) ? DemoColleagues.Staff : DemoStaff.Alone(by is { } one ? said.GetValueOrDefault(one) ?? "" : "");
    }

    private async Task<DateOnly> Today(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), (await db.Organisation(ct)).Zone).DateTime);
    }

    /// <summary>Marks the data as the demo's, once; before anything else is written.</summary>
    public async Task Begin(UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var db = session.Db;
        if (await db.Read<DemoMark>(SettingsKeys.Demo, ct) is not null) return;
        var before = await db.Read<Organisation>(SettingsKeys.Organisation, ct);
        await db.Write(SettingsKeys.Demo, new DemoMark(false, before), ct);
        await db.Write(SettingsKeys.Organisation, DemoMark.With(before), ct);
        await db.SaveChangesAsync(ct);
        db.Audit.Event("demo-load", by);
        // Another currency or time zone: every order of one's own is read anew.
        session.Tell(Topics.Everything);
        await session.Commit(ct);
        data.Reread();
    }

    private async Task Finish(CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var mark = await session.Db.Read<DemoMark>(SettingsKeys.Demo, ct);
        await session.Db.Write(SettingsKeys.Demo, mark! with { Complete = true }, ct);
        await session.Db.SaveChangesAsync(ct);
        session.Tell(Topics.Settings);
        await session.Commit(ct);
    }
}
