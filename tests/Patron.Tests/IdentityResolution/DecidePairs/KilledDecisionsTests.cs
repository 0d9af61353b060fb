using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.MergeCustomers;
using Patron.IdentityResolution.SetSurvivorship;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Imports.Contracts;
using Patron.Imports.UndoImport;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.DecidePairs;

/// <summary>
/// Servers that match, join, part, pick values anew and take back, all at once, killed in the midst of it at moments that a seed tells, ten times on each database. What
/// one leaves behind the next one finds.
/// </summary>
public sealed class KilledDecisionsTests(ITestOutputHelper output)
{
    private const int Persons = 130;

    /// <summary>Of so many kills a server is at work, of the others about to take work up again: a start of it costs two seconds of a processor, which is most of what this test costs.</summary>
    private const int Rounds = 5;
    private const int Kills = 10;

    /// <summary>The rounds have so many joins each, of two persons, and so many splits, of persons further on.</summary>
    private const int Joins = 10, Parted = 10, FirstParted = 2 * Joins * (Rounds - 1);
    private const string Sums = "select sum(amount) || ' ' || count(*) || ' ' || (select count(*) from purchases_orders) from purchases_order_lines";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Ten_kills_leave_every_step_done_or_not_begun(Database kind)
    {
        var seed = (int)TimeProvider.System.GetTimestamp();
        output.WriteLine($"seed {seed}");
        await using var patron = await PatronServices.Start(kind);
        await Import(patron, "Shop", "customers", "id,name,email,street,city,birth", i => $"{i},{Name(i)},p{i}@people.org,{i} Mill Lane,Whitby,{Day(i)}");
        await Import(patron, "Cards", "customers", "id,name,email,street,city,birth", i => $"c{i},{Name(i)},q{i}@cards.org,{i} Mill Ln,Whitby,{Day(i)}");
        await Import(patron, "Cards", "order-lines", "order,line,product,quantity,price,at,customer", i => $"{i},1,P1,2,2.5,2011-01-05,c{i}");
        var news = await Import(patron, "News", "customers", "id,name,email", i => $"n{i},{Name(i)},p{i}@people.org");
        var sums = await patron.Ask(Sums);
        await using var victim = new Victim(patron, new Random(seed));
        var rules = new SurvivorshipRules([], new Dictionary<string, IReadOnlyList<Criterion>> { ["email"] = [Criterion.Oldest] });

        for (var (round, kill) = (0, 0); round < Rounds; round++)
        {
            // The imports have asked for a run over all records; what is left of it goes on beside the deeds of the rounds after it.
            if (round == 0) await victim.Working(MatchJob.JobKind, longest: 500);
            else await Deeds(round);
            for (kill++; kill < Kills * (round + 1) / Rounds; kill++)
            {
                await Holds();
                await victim.Starting();
            }
            await Holds();
            if (round == 2) Assert.Null((await patron.Get<RulesChanges>().SwitchOn(rules, null, Ct)).Refusal);
            if (round == Rounds - 2) Assert.Null((await patron.Get<ImportUndo>().Start(news, "en", null, Ct)).Refusal);
        }

        await victim.Finish();
        await Holds();
        Assert.Equal(2L * Persons, await patron.Count("identity_source_records"));
        Assert.True((await patron.Get<RulesChanges>().Present(Ct)).IsSame(rules));

        // Joins, splits and undoing of earlier joins, beside each other and beside the jobs of the round.
        async Task Deeds(int round)
        {
            string[] sets = [.. (await Column($"select id from kernel_change_sets where kind = '{Merges.Kind}' and undone_by is null order by id")).Select(id => new ChangeSetId(id).ToString())];
            var (joined, parted) = (2 * Joins * (round - 1), FirstParted + Parted * (round - 1));
            var joins = new Deeds("joined", i => i < Joins ? ["match", "merge", $"Shop:{joined + 2 * i}", $"Shop:{joined + 2 * i + 1}"] : null, Sets(Merges.Kind));
            var undoing = new Deeds("undone", i => i < sets.Length ? ["match", "undo", sets[i]] : null, Sets(Decisions.Undone));
            var splits = new Deeds("parted", i => i < Parted ? ["match", "split", $"Shop:{parted + i}", "--records", $"News:n{parted + i}"] : null, Sets(Splits.Kind));
            // In the last round the undo of the import takes these records away.
            Deeds[] all = round < Rounds - 1 ? [joins, undoing, splits] : [joins, undoing];
            await victim.Asked(all);
            foreach (var deeds in all)
            {
                // Of what was told to be done all is there; of the step under way it may be either.
                var done = await deeds.Count() - deeds.Before;
                output.WriteLine($"{deeds.What}: {deeds.Told} told, {done} done");
                Assert.InRange(done, deeds.Told, deeds.Told + 1);
            }
            Assert.True(joins.Told > 0);
        }

        Func<Task<long>> Sets(string of) => () => patron.Count("kernel_change_sets", $"kind = '{of}'");

        async Task Holds()
        {
            await Invariants.Hold(patron);
            Assert.Equal(sums, await patron.Ask(Sums));
        }

        async Task<List<long>> Column(string sql)
        {
            var found = new List<long>();
            await using var session = await patron.Session();
            await using var command = session.Command(sql);
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct)) found.Add(reader.GetInt64(0));
            return found;
        }
    }

    /// <summary>A surname of its own for each.</summary>
    private static string Name(int person) => $"Ann {"BCDFGHJKLM"[person % 10]}{"aeiou"[person / 10 % 5]}{"lnrst"[person / 50]}{"BCDFGHJKLM"[(person + 3) % 10]}orth";

    private static string Day(int person) => new DateOnly(1950, 1, 1).AddDays(person * 61).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<ImportId> Import(PatronServices patron, string source, string kind, string header, Func<int, string> row)
    {
        var file = Path.Combine(patron.Location.Directory, $"{source}-{kind}.csv");
        await File.WriteAllLinesAsync(file, [header, .. Enumerable.Range(0, Persons).Select(row)], Ct);
        var done = await patron.Get<IImportFiles>().Run(new(file, kind, source), null, Ct);
        Assert.Equal(Persons, done.Value?.Created);
        return done.Value!.Import;
    }
}
