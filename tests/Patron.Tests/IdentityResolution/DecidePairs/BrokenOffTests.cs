using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.DecidePairs;

/// <summary>Joining, taking apart and undoing, broken off at moments that a seed tells: what was not finished has not happened.</summary>
public sealed class BrokenOffTests(ITestOutputHelper output)
{
    private const int Deeds = 28;
    private const int LongestMicroseconds = 30_000;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Nothing_is_lost_or_doubled_at_whatever_moment_a_deed_breaks_off(Database kind)
    {
        var seed = (int)TimeProvider.System.GetTimestamp();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var patron = await DecisionsTests.WithPeople(kind);
        var (rows, sums) = (await Counts(patron), await Sums(patron));
        var done = new List<ChangeSetId>();
        var (finished, broken) = (0, 0);
        for (var deed = 0; deed < Deeds; deed++)
        {
            patron.Clock.Advance(TimeSpan.FromMinutes(1));
            using var stop = new CancellationTokenSource();
            var running = Task.Run(() => Deed(patron, random.Next(), done, stop.Token), Ct);
            if (deed % 4 > 0) stop.CancelAfter(TimeSpan.FromMicroseconds(random.Next(LongestMicroseconds)));
            try
            {
                await running;
                finished++;
            }
            catch (OperationCanceledException)
            {
                broken++;
            }
            await Invariants.Hold(patron);
            Assert.Equal(rows, await Counts(patron));
            Assert.Equal(sums, await Sums(patron));
        }
        output.WriteLine($"{finished} finished, {broken} broken off");
        Assert.True(finished >= Deeds / 4, "Nothing was ever finished.");
    }

    private static async Task Deed(PatronServices patron, int seed, List<ChangeSetId> done, CancellationToken stop)
    {
        var random = new Random(seed);
        string[] ids = ["1", "2", "3", "7", "8"];
        var (one, other) = (ids[random.Next(ids.Length)], ids[random.Next(ids.Length)]);
        var (first, second) = (await DecisionsTests.Record(patron, one), await DecisionsTests.Record(patron, other));
        ChangeSetId? set = null;
        switch (random.Next(4))
        {
            case 0 when done.Count > 0:
                await patron.Get<IDecisions>().Undo(done[random.Next(done.Count)], null, stop);
                break;
            case 1:
                set = (await patron.Get<Splits>().Split(new(await patron.CustomerOf(one)), [first], null, stop)).Value?.Set;
                break;
            case 2:
                set = (await patron.Get<IDecisions>().Decide([new(first, second, Verdict.Never)], null, stop)).Set;
                break;
            default:
                set = (await patron.Get<IDecisions>().Decide([new(first, second, Verdict.Same)], null, stop)).Set;
                break;
        }
        if (set is { } made) done.Add(made);
    }

    private static async Task<string> Counts(PatronServices patron)
    {
        var counts = new List<long>();
        foreach (var table in (string[])["identity_source_records", "identity_identifiers", "purchases_orders", "purchases_order_lines", "consents_ledger", "interactions", "identity_hand_values", "kernel_claimed_keys"])
            counts.Add(await patron.Count(table));
        return string.Join(' ', counts);
    }

    /// <summary>What was bought, and what was said about being written to, whosever it is.</summary>
    private static async Task<string> Sums(PatronServices patron) =>
        $"{await patron.Ask("select sum(amount) from purchases_order_lines")} {await patron.Ask("select sum(case when given then 1 else 0 end) from consents_ledger")}";
}
