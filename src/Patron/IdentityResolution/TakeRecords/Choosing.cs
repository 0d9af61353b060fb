using Patron.Data;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>What golden values are picked by: the rules that hold, and the zone in which records have their days.</summary>
internal sealed record Choosing(SurvivorshipRules Rules, TimeZoneInfo Zone)
{
    /// <summary>Of the settings.</summary>
    public const string Key = "survivorship";

    public static async Task<Choosing> Of(PatronDb db, CancellationToken ct) => await Of(db, await db.Organisation(ct), ct);

    public static async Task<Choosing> Of(PatronDb db, Organisation organisation, CancellationToken ct) =>
        new(await db.Read<SurvivorshipRules>(Key, ct) ?? SurvivorshipRules.Default, organisation.Zone);
}
