using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Demo;

/// <summary>The demo's mark, kept in memory for a moment only, because another process may change it.</summary>
internal sealed class DemoData(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IDemoData
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private sealed record Known(bool IsThere, DateTimeOffset Until);

    private volatile Known? known;

    public bool IsThere
    {
        get
        {
            if (known is { } kept && clock.GetUtcNow() < kept.Until) return kept.IsThere;
            using var db = contexts.CreateDbContext();
            var there = db.Set<SettingRow>().Any(s => s.Key == SettingsKeys.Demo);
            known = new(there, clock.GetUtcNow() + Fresh);
            return there;
        }
    }

    public void Reread() => known = null;

    public async Task<DemoMark?> Mark(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Read<DemoMark>(SettingsKeys.Demo, ct);
    }
}
