using Patron.Kernel;

namespace Patron.Access.Contracts;

/// <summary>One of our own people who may be given work.</summary>
/// <param name="Email">Null where none is known.</param>
/// <param name="Language">Tag of the language that the person chose; null for none.</param>
/// <param name="SignsIn">False for who was never invited or was stopped: such a one gets no mail.</param>
public sealed record Colleague(UserId Id, string Name, string? Email, string? Language, bool SignsIn);

/// <summary>Our own people, for rooms that give them work or write to them.</summary>
public interface IColleagues
{
    /// <summary>All who were not stopped, by name.</summary>
    Task<IReadOnlyList<Colleague>> All(CancellationToken ct);
}
