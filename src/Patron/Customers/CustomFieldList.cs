using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;

namespace Patron.Customers;

internal sealed class CustomFieldList(IDbContextFactory<PatronDb> contexts) : ICustomFields
{
    public async Task<IReadOnlyList<CustomFieldInfo>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<CustomField>().AsNoTracking().Where(f => !f.Special).OrderBy(f => f.Key)
            .Select(f => new CustomFieldInfo(f.Key, (CustomFieldHolds)(int)f.Type)).ToListAsync(ct);
    }
}
