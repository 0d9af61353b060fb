namespace Patron.Tests.Architecture;

public sealed class ClockTests
{
    [Fact]
    public void Nothing_reads_the_machines_clock() => Findings.None(Clocks.ReadBy([.. House.Patron.Types, .. AnalyticsTests.Analytics.GetTypes()], Clocks.Banned));

    [Fact]
    public void Only_the_composition_root_takes_the_systems_clock() => Findings.None(Clocks.ReadBy(Inner(House.Patron), Clocks.SystemClock));

    [Fact]
    public void A_room_that_takes_the_systems_clock_is_found()
    {
        Assert.Empty(Clocks.ReadBy(Inner(RoomTests.Sample("Sample.Sound")), Clocks.SystemClock));
        Assert.Equal(["Sample.Broken.Clocks.Today -> P:System.TimeProvider.System"], Clocks.ReadBy(Inner(RoomTests.Sample("Sample.Broken")), Clocks.SystemClock));
    }

    [Fact]
    public void Each_banned_member_is_found_where_it_is_used() =>
        Assert.Equal(Clocks.Banned.Order(), Clocks.ReadBy([typeof(EveryClock)], Clocks.Banned).Select(found => found.Split(" -> ")[1]).Order());

    [Fact]
    public void The_compiler_is_told_of_every_banned_member()
    {
        var listed = File.ReadLines(Path.Combine(SourceFiles.Root, "BannedSymbols.txt")).Select(line => line.Split(';')[0]);

        Findings.None(Clocks.Banned.Except(listed));
        Assert.Contains("BannedApiAnalyzers", File.ReadAllText(Path.Combine(SourceFiles.Root, "Directory.Packages.props")), StringComparison.Ordinal);
        Assert.Contains("BannedSymbols.txt", File.ReadAllText(Path.Combine(SourceFiles.Root, "Directory.Build.props")), StringComparison.Ordinal);
    }

    private static IEnumerable<Type> Inner(House house) => house.Types.Where(type => !house.IsCompositionRoot(type));

#pragma warning disable RS0030 // Banned on purpose: the check is shown what it has to find.
    private static class EveryClock
    {
        public static DateTimeOffset Times() => DateTimeOffset.Now + (DateTimeOffset.UtcNow - DateTime.Now) + (DateTime.UtcNow - DateTime.Today);

        public static string Ids() => $"{Guid.NewGuid()}{Guid.CreateVersion7()}{Guid.CreateVersion7(DateTimeOffset.UnixEpoch)}";

        public static long Ticks() => Environment.TickCount + Environment.TickCount64;
    }
#pragma warning restore RS0030
}
