using Microsoft.EntityFrameworkCore;
using Patron.Access;
using Patron.Access.Contracts;
using Patron.Access.ManageUsers;
using Patron.Access.SignIn;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Kernel;
using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Patron.Tests.Access;

public sealed class UserTests
{
    private const string Password = "three calm words";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_e_mail_belongs_to_one_user_whatever_its_case(Database kind)
    {
        await using var patron = await Start(kind);
        await Add(patron, "Ada@patron.example", Roles.Administrator);

        var again = await patron.Get<IUserAccounts>().Add(new(" ada@PATRON.example", null, Roles.Analyst, Password), null, default);

        Assert.IsType<EmailIsTaken>(again.Refusal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_first_user_is_an_administrator(Database kind)
    {
        await using var patron = await Start(kind);

        Assert.IsType<FirstUserIsNoAdministrator>((await patron.Get<IUserAccounts>().Add(new("a@patron.example", null, Roles.Analyst, Password), null, default)).Refusal);
        Assert.False(await patron.Get<IUserAccounts>().Any(default));
        await Add(patron, "a@patron.example", "ADMINISTRATOR");
        await Add(patron, "b@patron.example", Roles.Analyst);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task One_administrator_remains_even_when_two_demote_each_other_at_once(Database kind)
    {
        await using var patron = await Start(kind);
        var (one, other) = (await Add(patron, "a@patron.example", Roles.Administrator), await Add(patron, "b@patron.example", Roles.Administrator));
        var users = patron.Get<ManageUsersHandler>();

        var results = await Task.WhenAll(Task.Run(() => users.ChangeRole(one, Roles.Analyst, other, default)), Task.Run(() => users.Disable(other, true, one, default)));

        Assert.Single(results, r => r.Refusal is LastAdministrator);
        Assert.Single(await users.List(default), u => u is { Role: Roles.Administrator, Disabled: false });
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Change_sets_tell_who_did_what_without_a_persons_values(Database kind)
    {
        await using var patron = await Start(kind);
        var (one, other) = (await Add(patron, "ada@patron.example", Roles.Administrator), await Add(patron, "bob@patron.example", Roles.Analyst));
        var users = patron.Get<ManageUsersHandler>();
        await users.ChangeRole(other, Roles.Administrator, one, default);
        await users.ResetPassword(other, one, default);
        await users.ChangeProfile(other, "Robert", "ko", default);
        await users.ChangeProfile(other, "Robert", "ko", default);

        await using var db = await patron.Db();
        var sets = await db.Set<ChangeSet>().OrderBy(s => s.Id).Select(s => new { s.Kind, s.By }).ToListAsync();
        Assert.Equal(["access-user-add", "access-user-add", "access-role", "access-password-reset", "access-profile"], sets.Select(s => s.Kind));
        Assert.Equal([null, null, one, one, other], sets.Select(s => s.By));
        var payloads = await db.Set<ChangePayload>().Select(p => p.Before + p.After).ToListAsync();
        Assert.DoesNotContain(payloads, p => p.Contains("Robert", StringComparison.Ordinal) || p.Contains("patron.example", StringComparison.Ordinal) || p.Contains("==", StringComparison.Ordinal));
        Assert.Contains(payloads, p => p.Contains("\"role\":\"administrator\"", StringComparison.Ordinal));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_hash_of_an_older_kind_is_renewed_at_sign_in(Database kind)
    {
        await using var patron = await Start(kind);
        var id = await Add(patron, "ada@patron.example", Roles.Administrator);
        await using var db = await patron.Db();
        var before = await db.Users.AsNoTracking().SingleAsync();
        var stronger = new Passwords(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 20 }));

        Assert.Equal(PasswordCheck.RightButHashIsOld, stronger.Check(before.PasswordHash, Password));
        var handler = new SignInHandler(patron.Get<IDbContextFactory<PatronDb>>(), stronger, patron.Get<SignInLimits>(), patron.Get<Patron.Data.Audit.AuditChain>(), patron.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<SignInHandler>.Instance);
        Assert.Equal(id, (await handler.Handle(new("ada@patron.example", Password, null), default)).Value!.Id);

        var after = await db.Users.AsNoTracking().SingleAsync();
        Assert.Equal(PasswordCheck.Right, stronger.Check(after.PasswordHash, Password));
        Assert.Equal((before.Stamp, patron.Clock.GetUtcNow()), (after.Stamp, after.LastSignInAt));
    }

    [Fact]
    public async Task The_command_line_adds_lists_and_gives_passwords()
    {
        await using var patron = await Start(Database.Sqlite);
        Assert.Equal((1, "There is no role “chief”. Known roles: administrator, leader, salesperson, agent, analyst."), await Run(patron, null, "user", "add", "ada@patron.example", "--role", "chief"));
        Assert.Equal(0, (await Run(patron, Password + "\n", "user", "add", "ada@patron.example", "--role", "Administrator", "--name", "Ada", "--password-stdin")).Exit);
        Assert.Contains("Password: ", (await Run(patron, null, "user", "add", "bob@patron.example", "--role", "analyst")).Said, StringComparison.Ordinal);
        Assert.Equal(2, (await Run(patron, null, "user", "list")).Said.Split('\n').Length);
        Assert.Equal((1, "There is no such user."), await Run(patron, "a new set of words\n", "user", "password", "eve@patron.example", "--password-stdin"));
        Assert.Equal(0, (await Run(patron, "a new set of words\n", "user", "password", "ada@patron.example", "--password-stdin")).Exit);
        Assert.NotNull((await patron.Get<SignInHandler>().Handle(new("ada@patron.example", "a new set of words", null), default)).Value);
        Assert.NotNull((await patron.Get<SignInHandler>().Handle(new("ada@patron.example", Password, null), default)).Refusal);
    }

    private static async Task<(int Exit, string Said)> Run(PatronServices patron, string? input, params string[] args)
    {
        var command = AccessModule.UserCommand();
        var parsed = new RootCommand { command.Define() }.Parse(args);
        Assert.Equal(input is not null, command.ReadsInput(parsed));
        using var said = new StringWriter { NewLine = "\n" };
        var exit = await command.Run(parsed, new(patron.Get<IServiceProvider>(), input, said, said, ".", false), default);
        return (exit, said.ToString().TrimEnd());
    }

    private static Task<PatronServices> Start(Database kind) => PatronServices.Start(kind, services => services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1));

    private static async Task<UserId> Add(PatronServices patron, string email, string role) =>
        (await patron.Get<IUserAccounts>().Add(new(email, null, role, Password), null, default)).Value!.Id;
}
