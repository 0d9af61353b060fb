using FsCheck;
using FsCheck.Fluent;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.Tests.Customers;
using Patron.Tests.Tasks;
using Patron.Workday.Contracts;
using Patron.Workday.KeepTeams;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Workday;

/// <summary>Who can what decides whom work goes to, before the load does.</summary>
public sealed class PersonSkillsTests
{
    [Fact]
    public void Language_comes_first_then_skill_and_where_nobody_fits_all_remain()
    {
        TeamMember[] people = [Can(1, "printers", "en"), Can(2, "", "ko, zh"), Can(3, "Printers，scanners", "ko"), Can(4, "", "")];

        Assert.Equal([3], Ids(PersonSkills.Fitting(people, "ko", "Two PRINTERS")));
        Assert.Equal([2, 3], Ids(PersonSkills.Fitting(people, "ko", "A chair")));
        Assert.Equal([2], Ids(PersonSkills.Fitting(people, "zh-Hant", "scanners")));
        Assert.Equal([1, 3], Ids(PersonSkills.Fitting(people, null, "printers")));
        Assert.Equal([1, 3], Ids(PersonSkills.Fitting(people, "fr", "printers")));
        Assert.Equal([1, 2, 3, 4], Ids(PersonSkills.Fitting(people, "fr", "A chair")));
        // "z" is not "zh".
        Assert.Equal([2], Ids(PersonSkills.Fitting(people, "zh", "")));
    }

    [Fact]
    public void Whoever_is_chosen_is_one_of_those_asked_and_some_are_left_while_there_are_any() =>
        Prop.ForAll<NonEmptyArray<(bool Speaks, bool Knows)>>(said =>
        {
            TeamMember[] people = [.. said.Get.Select((p, i) => Can(i + 1, p.Knows ? "tea" : "", p.Speaks ? "ko" : ""))];
            var fitting = PersonSkills.Fitting(people, "ko", "Green tea");
            return fitting.Count > 0 && fitting.All(people.Contains) && (people.All(p => p.Can.Languages.Count == 0) || fitting.All(p => p.Can.Languages.Count == 1));
        }).QuickCheckThrowOnFailure();

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_ticket_of_a_team_goes_to_who_knows_of_it_and_has_the_fewest_where_service_shares_out(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (tom, mei, sales, _) = await TaskTests.People(patron);
        var deeds = new TeamDeeds(patron.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>(), patron.Get<IColleagues>(), patron.Get<IdMaker>(), patron.Clock);
        Assert.Null((await deeds.Put(mei, sales, false, null, Ct)).Refusal);
        Assert.IsType<SkillsTooLong>((await deeds.Describe(mei, new string('x', 301), null, null, Ct)).Refusal);
        Assert.IsType<TeamGone>((await deeds.Describe(new(99), "tea", null, null, Ct)).Refusal);
        Assert.Null((await deeds.Describe(mei, " Kettles，kettles, tea ", "fr", null, Ct)).Refusal);
        Assert.Equal(["Kettles", "tea"], (await patron.Get<ITeams>().All(Ct)).Of(mei)!.Members.Single(m => m.User == mei).Can.Skills);
        var customer = (await ListSample.Add(patron.Services, 1))[0].Customer.Id;
        var book = patron.Get<TicketBook>();
        async Task<UserId?> Open(string title) => (await book.Open(new(customer, TicketKind.Question, title) { Team = sales }, null, Ct)).Value!.Ticket.Owner;

        Assert.Null(await Open("A kettle leaks"));
        await using (var db = await patron.Db())
        {
            await db.Write(ServiceRules.Key, ServiceRules.Usual with { SharesOut = true }, Ct);
            await db.SaveChangesAsync(Ct);
        }
        Assert.Equal([mei, mei], [await Open("Kettles leak"), await Open("Kettles leak again")]);
        // Nobody knows chairs: by load, and of equal ones the first.
        Assert.Equal([tom, tom, tom, mei], [await Open("A chair"), await Open("A chair"), await Open("A chair"), await Open("A chair")]);
        Assert.Equal(tom, (await book.Open(new(customer, TicketKind.Question, "Kettles") { Team = sales, Owner = tom }, null, Ct)).Value!.Ticket.Owner);
    }

    private static TeamMember Can(long id, string skills, string languages) => new(new(id), false) { Can = new SkillRow { UserId = new(id), Skills = skills, Languages = languages }.Can };

    private static IEnumerable<long> Ids(IEnumerable<TeamMember> people) => people.Select(p => p.User.Value);
}
