using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Access;

internal sealed class UserNames(IDbContextFactory<PatronDb> contexts) : IUserNames, IKnowsNames
{
    public string What => NamedThings.User;

    public async IAsyncEnumerable<KnownName> All(BulkSession session, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var user in session.Db.Users.AsNoTracking().Select(u => new { u.Email, u.Name }).AsAsyncEnumerable().WithCancellation(ct))
            yield return user.Email.Length > 0 ? new(user.Email, user.Name) : new(user.Name, null);
    }

    public async Task<IReadOnlyDictionary<string, UserId>> BySaid(BulkSession session, IReadOnlyCollection<string> said, CancellationToken ct)
    {
        var found = new Dictionary<string, UserId>(StringComparer.Ordinal);
        if (said.Count == 0) return found;
        // Our own people are few: one reading serves a whole chunk of rows.
        var users = await session.Db.Users.AsNoTracking().Select(u => new { u.Id, u.EmailKey, u.Name }).ToListAsync(ct);
        var byEmail = users.ToDictionary(u => u.EmailKey, u => u.Id, StringComparer.Ordinal);
        var byName = users.ToLookup(u => u.Name.ToLowerInvariant(), u => u.Id, StringComparer.Ordinal);
        foreach (var words in said)
        {
            if (byEmail.TryGetValue(User.KeyOf(words), out var addressed)) found[words] = addressed;
            else if (byName[words.Trim().ToLowerInvariant()].ToArray() is [var named]) found[words] = named;
        }
        return found;
    }

    public async Task<IReadOnlyDictionary<UserId, string>> Said(BulkSession session, CancellationToken ct) =>
        await session.Db.Users.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.Email.Length > 0 ? u.Email : u.Name, ct);

    public async Task<IReadOnlyDictionary<UserId, string>> Of(IReadOnlyCollection<UserId> users, CancellationToken ct)
    {
        if (users.Count == 0) return new Dictionary<UserId, string>();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().Where(u => users.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, ct);
    }
}
