using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Tasks.KeepTasks;

/// <summary>To whom a hand-over was given.</summary>
internal static class Receivers
{
    /// <summary>Whoever was asked in person, and everybody of the team; anybody where the team is empty or gone, for else nobody could.</summary>
    /// <param name="team">The team's name, for saying who may.</param>
    public static bool MayAnswer(this IReadOnlyList<Team> teams, CustomerTask handOver, UserId user, out string team)
    {
        var receiver = teams.FirstOrDefault(t => t.Id == handOver.Team);
        team = receiver?.Name ?? "";
        return handOver.Owner == user || receiver is null or { Members.Count: 0 } || receiver.Members.Any(m => m.User == user);
    }
}
