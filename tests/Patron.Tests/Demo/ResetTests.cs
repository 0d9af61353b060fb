using Patron.Data;
using Patron.Demo;
using Patron.Kernel;

namespace Patron.Tests.Demo;

/// <summary>./patron demo --reset: throws a demo away and nothing else.</summary>
public sealed class ResetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_demo_goes_with_its_files_and_ones_own_data_is_left_alone(bool isDemo)
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var location = patron.Get<DataLocation>();
        if (isDemo)
        {
            await using var db = await patron.Db();
            await db.WriteAtOnce(SettingsKeys.Demo, new DemoMark(Complete: true, Before: null), Ct);
        }
        var kept = Path.Combine(location.Directory, "imports", "kept.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        await File.WriteAllTextAsync(kept, "id", Ct);

        var refused = await DemoModule.Reset(location, Ct);

        Assert.Equal((isDemo, !isDemo, !isDemo), (refused is null, File.Exists(location.SqliteFile), File.Exists(kept)));
        if (!isDemo) Assert.Contains("is left alone", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_there_is_nothing_to_throw_away()
    {
        var folder = Directory.CreateTempSubdirectory("patron-reset-");
        Assert.Null(await DemoModule.Reset(new DataLocation(folder.FullName, null), Ct));
        folder.Delete(recursive: true);
    }
}
