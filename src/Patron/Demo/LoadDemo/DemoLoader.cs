using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Demo.LoadDemo;

/// <summary>How far the loading is: the file of the four that is being read.</summary>
internal readonly record struct DemoProgress(int File, int Files, string FileName, ImportProgress Rows, ImportOutcome? Done);

/// <summary>
/// Makes the demo's files and imports them as a person would, through the same import. Interrupted, it is simply run again:
/// what is there already is found unchanged.
/// </summary>
internal sealed class DemoLoader(IDbContextFactory<PatronDb> contexts, DataLocation location, ISources sources, IImportFiles imports, TimeProvider clock)
{
    public async Task<DemoMark?> Mark(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Read<DemoMark>(SettingsKeys.Demo, ct);
    }

    public async Task<Result<Done>> Load(UserId? by, Action<DemoProgress>? progress, CancellationToken ct)
    {
        await Begin(ct);
        var folder = location.Files("demo");
        DemoFiles.Write(folder);
        var files = DemoCatalogue.Imports;
        for (var i = 0; i < files.Count; i++)
        {
            var (file, at) = (files[i], i);
            var source = await sources.FindOrMake(file.Source, demo: true, ct);
            if (source.Refusal is { } full) return full;
            if (file.Source == DemoCatalogue.WebShop)
                await sources.Change(source.Value! with { CancellationPrefix = DemoCatalogue.CancellationPrefix, Currency = DemoCatalogue.Currency }, ct);
            var outcome = await imports.Run(RequestFor(file, folder, by), rows => progress?.Invoke(new(at + 1, files.Count, file.FileName, rows, null)), ct);
            if (outcome.Refusal is { } refusal) return refusal;
            progress?.Invoke(new(at + 1, files.Count, file.FileName, new(outcome.Value!.Read, outcome.Value.Read, outcome.Value.RowsPerSecond, TimeSpan.Zero), outcome.Value));
        }
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

    // The invoices are in pounds: they count as revenue only while pounds are the reporting currency.
    private async Task Begin(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var mark = await db.Read<DemoMark>(SettingsKeys.Demo, ct);
        if (mark is null)
        {
            var before = await db.Read<Organisation>(SettingsKeys.Organisation, ct);
            await db.Write(SettingsKeys.Demo, new DemoMark(false, before), ct);
            await db.Write(SettingsKeys.Organisation, (before ?? Organisation.Default) with { Currency = DemoCatalogue.Currency, TimeZone = Organisation.Default.TimeZone }, ct);
            await db.SaveChangesAsync(ct);
        }
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
