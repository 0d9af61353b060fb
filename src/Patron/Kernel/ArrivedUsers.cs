namespace Patron.Kernel;

/// <param name="Email">Null for one of our people who cannot sign in yet.</param>
public readonly record struct ArrivedUser(UserId Id, string Name, string? Email);

/// <summary>A room that keeps names of users who may come later.</summary>
public interface IAwaitsUsers
{
    Task Arrived(Data.BulkSession session, IReadOnlyList<ArrivedUser> users, CancellationToken ct);

    /// <summary>Users who are gone, or are called otherwise again: whatever was theirs by name waits once more.</summary>
    Task Left(Data.BulkSession session, IReadOnlyList<UserId> users, CancellationToken ct);
}
