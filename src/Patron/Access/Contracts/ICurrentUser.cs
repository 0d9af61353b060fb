using Patron.Kernel;

namespace Patron.Access.Contracts;

/// <summary>Who asks: scoped to the request. Outside of one, and where nobody is signed in, there is no id, no name and nothing allowed.</summary>
public interface ICurrentUser
{
    UserId? Id { get; }

    /// <summary>Empty where nobody is signed in.</summary>
    string Name { get; }

    /// <summary>A key of <see cref="Roles"/>; empty where nobody is signed in.</summary>
    string Role { get; }

    bool Can(string permission);
}
