using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.Workday.KeepTeams;

/// <summary>The teams, for customers who are served by one.</summary>
internal sealed class ServingTeams(ITeams teams) : IServingTeams
{
    public async Task<IReadOnlyList<(TeamId Id, string Name)>> All(CancellationToken ct) => [.. (await teams.All(ct)).Select(t => (t.Id, t.Name))];
}
