using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ShowTicket;

/// <summary>To whom a ticket may be given.</summary>
internal sealed record Owners(IReadOnlyList<(UserId Id, string Name)> Users, IReadOnlyList<Team> Teams);

/// <summary>Oneself, everybody in a team, and whoever has it now; by name.</summary>
internal sealed class OwnerChoices(ITeams teams, IUserNames users, ICurrentUser who)
{
    public async Task<Owners> Of(UserId? present, CancellationToken ct)
    {
        var all = await teams.All(ct);
        var ids = all.SelectMany(t => t.Members).Select(m => m.User).Concat(new[] { who.Id, present }.OfType<UserId>()).Distinct().ToArray();
        var names = await users.Of(ids, ct);
        return new([.. names.Select(n => (n.Key, n.Value)).OrderBy(n => n.Value, StringComparer.Ordinal)], all);
    }
}
