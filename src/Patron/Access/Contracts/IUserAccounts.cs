using Patron.Kernel;

namespace Patron.Access.Contracts;

/// <param name="Email">What one signs in with.</param>
/// <param name="Name">Null takes what stands before the @.</param>
/// <param name="Role">A key of <see cref="Roles"/>, in any case.</param>
/// <param name="Password">Null has one made.</param>
/// <param name="Language">Tag of the language to begin with; null takes the browser's wish.</param>
public sealed record NewUser(string Email, string? Name, string Role, string? Password, string? Language = null);

/// <param name="MadePassword">The password that was made, to be shown once; null where one was given.</param>
public sealed record AddedUser(UserId Id, string? MadePassword);

/// <summary>Makes users, for rooms that need one: the command line, the demo.</summary>
public interface IUserAccounts
{
    /// <summary>Anybody who can sign in.</summary>
    Task<bool> Any(CancellationToken ct);

    /// <summary>What these users are called; one who is gone is left out.</summary>
    Task<IReadOnlyDictionary<UserId, string>> Names(IReadOnlyCollection<UserId> users, CancellationToken ct);

    /// <summary>Refuses an e-mail that is taken or none, an unknown role, a weak password, and a first user who is no administrator.</summary>
    Task<Result<AddedUser>> Add(NewUser user, UserId? by, CancellationToken ct);
}
