using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.SetSurvivorship;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.IdentityResolution.UndoImports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.SetSurvivorship;

public sealed class RulesJobsTests
{
    private static readonly UserId Grace = new(1 << 20);

    /// <summary>Two customers of two records each, who differ in phone and city; one has a phone that a person set; one customer of one record.</summary>
    private static async Task<PatronServices> WithPeople(Database kind)
    {
        var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada Byron", "ada@byron.org", "020 7946 0001", street: "1 High Street", city: "London"), Row("2", "Charles Babbage", "c@babbage.org", "020 7946 0002"), Row("3", "Mary Somerville", "m@s.org"));
        await patron.Send("Cards", Row("7", "Ada Byron", "ada@byron.org", "020 7946 0007", street: "7 Low Road", city: "Ockham"), Row("8", "Charles Babbage", "c@babbage.org", "020 7946 0008"));
        await patron.Get<IHandValues>().Set([new(new(await patron.CustomerOf("8")), "phone", false, "020 7946 0999")], Grace, Ct);
        return patron;
    }

    private static async Task<SurvivorshipRules> TrustShop(PatronServices patron) => new(
        [(await patron.Source("Shop")).Id.Value, (await patron.Source("Cards")).Id.Value],
        new Dictionary<string, IReadOnlyList<Criterion>> { ["phone"] = [Criterion.Source, Criterion.Newest], ["address"] = [Criterion.Oldest], ["birth"] = [Criterion.Oldest] });

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Rules_are_tried_switched_on_hold_for_what_comes_and_are_taken_back(Database kind)
    {
        await using var patron = await WithPeople(kind);
        var (before, rules) = (await patron.AllRows(), await TrustShop(patron));
        var ada = await patron.CustomerOf("1");
        var trial = Trial.Read((await Run(patron, TrialJob.JobKind, rules.ToString())).Result!);
        // Charles's phone is a person's: no rule changes it.
        Assert.Equal((2, 1, $"phone 1 {ada}, address 1 {ada}"), (trial.Looked, trial.Changed, string.Join(", ", trial.Fields.Select(f => $"{f.Rule} {f.Customers} {string.Join(' ', f.Examples)}"))));
        UndoImportsTests.Same(before, await patron.AllRows());

        await Apply(patron, changes => changes.SwitchOn(rules, Grace, Ct));
        var golden = (await patron.Get<ICustomerReads>().Find([new(ada)], Ct))[new(ada)].Golden;
        Assert.Equal(("+442079460001", "1 High Street", "London"), (golden.Phone, golden.Street, golden.City));
        Assert.Equal("identity.golden.source", (await patron.Get<IIdentityReads>().Of(new(ada), Ct)).Golden.Single(g => g.Field == "phone").Reason);
        Assert.Equal(0, Trial.Read((await Run(patron, TrialJob.JobKind, rules.ToString())).Result!).Changed);
        Assert.Equal(1, await patron.Count("customers", "phone = '020 7946 0999' or phone = '+442079460999'"));

        // What comes later goes by them too.
        await patron.Send("Cards", Row("9", "Mary Somerville", "m@s.org", "020 7946 0009"));
        await patron.Send("Shop", Row("3", "Mary Somerville", "m@s.org", "020 7946 0003"));
        await patron.Send("Cards", Row("9", "Mary Somerville", "m@s.org", "020 7946 0019"));
        Assert.Equal("+442079460003", await patron.Ask($"select phone from customers where id = {await patron.CustomerOf("3")}"));

        var set = (await patron.Get<RulesChanges>().Last(Ct))!;
        await Apply(patron, changes => changes.Undo(set.Id, Grace, Ct));
        Assert.Equal("+442079460019", await patron.Ask($"select phone from customers where id = {await patron.CustomerOf("3")}"));
        Assert.True((await patron.Get<RulesChanges>().Present(Ct)).IsSame(SurvivorshipRules.Default));
        var now = await patron.AllRows();
        Assert.Empty(before.Where(row => row.StartsWith("customers:", StringComparison.Ordinal) && !row.Contains("Mary", StringComparison.Ordinal)).Except(now));
        Assert.IsType<RulesUndone>((await patron.Get<RulesChanges>().Undo(set.Id, Grace, Ct)).Refusal);
        Assert.Null(await patron.Get<RulesChanges>().Last(Ct));
    }

    [Fact]
    public async Task Switched_on_twice_it_is_one_change_and_older_rules_are_taken_back_only_while_they_hold()
    {
        await using var patron = await WithPeople(Database.Sqlite);
        var changes = patron.Get<RulesChanges>();
        var rules = await TrustShop(patron);
        await Apply(patron, c => c.SwitchOn(rules, Grace, Ct));
        var first = (await changes.Last(Ct))!;
        await Apply(patron, c => c.SwitchOn(rules, Grace, Ct));
        Assert.Equal(1, await patron.Count("kernel_change_sets", $"kind = '{RulesChanges.Set}'"));
        await Apply(patron, c => c.SwitchOn(rules with { Fields = new Dictionary<string, IReadOnlyList<Criterion>> { ["phone"] = [Criterion.Oldest] } }, Grace, Ct));
        Assert.IsType<RulesNotNow>((await changes.Undo(first.Id, Grace, Ct)).Refusal);
        await Apply(patron, c => c.Undo((c.Last(Ct).Result)!.Id, Grace, Ct));
        Assert.True((await changes.Present(Ct)).IsSame(rules));
        await Apply(patron, c => c.Undo(first.Id, Grace, Ct));
        Assert.True((await changes.Present(Ct)).IsSame(SurvivorshipRules.Default));

        Assert.IsType<RuleEmpty>((await changes.Try(new([], new Dictionary<string, IReadOnlyList<Criterion>> { ["phone"] = [] }), Grace, Ct)).Refusal);
        Assert.IsType<RuleUnknown>((await changes.SwitchOn(new([], new Dictionary<string, IReadOnlyList<Criterion>> { ["phone"] = [Criterion.Telling] }), Grace, Ct)).Refusal);
    }

    private static async Task<JobProgress> Run(PatronServices patron, string kind, string arguments)
    {
        patron.Clock.Advance(TimeSpan.FromHours(1));
        var done = await patron.Get<IJobs>().RunNow(kind, arguments, Grace, null, Ct);
        Assert.Equal(JobState.Done, done.State);
        return done;
    }

    /// <summary>The job that it starts is run here: no runner works in these services.</summary>
    private static async Task Apply(PatronServices patron, Func<RulesChanges, Task<Result<JobId>>> what)
    {
        patron.Clock.Advance(TimeSpan.FromHours(1));
        var begun = await what(patron.Get<RulesChanges>());
        Assert.Null(begun.Refusal);
        await using var db = await patron.Db();
        var arguments = (string)(await patron.Ask($"select arguments from kernel_jobs where id = {begun.Value.Value}"))!;
        await patron.Ask($"delete from kernel_jobs where id = {begun.Value.Value}");
        await Run(patron, ApplyRulesJob.JobKind, arguments);
    }
}
