using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Demo.LoadDemo;

/// <summary>./patron demo: what happens between the build and the serving.</summary>
internal static class DemoCommand
{
    /// <summary>Throws a demo away, database and files; refused where the data is not a demo's. Null is done.</summary>
    public static async Task<string?> Reset(DataLocation location, CancellationToken ct)
    {
        var options = new DbContextOptionsBuilder<PatronDb>();
        DataModule.Use(options, location);
        await using var db = new PatronDb(options.Options);
        if (location.Connection is null && !File.Exists(location.SqliteFile)) return null;
        if (!await db.Database.CanConnectAsync(ct)) return null;
        var isDemo = (await db.Database.GetAppliedMigrationsAsync(ct)).Any() && await db.Read<DemoMark>(SettingsKeys.Demo, ct) is not null;
        if (!isDemo && (await db.Database.GetAppliedMigrationsAsync(ct)).Any())
            return $"{location.Directory} holds data that is not the demo's; it is left alone. Name another directory: --data DIR";
        await db.Database.EnsureDeletedAsync(ct);
        SqliteConnection.ClearAllPools();
        // They speak of the database that is gone.
        foreach (var file in (string[])["erasures.txt", "audit-heads.txt"]) File.Delete(Path.Combine(location.Directory, file));
        foreach (var folder in (string[])["imports", "demo", "keys"])
            if (Directory.Exists(Path.Combine(location.Directory, folder))) Directory.Delete(Path.Combine(location.Directory, folder), recursive: true);
        return null;
    }

    public static async Task<int> BeforeServing(IServiceProvider services, ParseResult parsed, TextWriter output, bool live, CancellationToken ct)
    {
        var (loader, users, colleagues) = (services.GetRequiredService<DemoLoader>(), services.GetRequiredService<IUserAccounts>(), services.GetRequiredService<DemoColleagues>());
        var mark = await services.GetRequiredService<DemoData>().Mark(ct);
        if (mark is null && await users.Any(ct))
        {
            await output.WriteLineAsync($"{services.GetRequiredService<DataLocation>().Directory} holds your own data. Serve it with: ./patron serve. For the demo name another directory: --data DIR");
            return 1;
        }
        // One that is being removed is gone when the job has ended, which goes on as soon as the server is up.
        if (mark is null) await loader.Begin(null, ct);
        // What is to be done in the demo is for whoever looks at it and for colleagues, so they are there first.
        if (!await users.Any(ct)) await colleagues.Make(ct);
        if (mark is null or { Complete: false, Removing: false } && !await Load(services, loader, output, live, ct)) return 1;
        await output.WriteLineAsync($"Sign in as {DemoColleagues.Desk} with the password {DemoColleagues.Password}");
        await output.WriteLineAsync($"With the same password: {DemoColleagues.Field} sells, {DemoColleagues.Service} serves");
        return 0;
    }

    private static async Task<bool> Load(IServiceProvider services, DemoLoader loader, TextWriter output, bool live, CancellationToken ct)
    {
        await output.WriteLineAsync("Loading the demo: " + DemoCatalogue.SourceSentence);
        var formats = services.GetRequiredService<Texts>().For(Language.English).Formats;
        var loaded = await loader.Load(await First(services, ct), p => Show(p, formats, output, live), ct);
        if (loaded.Refusal is not { } refusal) return true;
        await output.WriteLineAsync(services.GetRequiredService<Texts>().For(Language.English).Get(refusal.Key, refusal));
        return false;
    }

    /// <summary>Whose the demo's tasks are.</summary>
    private static async Task<UserId?> First(IServiceProvider services, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(services.GetRequiredService<IDbContextFactory<PatronDb>>(), services.GetRequiredService<TimeProvider>(), ct);
        return (await services.GetRequiredService<IUserNames>().BySaid(session, [DemoColleagues.Desk], ct)).TryGetValue(DemoColleagues.Desk, out var user) ? user : null;
    }

    private static void Show(DemoProgress p, Formats formats, TextWriter output, bool live)
    {
        if (!live && p.Done is null) return;
        const int Width = 20;
        var filled = p.Done is not null ? Width : p.Rows.Total is > 0 ? (int)Math.Min(Width, p.Rows.Rows * Width / p.Rows.Total.Value) : 0;
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{p.File}/{p.Files} {p.FileName,-26} [{new string('#', filled)}{new string(' ', Width - filled)}] {formats.Number(p.Rows.Rows),9} rows  {formats.Number((long)p.Rows.RowsPerSecond),8} rows/s  {Ending(p, formats)}");
        output.Write(live ? "\r" + line.PadRight(110) : line);
        if (p.Done is not null) output.WriteLine();
    }

    private static string Ending(DemoProgress p, Formats formats) => p.Done is { } done
        ? $"done in {formats.Duration(TimeSpan.FromSeconds(done.Seconds))}"
        : p.Rows.Left is { } left ? $"{formats.Duration(left)} left" : "";
}
