using System.Globalization;
using Patron.Analytics.Demography;

namespace Patron.Customers.ShowCustomer;

/// <summary>What custom fields tell of a family, as far as they tell it.</summary>
internal static class Family
{
    public static FamilyFacts Of(DateOnly? birth, IReadOnlyDictionary<string, string> custom) => new(
        birth,
        custom.GetValueOrDefault("marital_status") switch
        {
            "married" or "partnered" => PartnerStatus.Couple,
            "single" or "separated" or "divorced" or "widowed" => PartnerStatus.Alone,
            _ => PartnerStatus.Unknown,
        },
        Children(custom),
        custom.GetValueOrDefault("employment") switch
        {
            "employed" or "part_time" or "self_employed" or "seeking_work" => WorkStatus.Working,
            "retired" => WorkStatus.Retired,
            _ => WorkStatus.Unknown,
        });

    /// <summary>The fields know how many children there are and when the youngest was born, and of the others nothing.</summary>
    private static Child[]? Children(IReadOnlyDictionary<string, string> custom)
    {
        var youngest = DateOnly.TryParseExact(custom.GetValueOrDefault("youngest_child"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        var count = int.TryParse(custom.GetValueOrDefault("children"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : youngest is null ? (int?)null : 1;
        return count switch
        {
            null => null,
            0 => [],
            _ => [new(youngest), .. Enumerable.Range(1, Math.Min(count.Value, 20) - 1).Select(_ => new Child(null))],
        };
    }
}
