using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access.TakeTeam;

/// <summary>Takes team files: our own people, who are owners of customers before they ever sign in.</summary>
internal sealed class TakesTeam(IEnumerable<IAwaitsUsers> waiting) : ITakesRows<IncomingColleague>
{
    public IRowIntake<IncomingColleague> Begin(Intake intake) => new TeamIntake(intake, [.. waiting]);
}

internal sealed class TeamIntake(Intake intake, IReadOnlyList<IAwaitsUsers> waiting) : IRowIntake<IncomingColleague>
{
    private readonly Dictionary<string, User> byNumber = new(StringComparer.Ordinal);
    private readonly HashSet<UserId> named = [];

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingColleague> rows, CancellationToken ct)
    {
        if (!intake.PlanOnly) await session.Db.LockUsers(ct);
        // Our own people are few: all of them fit into a chunk.
        var users = intake.PlanOnly ? await session.Db.Users.AsNoTracking().ToListAsync(ct) : await session.Db.Users.ToListAsync(ct);
        var before = users.ToDictionary(u => u.Id, TeamFacts.Of);
        var team = new Team(users);
        var fates = new RowFate[rows.Count];
        var (taken, made) = (new List<(int At, User User)>(), new HashSet<UserId>());
        foreach (var (at, row) in rows.Index())
        {
            if (Refused(row) is { } refused)
            {
                fates[at] = refused;
                continue;
            }
            var user = team.Find(row);
            if (Unwanted(row, user) is { } unwanted)
            {
                fates[at] = unwanted;
                continue;
            }
            user ??= Make(row, team, made);
            if (!named.Add(user.Id))
            {
                fates[at] = new(row.Line, Fate.Conflict, new("access.row.twice", "name", row.Name));
                continue;
            }
            if (row.Email is { } email && user.Email.Length == 0)
            {
                (user.Email, user.EmailKey) = (email.Trim(), User.KeyOf(email));
                team.Add(user);
            }
            if (row.Number is { } number) byNumber[number] = user;
            taken.Add((at, user));
        }
        // Managers may stand below their people, so they are looked up once all are there.
        foreach (var (at, user) in taken) Fill(user, rows[at], team);
        foreach (var (at, user) in taken) fates[at] = new(rows[at].Line, FateOf(rows[at].Line, user, before.GetValueOrDefault(user.Id)));
        if (!intake.PlanOnly) await Save(session, taken.Select(t => t.User), before, made, ct);
        return fates;
    }

    private static RowFate? Refused(IncomingColleague row) =>
        row.Email is { } email && UserFields.JudgeEmail(email) is not null ? new(row.Line, Fate.Rejected, new("access.row.email", "email", email))
        : UserFields.JudgeName(row.Name) is not null ? new(row.Line, Fate.Rejected, new("access.row.name", "name", row.Name)) : null;

    private RowFate? Unwanted(IncomingColleague row, User? known) => (intake.Rules.Mode, known) switch
    {
        (IntakeMode.CreateOnly, not null) => new(row.Line, Fate.Unchanged, new("access.row.known", "name", row.Name)),
        (IntakeMode.UpdateOnly, null) => new(row.Line, Fate.Rejected, new("access.row.unknown", "name", row.Name)),
        _ => null,
    };

    private User Make(IncomingColleague row, Team team, HashSet<UserId> made)
    {
        var user = UserFields.Make(new(intake.Ids(UserChanges.Entity).Next()), row.Email ?? "", row.Name, Roles.Analyst, passwordHash: "", language: null, intake.Now);
        user.EmailKey = row.Email is null ? User.KeyWithoutEmail(row.Name) : User.KeyOf(row.Email);
        made.Add(user.Id);
        team.Add(user);
        return user;
    }

    /// <summary>What the row does not say stays; what is filled stays where only gaps are to be filled.</summary>
    private void Fill(User user, IncomingColleague row, Team team)
    {
        var keep = intake.Rules.FillOnly;
        if (row.Region is { } region && !(keep && user.Region is not null)) user.Region = region;
        if (row.Manager is { } manager && !(keep && user.Manager is not null))
        {
            var found = byNumber.GetValueOrDefault(manager) ?? team.Find(manager);
            (user.Manager, user.ManagerId) = (found?.Name ?? manager, found?.Id);
        }
    }

    private Fate FateOf(long line, User user, TeamFacts? before)
    {
        if (before is null) return Fate.Created;
        var after = TeamFacts.Of(user);
        if (after == before) return Fate.Unchanged;
        if (intake.Planned is { } planned)
        {
            planned.Compare(line, user.Name, "region", before.Region, after.Region);
            planned.Compare(line, user.Name, "manager", before.Manager, after.Manager);
            planned.Compare(line, user.Name, "email", before.Email.Length > 0 ? before.Email : null, after.Email);
        }
        return Fate.Updated;
    }

    private async Task Save(BulkSession session, IEnumerable<User> taken, Dictionary<UserId, TeamFacts> before, HashSet<UserId> made, CancellationToken ct)
    {
        User[] all = [.. taken];
        session.Db.Users.AddRange(all.Where(u => made.Contains(u.Id)));
        if (intake.Changes(session) is { } recorder)
        {
            foreach (var user in all.Where(u => !made.Contains(u.Id) && TeamFacts.Of(u) != before[u.Id]))
                recorder.Row(UserChanges.Entity, user.Id.Value, default, before[user.Id].Values, TeamFacts.Of(user).Values);
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        foreach (var room in waiting) await room.Arrived(session, [.. all.Select(u => new ArrivedUser(u.Id, u.Name, u.Email.Length > 0 ? u.Email : null))], ct);
    }
}

/// <summary>Our people by e-mail and by name; a name that two bear finds neither.</summary>
internal sealed class Team
{
    private readonly Dictionary<string, User> byEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<string, User?> byName = new(StringComparer.OrdinalIgnoreCase);

    public Team(IEnumerable<User> users)
    {
        foreach (var user in users) Add(user);
    }

    public void Add(User user)
    {
        byEmail[user.EmailKey] = user;
        byName[user.Name] = byName.TryGetValue(user.Name, out var other) && other != user ? null : user;
    }

    public User? Find(string said) => byEmail.GetValueOrDefault(User.KeyOf(said)) ?? byName.GetValueOrDefault(said.Trim());

    /// <summary>By e-mail; by name where one of the two has none: people of one name with two addresses are two.</summary>
    public User? Find(IncomingColleague row)
    {
        if (row.Email is { } email && byEmail.TryGetValue(User.KeyOf(email), out var addressed)) return addressed;
        return byName.GetValueOrDefault(row.Name.Trim()) is { } named && (row.Email is null || named.Email.Length == 0) ? named : null;
    }
}

/// <summary>What a team file says of a user.</summary>
internal sealed record TeamFacts(string Email, string? Manager, UserId? ManagerId, string? Region)
{
    public static TeamFacts Of(User user) => new(user.Email, user.Manager, user.ManagerId, user.Region);

    public Dictionary<string, object?> Values => new() { ["email"] = Email, ["manager"] = Manager, ["managerId"] = ManagerId?.Value, ["region"] = Region };

    public static TeamFacts Read(string json)
    {
        using var values = System.Text.Json.JsonDocument.Parse(json);
        var root = values.RootElement;
        return new(root.GetProperty("email").GetString()!, root.GetProperty("manager").GetString(),
            root.GetProperty("managerId") is { ValueKind: System.Text.Json.JsonValueKind.Number } id ? new UserId(id.GetInt64()) : null, root.GetProperty("region").GetString());
    }
}
