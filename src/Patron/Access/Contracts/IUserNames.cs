using Patron.Kernel;

namespace Patron.Access.Contracts;

/// <summary>What users are called, for rooms that show who did something.</summary>
public interface IUserNames
{
    /// <summary>Those that are there, disabled ones included.</summary>
    Task<IReadOnlyDictionary<UserId, string>> Of(IReadOnlyCollection<UserId> users, CancellationToken ct);

    /// <summary>Whom these words mean: an e-mail, or the name of one user alone, in any case. Others are left out.</summary>
    Task<IReadOnlyDictionary<string, UserId>> BySaid(Data.BulkSession session, IReadOnlyCollection<string> said, CancellationToken ct);

    /// <summary>The words by which <see cref="BySaid"/> finds each user: the e-mail, or the name of who has none.</summary>
    Task<IReadOnlyDictionary<UserId, string>> Said(Data.BulkSession session, CancellationToken ct);
}

public static class UserNamesInArchives
{
    /// <summary>So that tables that name users can be kept in an archive.</summary>
    public static Data.Exporting.KeptUsers Kept(this IUserNames users) => new(users.Said, users.BySaid);
}
