using Microsoft.EntityFrameworkCore;
using Patron.Access;
using Patron.Access.Contracts;
using Patron.Access.ManageUsers;
using Patron.Access.SignIn;
using Patron.Tests.Imports;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Access;

public sealed class TeamTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_team_comes_from_a_file_and_again_unchanged(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var file = Samples.Path("crm_sales_opportunities/sales_teams.csv");

        var first = await app.Import(file, "team", source: "Sales");
        var again = await app.Import(file, "team", source: "Sales");

        Assert.Equal((35, 35, 0, 0, 0, 0), first.Counts());
        Assert.Equal((35, 0, 0, 35, 0, 0), again.Counts());
        await using var db = await app.Db();
        var anna = await db.Users.SingleAsync(u => u.Name == "Anna Snelling");
        Assert.Equal(("Dustin Brinkmann", "Central", ""), (anna.Manager, anna.Region, anna.PasswordHash));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Nobody_of_a_team_file_signs_in_before_being_invited(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("t.csv", "name,email\nAnna Snelling,\nMarkita Cox,m.cox@example.org\n"), "team");
        var (accounts, users) = (app.Get<IUserAccounts>(), app.Get<ManageUsersHandler>());

        Assert.False(await accounts.Any(default));
        foreach (var (email, password) in new[] { ("name:anna snelling", ""), ("m.cox@example.org", ""), ("m.cox@example.org", "anything at all") })
            Assert.IsType<NotSignedIn>((await app.Get<SignInHandler>().Handle(new(email, password, null), default)).Refusal);

        var anna = (await users.List(default)).Single(u => u.Name == "Anna Snelling");
        Assert.IsType<EmailIsTaken>((await users.Invite(anna.Id, "M.Cox@example.org", null, default)).Refusal);
        var invited = (await users.Invite(anna.Id, "anna@example.org", null, default)).Value!;
        Assert.Null((await app.Get<SignInHandler>().Handle(new("anna@example.org", invited.Password, null), default)).Refusal);
        Assert.IsType<AlreadyInvited>((await users.Invite(anna.Id, "", null, default)).Refusal);
    }

    [Fact]
    public async Task People_of_one_name_with_two_addresses_are_two_and_a_first_address_is_taken()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("a.csv", "name,email\nKim Min,\n"), "team");

        var second = await app.Import(app.Write("b.csv", "name,email\nKim Min,kim@example.org\nKim Min,min@example.org\n"), "team");

        Assert.Equal((2, 1, 1, 0, 0, 0), second.Counts());
    }

    [Fact]
    public async Task Undo_takes_back_who_was_not_invited_and_leaves_who_was()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var set = (await app.Import(app.Write("t.csv", "name,email\nAnna Snelling,a@example.org\nMarkita Cox,m@example.org\n"), "team")).ChangeSet!.Value;
        var users = app.Get<ManageUsersHandler>();
        await users.Invite((await users.List(default)).Single(u => u.Email == "a@example.org").Id, "", null, default);

        await using var session = await app.Session();
        Patron.Data.ChangeRange[] ranges = [.. session.Db.Set<Patron.Data.ChangeRange>().Where(r => r.ChangeSetId == set)];
        var what = new Patron.Data.Undoing(session.Db.Set<Patron.Data.ChangeSet>().Single(s => s.Id == set), ranges, app.Clock.Now, null);
        Assert.Null(await new Patron.Access.TakeTeam.TeamHistory([]).Undo(session, what, 0, default));
        await session.Commit(default);

        Assert.Equal("Anna Snelling", Assert.Single(await users.List(default)).Name);
        Assert.Equal("Anna Snelling", Assert.Single(what.TakeLeft()).What);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Owners_who_came_with_a_team_file_are_names_again_when_it_is_taken_back_and_found_when_it_comes_again(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("c.csv", "id,name,owner\n1,Ann Lee,Markita Cox\n2,Bob Ray,Anna Snelling\n"), "customers");
        var file = app.Write("t.csv", "name,manager\nMarkita Cox,Anna Snelling\nAnna Snelling,\n");
        var team = await app.Import(file, "team");
        Assert.Equal(2L, await Owned());

        await app.Undo(team);

        Assert.Equal(0L, await Owned());
        Assert.Equal(2L, Convert.ToInt64(await app.Ask("select count(*) from customers_relations where kind = 1"), System.Globalization.CultureInfo.InvariantCulture));
        await app.Import(file, "team");
        Assert.Equal(2L, await Owned());

        async Task<long> Owned() => Convert.ToInt64(await app.Ask("select count(*) from customers_relations r join access_users u on u.id = r.user_id"), System.Globalization.CultureInfo.InvariantCulture);
    }
}
