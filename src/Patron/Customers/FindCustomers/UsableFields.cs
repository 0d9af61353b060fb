using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.FindCustomers;

/// <summary>The custom fields as the database tells of them, kept for a few seconds.</summary>
internal sealed class UsableFields(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IUsableFields
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private volatile Kept? kept;

    private sealed record Kept(IReadOnlyList<CustomFieldInfo> Usable, DateTimeOffset Until);

    public IReadOnlyList<CustomFieldInfo> Usable
    {
        get
        {
            var now = clock.GetUtcNow();
            if (kept is { } before && now < before.Until) return before.Usable;
            using var db = contexts.CreateDbContext();
            var special = db.Set<SettingRow>().AsNoTracking().Any(s => s.Key == SettingsKeys.SpecialPurpose);
            CustomFieldInfo[] usable = [.. db.CustomFields.AsNoTracking().AsEnumerable().Select(CustomFieldList.Info).Where(f => f.InUse && (special || !f.Special)).OrderBy(f => f.Label ?? f.Key, StringComparer.Ordinal)];
            kept = new(usable, now + Fresh);
            return usable;
        }
    }
}
