using Patron.Kernel;

namespace Patron.Access.Contracts;

/// <summary>What users are called, for rooms that show who did something.</summary>
public interface IUserNames
{
    /// <summary>Those that are there, disabled ones included.</summary>
    Task<IReadOnlyDictionary<UserId, string>> Of(IReadOnlyCollection<UserId> users, CancellationToken ct);
}
