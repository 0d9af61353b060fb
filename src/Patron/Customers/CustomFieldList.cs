using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;

namespace Patron.Customers;

internal sealed class CustomFieldList(IDbContextFactory<PatronDb> contexts) : ICustomFields
{
    public async Task<IReadOnlyList<CustomFieldInfo>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var fields = await db.Set<CustomField>().AsNoTracking().OrderBy(f => f.Label).ToListAsync(ct);
        return [.. fields.Select(f => new CustomFieldInfo(f.Key, f.Type, f.Label, f.Choices is { } json ? JsonSerializer.Deserialize<string[]>(json)! : [], f.Special, f.InUse))];
    }
}
