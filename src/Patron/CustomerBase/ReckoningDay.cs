using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.CustomerBase;

/// <summary>Today in the organisation's time zone; while demo data is loaded the last day on which anything was sold. Looked up again when the base has moved on.</summary>
internal sealed class ReckoningDay(ICustomerBase customerBase, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IReckoningDay
{
    private sealed record Known(long Position, bool Demo, TimeZoneInfo Zone, DateOnly? LastSale);

    private Known? known;

    public DateOnly AsOf
    {
        get
        {
            var snapshot = customerBase.Current;
            var now = known;
            if (now is null || now.Position != customerBase.Position) known = now = LookUp(customerBase.Position, snapshot);
            return now is { Demo: true, LastSale: { } day } ? day : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), now.Zone).DateTime);
        }
    }

    private Known LookUp(long position, CustomerBaseSnapshot snapshot)
    {
        using var db = contexts.CreateDbContext();
        var settings = db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == SettingsKeys.Demo || s.Key == SettingsKeys.Organisation).ToDictionary(s => s.Key, s => s.Value);
        var organisation = settings.TryGetValue(SettingsKeys.Organisation, out var json) ? System.Text.Json.JsonSerializer.Deserialize<Organisation>(json)! : Organisation.Default;
        return new(position, settings.ContainsKey(SettingsKeys.Demo), organisation.Zone, PurchaseDays.Last(snapshot));
    }
}
