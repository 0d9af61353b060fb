using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;

namespace Patron.Access;

internal sealed class Colleagues(IDbContextFactory<PatronDb> contexts) : IColleagues
{
    public async Task<IReadOnlyList<Colleague>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var users = await db.Users.AsNoTracking().Where(u => !u.Disabled).OrderBy(u => u.Name).Select(u => new { u.Id, u.Name, u.Email, u.Language, Invited = u.PasswordHash != "" }).ToListAsync(ct);
        return users.ConvertAll(u => new Colleague(u.Id, u.Name, u.Email.Length > 0 ? u.Email : null, u.Language, u.Invited));
    }
}
