using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ShowTicket;

/// <summary>To whom a ticket may be given.</summary>
internal sealed record Owners(IReadOnlyList<(UserId Id, string Name)> Users, IReadOnlyList<Team> Teams);

/// <summary>All our own people, and whoever has it now; by name.</summary>
internal sealed class OwnerChoices(ITeams teams, IUserNames users, IColleagues colleagues)
{
    public async Task<Owners> Of(UserId? present, CancellationToken ct)
    {
        var all = (await colleagues.All(ct)).Select(c => (c.Id, c.Name)).ToList();
        if (present is { } owner && all.TrueForAll(c => c.Id != owner) && (await users.Of([owner], ct)).TryGetValue(owner, out var name)) all.Add((owner, name));
        return new(all, await teams.All(ct));
    }
}
