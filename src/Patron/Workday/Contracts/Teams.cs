using Patron.Kernel;

namespace Patron.Workday.Contracts;

/// <param name="Leads">Sees the day of everybody in the team, and hears of what is overdue.</param>
public sealed record TeamMember(UserId User, bool Leads)
{
    public PersonSkills Can { get; init; } = PersonSkills.None;
}

/// <summary>People who do one kind of work: telesales, field sales, delivery. A person is in one team at most.</summary>
public sealed record Team(TeamId Id, string Name, IReadOnlyList<TeamMember> Members)
{
    public IEnumerable<UserId> Leaders => Members.Where(m => m.Leads).Select(m => m.User);
}

/// <summary>The teams of the organisation.</summary>
public interface ITeams
{
    /// <summary>By name. Teams are few: all are read at once.</summary>
    Task<IReadOnlyList<Team>> All(CancellationToken ct);
}

/// <summary>Makes teams, for rooms that need some: the demo.</summary>
public interface IMakesTeams
{
    /// <summary>Refuses an empty or too long name, and one that another team has.</summary>
    Task<Result<TeamId>> Add(string? name, UserId? by, CancellationToken ct);

    /// <summary>In this team from now on, and in no other; a null team takes the person out of the one there is. Refuses a team or a person that is not there.</summary>
    Task<Result<Done>> Put(UserId user, TeamId? team, bool leads, UserId? by, CancellationToken ct);
}

public static class TeamExtensions
{
    public static Team? Of(this IEnumerable<Team> teams, UserId user) => teams.FirstOrDefault(t => t.Members.Any(m => m.User == user));

    /// <summary>Whose day this user may see beside the own one.</summary>
    public static IReadOnlyList<UserId> LedBy(this IEnumerable<Team> teams, UserId user) =>
        [.. teams.Where(t => t.Leaders.Contains(user)).SelectMany(t => t.Members).Select(m => m.User).Where(u => u != user).Distinct()];
}
