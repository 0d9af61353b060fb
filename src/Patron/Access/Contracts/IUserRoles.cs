using Patron.Kernel;

namespace Patron.Access.Contracts;

/// <summary>Which role somebody has, for rooms that show less to some.</summary>
public interface IUserRoles
{
    /// <summary>A key of <see cref="Roles"/>; null for somebody who is not there or was stopped. At most three seconds old.</summary>
    string? Of(UserId user);
}
