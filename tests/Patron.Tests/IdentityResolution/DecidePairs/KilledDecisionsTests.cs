using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.MergeCustomers;
using Patron.IdentityResolution.SetSurvivorship;
using Patron.Imports.Contracts;
using Patron.Imports.UndoImport;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.DecidePairs;

/// <summary>
/// Servers that match, join, part, pick values anew and take back, killed in the midst of it at moments that a seed tells, ten times on each database. What one
/// leaves behind the next one finds.
/// </summary>
public sealed class KilledDecisionsTests(ITestOutputHelper output)
{
    private const int Persons = 130;

    /// <summary>The second kill of a kind is among others than the first.</summary>
    private const int Apart = 60;
    private const string Sums = "select sum(amount) || ' ' || count(*) || ' ' || (select count(*) from purchases_orders) from purchases_order_lines";
    private const string MergedNow = "select count(*) from customers where merged_into is not null", Owners = "select count(distinct customer_id) from identity_source_records";

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

        // The imports have asked for a run over all records: the third server brings it to its end.
        for (var kill = 0; kill < 2; kill++)
        {
            await victim.Working(MatchJob.JobKind, longest: 500);
            await Holds();
        }
        for (var kill = 0; kill < 2; kill++) await Steps("merge", i => ["match", "merge", $"Shop:{2 * i + Apart * kill}", $"Shop:{2 * i + 1 + Apart * kill}"], MergedNow, +1, least: 4);
        for (var kill = 0; kill < 2; kill++)
        {
            string[] sets = [.. (await Column($"select id from kernel_change_sets where kind = '{Merges.Kind}' and undone_by is null order by id")).Select(id => new ChangeSetId(id).ToString())];
            await Steps("undo", i => i < sets.Length ? ["match", "undo", sets[i]] : null, MergedNow, -1);
        }
        for (var kill = 0; kill < 2; kill++) await Steps("split", i => ["match", "split", $"Shop:{i + Apart * kill}", "--records", $"News:n{i + Apart * kill}"], Owners, +1);

        var rules = new SurvivorshipRules([], new Dictionary<string, IReadOnlyList<Criterion>> { ["email"] = [Criterion.Oldest] });
        Assert.Null((await patron.Get<RulesChanges>().SwitchOn(rules, null, Ct)).Refusal);
        await victim.Working(ApplyRulesJob.JobKind, longest: 100);
        await Holds();
        Assert.Null((await patron.Get<ImportUndo>().Start(news, "en", null, Ct)).Refusal);
        await victim.Working(UndoJob.JobKind, longest: 100);
        await Holds();

        await victim.Finish();
        await Holds();
        Assert.Equal(2L * Persons, await patron.Count("identity_source_records"));
        Assert.True((await patron.Get<RulesChanges>().Present(Ct)).IsSame(rules));

        async Task Holds()
        {
            await Invariants.Hold(patron);
            Assert.Equal(sums, await patron.Ask(Sums));
        }

        // Of what was told to be done all is there; of the step under way it may be either.
        async Task Steps(string what, Func<int, string[]?> command, string count, int each, int least = 1)
        {
            var (before, told) = await victim.Asked(command, least, () => Number(count));
            var done = (await Number(count) - before) * each;
            output.WriteLine($"{what}: {told} told, {done} done");
            Assert.InRange(done, Math.Max(least, told), told + 1);
            await Holds();
        }

        async Task<long> Number(string sql) => Convert.ToInt64(await patron.Ask(sql), System.Globalization.CultureInfo.InvariantCulture);

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
