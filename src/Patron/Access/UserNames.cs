using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access;

internal sealed class UserNames(IDbContextFactory<PatronDb> contexts) : IUserNames
{
    public async Task<IReadOnlyDictionary<UserId, string>> Of(IReadOnlyCollection<UserId> users, CancellationToken ct)
    {
        if (users.Count == 0) return new Dictionary<UserId, string>();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().Where(u => users.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, ct);
    }
}
