using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>The teams that may serve a customer, told by the room that keeps them.</summary>
public interface IServingTeams
{
    /// <summary>By name. Teams are few: all are read at once.</summary>
    Task<IReadOnlyList<(TeamId Id, string Name)>> All(CancellationToken ct);
}
