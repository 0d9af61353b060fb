using System.Globalization;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Taking;

public sealed class TakingSpeedTests
{
    /// <summary>The rates are read by people: on a machine that does much else at the time they say little, so the limit is low.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task New_people_and_the_same_people_again_come_in_fast(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var people = Enumerable.Range(0, 40_000).Select(i => Row(
            i.ToString(CultureInfo.InvariantCulture), $"Given{Letters(i)} Family{Letters(i * 7)}", $"person{i}@example.org", "07" + (700_000_000 + i * 13).ToString(CultureInfo.InvariantCulture),
            "Ms", i + " High Street", "London")).ToArray();
        await patron.Take(await patron.File("Warm"), [.. people.Take(2_000).Select(p => p with { Email = "w" + p.Email, Phone = null })]);
        foreach (var what in (string[])["new", "unchanged"])
        {
            var (started, used) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await patron.Take(await patron.File("Shop"), people);
            var rate = people.Length / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            TestContext.Current.TestOutputHelper?.WriteLine($"{kind}, {what}: {rate:0} rows/s, {(Environment.CpuUsage.TotalTime - used).TotalMicroseconds / people.Length:0.0} microseconds of processor a row");
            Assert.True(rate > 500, $"{rate:0} rows/s");
        }
    }

    private static string Letters(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(c => (char)('a' + c - '0')));
}
