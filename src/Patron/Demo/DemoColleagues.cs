using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.Demo;

/// <summary>Who does the demo's work, each by the e-mail that the files name; one person may be all three.</summary>
/// <param name="Desk">Whoever looks at the demo.</param>
/// <param name="HaveTeams">They work in the teams of <see cref="DemoColleagues"/>: only then is there anything to hand over.</param>
internal sealed record DemoStaff(string Desk, string Field, string Service, bool HaveTeams)
{
    public string[] Emails => [Desk, Field, Service];

    /// <summary>All is done by one.</summary>
    public static DemoStaff Alone(string email) => new(email, email, email, false);
}

/// <summary>The people whom ./patron demo makes, and their two teams. A demo that is loaded into one's own data makes nobody: nobody else could sign in there.</summary>
internal sealed class DemoColleagues(IUserAccounts users, IMakesTeams teams)
{
    public const string Desk = "demo@patron.example", Field = "seller@patron.example", Service = "service@patron.example", Password = "look-around-2011";
    public const string FieldTeam = "Field sales", DeskTeam = "Customer desk";

    public static readonly DemoStaff Staff = new(Desk, Field, Service, HaveTeams: true);

    public async Task<UserId> Make(CancellationToken ct)
    {
        var desk = await Add(Desk, "Hannah Wells", Roles.Administrator, null, ct);
        var field = await Add(Field, "Oliver Marsh", Roles.Salesperson, desk, ct);
        var service = await Add(Service, "Grace Okafor", Roles.Agent, desk, ct);
        await Team(DeskTeam, [(desk, true), (service, false)], desk, ct);
        await Team(FieldTeam, [(field, true)], desk, ct);
        return desk;
    }

    private async Task<UserId> Add(string email, string name, string role, UserId? by, CancellationToken ct) => Sure(await users.Add(new(email, name, role, Password), by, ct)).Id;

    private async Task Team(string name, (UserId User, bool Leads)[] members, UserId by, CancellationToken ct)
    {
        var team = Sure(await teams.Add(name, by, ct));
        foreach (var (user, leads) in members) Sure(await teams.Put(user, team, leads, by, ct));
    }

    /// <summary>In an empty database nothing stands against them.</summary>
    private static T Sure<T>(Result<T> made) => made.Refusal is { } refusal ? throw new InvalidOperationException($"The demo's people are refused: {refusal.Key}") : made.Value!;
}
